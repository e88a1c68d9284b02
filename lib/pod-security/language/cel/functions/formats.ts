import type { Implementation } from '../nodes';
import { FORMAT_NAMES } from '../overloads/libraries';
import { CelError, CelOpaque, CelOptional, noSuchOverload } from '../value';
import { ofKind, ofText } from './of-kind';
import { isUrl } from './url';

type Validate = (text: string) => readonly string[];

/** What a text must be like. */
class CelFormat extends CelOpaque {
  public readonly typeName = 'kubernetes.NamedFormat';
  public constructor(
    public readonly name: string,
    /** Length of the pattern that its cost goes by. */
    public readonly regexSize: number,
    public readonly validate: Validate,
  ) {
    super();
  }
  public same(other: CelOpaque): boolean | CelError {
    return other instanceof CelFormat ? other.name === this.name : noSuchOverload();
  }
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${NAME})?`;

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const bytes = (text: string): number => new TextEncoder().encode(text).length;
const tooLong = (text: string, most: number): readonly string[] =>
  bytes(text) > most ? [`must be no more than ${most} characters`] : [];

const wrong = (words: string, pattern: string, ...examples: readonly string[]): string =>
  `${words} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;

const LOWER = 'must consist of lower case alphanumeric characters';

const label: Validate = (text) => {
  if (whole(LABEL).test(text)) return tooLong(text, 63);
  const fault = whole(SUBDOMAIN).test(text)
    ? 'must not contain dots'
    : wrong(
        `a lowercase RFC 1123 label ${LOWER} or '-', and must start and end with an alphanumeric character`,
        LABEL,
        'my-name',
        '123-abc',
      );
  return [...tooLong(text, 63), fault];
};

const subdomain: Validate = (text) => [
  ...tooLong(text, 253),
  ...(whole(SUBDOMAIN).test(text)
    ? []
    : [
        wrong(
          `a lowercase RFC 1123 subdomain ${LOWER}, '-' or '.', and must start and end with an alphanumeric character`,
          SUBDOMAIN,
          'example.com',
        ),
      ]),
];

const label1035: Validate = (text) => [
  ...tooLong(text, 63),
  ...(whole(LABEL_1035).test(text)
    ? []
    : [
        wrong(
          `a DNS-1035 label ${LOWER} or '-', start with an alphabetic character, and end with an alphanumeric character`,
          LABEL_1035,
          'my-name',
          'abc-123',
        ),
      ]),
];

const labelValue: Validate = (text) => [
  ...tooLong(text, 63),
  ...(whole(VALUE).test(text)
    ? []
    : [
        wrong(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          VALUE,
          'MyValue',
          'my_value',
          '12345',
        ),
      ]),
];

const QUALIFIED =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const qualifiedName: Validate = (text) => {
  const parts = text.split('/');
  if (parts.length > 2) {
    const words = wrong(`a valid label key ${QUALIFIED}`, NAME, 'MyName', 'my.name', '123-abc');
    return [`${words} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? (parts[0] ?? '') : undefined;
  return [
    ...(prefix === '' ? ['prefix part must be non-empty'] : []),
    ...(prefix ? subdomain(prefix).map((fault) => `prefix part ${fault}`) : []),
    ...(name === '' ? ['name part must be non-empty'] : tooLong(name, 63).map((fault) => `name part ${fault}`)),
    ...(whole(NAME).test(name) ? [] : [`name part ${wrong(QUALIFIED, NAME, 'MyName', 'my.name', '123-abc')}`]),
  ];
};

/** A dash at the end may be followed by more. */
const prefixOf =
  (validate: Validate): Validate =>
  (text) =>
    validate(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);

const matching =
  (fault: string, matches: (text: string) => boolean): Validate =>
  (text) =>
    matches(text) ? [] : [fault];

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function isDate(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return text.length === 10 && month >= 1 && month <= 12 && day >= 1 && date.getUTCDate() === day;
}

const TIME = /^(\d\d):(\d\d):(\d\d)(?:.\d+)?(?:z|[+-]\d\d:\d\d)$/;

function isDateTime(text: string): boolean {
  const lower = text.toLowerCase();
  const [date = '', time = '', ...rest] = lower.split('t');
  const [, hour = 99, minute = 99, second = 99] = (TIME.exec(time) ?? []).map(Number);
  return lower.length >= 4 && rest.length === 0 && isDate(date) && hour < 24 && minute < 60 && second < 60;
}

const DATE_TIME_SIZE = '^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$'.length;

/** k8s.io/apiserver/pkg/cel/library/format.go. */
const FORMATS: Readonly<Record<(typeof FORMAT_NAMES)[number], readonly [number, Validate]>> = {
  dns1123Label: [30, label],
  dns1123Subdomain: [60, subdomain],
  dns1035Label: [30, label1035],
  qualifiedName: [60, qualifiedName],
  dns1123LabelPrefix: [30, prefixOf(label)],
  dns1123SubdomainPrefix: [60, prefixOf(subdomain)],
  dns1035LabelPrefix: [30, prefixOf(label1035)],
  labelValue: [40, labelValue],
  uri: [1103, matching('invalid URI', isUrl)],
  uuid: ['(?i)'.length + UUID.source.length, matching('does not match the UUID format', (text) => UUID.test(text))],
  byte: [84, matching('invalid base64', (text) => BASE64.test(text) && text !== '')],
  date: [DATE_TIME_SIZE, matching('invalid date', isDate)],
  datetime: [DATE_TIME_SIZE, matching('invalid datetime', isDateTime)],
};

const BY_NAME = new Map(Object.entries(FORMATS).map(([name, [size, of]]) => [name, new CelFormat(name, size, of)]));

const constants = FORMAT_NAMES.map((name): [string, Implementation] => [
  `format.${name}`,
  () => BY_NAME.get(name) ?? new CelError(`no format ${name}`),
]);

export const FORMAT_FUNCTIONS: Readonly<Record<string, Implementation>> = {
  ...Object.fromEntries(constants),
  'format.named': ofText((name) => new CelOptional(BY_NAME.get(name))),
  validate: ofKind(CelFormat, ({ validate }, [text = null]) => {
    if (typeof text !== 'string') return noSuchOverload();
    const faults = validate(text);
    return new CelOptional(faults.length === 0 ? undefined : faults);
  }),
};
