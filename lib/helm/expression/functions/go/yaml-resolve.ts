import { NotEvaluable } from '../../go-value';
import { parseFloat64, parseInt64, parseUint } from './cast';

/** What a plain scalar means to go-yaml 2, which Helm's `toYaml` and `fromYaml` work with (YAML 1.1, without base 60). */
export type Resolved =
  | { readonly tag: 'str' | 'null' | 'merge' | 'timestamp' }
  | { readonly tag: 'bool'; readonly value: boolean }
  | { readonly tag: 'int'; readonly value: bigint }
  | { readonly tag: 'float'; readonly value: number };

const WORDS: readonly (readonly [Resolved, string])[] = [
  [{ tag: 'bool', value: true }, 'y Y yes Yes YES true True TRUE on On ON'],
  [{ tag: 'bool', value: false }, 'n N no No NO false False FALSE off Off OFF'],
  [{ tag: 'null' }, '~ null Null NULL'],
  [{ tag: 'float', value: Number.NaN }, '.nan .NaN .NAN'],
  [{ tag: 'float', value: Number.POSITIVE_INFINITY }, '.inf .Inf .INF +.inf +.Inf +.INF'],
  [{ tag: 'float', value: Number.NEGATIVE_INFINITY }, '-.inf -.Inf -.INF'],
  [{ tag: 'merge' }, '<<'],
];

const KNOWN = new Map<string, Resolved>([
  ['', { tag: 'null' }],
  ...WORDS.flatMap(([resolved, words]) => words.split(' ').map((word) => [word, resolved] as const)),
]);

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const DATE = /^(\d{4})-(\d\d?)-(\d\d?)$/;

export function resolvePlain(text: string): Resolved {
  const known = KNOWN.get(text);
  if (known) return known;
  if (text.startsWith('.')) return asFloat(text) ?? { tag: 'str' };
  if (!/^[+\-0-9]/.test(text)) return { tag: 'str' };
  if (isTimestamp(text)) return { tag: 'timestamp' };
  const plain = text.replaceAll('_', '');
  const whole = firstValue(parseInt64(plain, 0), parseUint(plain, 0));
  if (whole !== undefined) return { tag: 'int', value: whole };
  return (FLOAT.test(plain) && asFloat(plain)) || { tag: 'str' };
}

function firstValue(...parsed: readonly { readonly value?: bigint; readonly error?: string }[]): bigint | undefined {
  return parsed.find((one) => one.error === undefined)?.value;
}

function asFloat(text: string): Resolved | undefined {
  const parsed = parseFloat64(text);
  return 'error' in parsed ? undefined : { tag: 'float', value: parsed.value };
}

/** @throws NotEvaluable for a date with a time, of which Go's parser knows many forms. */
function isTimestamp(text: string): boolean {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  if (day === '') {
    if (/^\d{4}-\d\d?-\d\d?[Tt ]/.test(text)) throw new NotEvaluable(`the timestamp ${text} in YAML`);
    return false;
  }
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** Text like `12:30:45`, a number to base 60 in YAML 1.1: written in quotes for the sake of other parsers. */
export function looksLikeBase60(text: string): boolean {
  return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}
