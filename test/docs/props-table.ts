/**
 * Writes docs/helm/props.md: which props of cdk8s-plus take a token. `npx tsx test/docs/props-table.ts` writes the page,
 * a test compares it. Every prop is tried: an object is made with a token in it, and must change with the value.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import { helm } from '../../lib';
import { ROOT } from './markdown';
import { PACKAGE, type TypeReference, typeOf, VERSION } from './props/assembly';
import { attempt, nameOf, type Outcome, PROPS, type Prop, type Token } from './props/attempt';

export const PAGE = 'docs/helm/props.md';

/** A kind of props, how a value gets into one, and what is tried. */
interface Kind {
  readonly name: string;
  readonly holds: (type: TypeReference) => boolean;
  /** What to do, when it is more than to write a token. */
  readonly way?: string;
  /** Written in this order until one arrives. */
  readonly tokens?: readonly Token[];
  /** Two values that must make a difference. */
  readonly given?: readonly [unknown, unknown];
}

const description = 'Tried.';
const text = (values: helm.ValueGroup): helm.Expression => values.addString('v', { description, defaultValue: 'one' });
const whole = (values: helm.ValueGroup): number =>
  values.addInteger('v', { description, defaultValue: 4141 }).asNumber();
const flag = (values: helm.ValueGroup): helm.Expression => values.addBoolean('v', { description, defaultValue: true });
const list = (values: helm.ValueGroup): helm.Expression =>
  values.addList('v', { description, items: helm.ValueSchema.text(), defaultValue: ['one'] });
const map = (values: helm.ValueGroup): helm.Expression =>
  values.addMap('v', { description, entries: helm.ValueSchema.text(), defaultValue: { a: 'one' } });

const primitive =
  (name: string) =>
  (type: TypeReference): boolean =>
    'primitive' in type && type.primitive === name;
const named =
  (name: string) =>
  (type: TypeReference): boolean =>
    'fqn' in type && type.fqn === name;
const collection =
  (kind: 'array' | 'map', inner: (type: TypeReference) => boolean) =>
  (type: TypeReference): boolean =>
    'collection' in type && type.collection.kind === kind && inner(type.collection.elementtype);
const isEnum = (type: TypeReference): boolean => 'fqn' in type && typeOf(type.fqn)?.kind === 'enum';
const isData = (type: TypeReference): boolean => 'fqn' in type && typeOf(type.fqn)?.datatype === true;
const anything = (): boolean => true;

const NUMBERS = [4141, 4242] as const;
const TEXTS = ['one', 'two'] as const;
const LISTS = [['one'], ['two', 'three']] as const;
const MAPS = [{ a: 'one' }, { a: 'two', b: 'three' }] as const;
const UNTYPED = 'Overlay; in TypeScript `value.asAny()`';
const AS_MAP: Token = { written: 'value.asMap()', of: (values) => map(values).asMap() };

/** In the order of the table; the first that holds counts. */
const KINDS: readonly Kind[] = [
  {
    name: 'string',
    holds: primitive('string'),
    tokens: [
      { written: '`${value}`', of: (values) => text(values).asString() },
      { written: '`/${value}`', of: (values) => `/${text(values)}` },
    ],
    given: TEXTS,
  },
  { name: 'number', holds: primitive('number'), tokens: [{ written: 'value.asNumber()', of: whole }], given: NUMBERS },
  {
    name: 'boolean',
    holds: primitive('boolean'),
    way: UNTYPED,
    tokens: [{ written: 'value.asAny()', of: (values) => flag(values).asAny() }],
    given: [true, false],
  },
  {
    name: 'enum',
    holds: isEnum,
    way: UNTYPED,
    tokens: [{ written: 'value.asAny()', of: (values) => text(values).asAny() }],
    given: TEXTS,
  },
  {
    name: '`Size`',
    holds: named('cdk8s.Size'),
    tokens: [
      { written: 'Size.mebibytes(value.asNumber())', of: (values) => cdk8s.Size.mebibytes(whole(values)) },
      { written: 'Size.gibibytes(value.asNumber())', of: (values) => cdk8s.Size.gibibytes(whole(values)) },
    ],
    given: NUMBERS,
  },
  {
    name: '`Duration`',
    holds: named('cdk8s.Duration'),
    tokens: [{ written: 'Duration.seconds(value.asNumber())', of: (values) => cdk8s.Duration.seconds(whole(values)) }],
    given: NUMBERS,
  },
  {
    name: '`Cpu`',
    holds: named('cdk8s-plus-27.Cpu'),
    tokens: [{ written: 'Cpu.millis(value.asNumber())', of: (values) => plus.Cpu.millis(whole(values)) }],
    given: NUMBERS,
  },
  {
    name: '`PercentOrAbsolute`',
    holds: named('cdk8s-plus-27.PercentOrAbsolute'),
    tokens: [
      {
        written: 'PercentOrAbsolute.absolute(value.asNumber())',
        of: (values) => plus.PercentOrAbsolute.absolute(whole(values)),
      },
    ],
    given: NUMBERS,
  },
  {
    name: 'list of string',
    holds: collection('array', primitive('string')),
    tokens: [{ written: 'value.asList()', of: (values) => list(values).asList() }],
    given: LISTS,
  },
  { name: 'map of string', holds: collection('map', primitive('string')), tokens: [AS_MAP], given: MAPS },
  { name: 'map of anything', holds: collection('map', primitive('any')), tokens: [AS_MAP], given: MAPS },
  { name: 'struct', holds: isData, way: 'tokens in its own props; Overlay for the whole' },
  {
    name: 'list of struct or class',
    holds: collection('array', anything),
    way: 'tokens in the props of each; Overlay with `Loop.each` for a list of the user',
  },
  {
    name: 'map of struct or class',
    holds: collection('map', anything),
    way: 'tokens in the props of each; Overlay for the whole',
  },
  {
    name: 'class or interface',
    holds: anything,
    way: 'tokens in the arguments of what makes it; Overlay for the whole',
  },
];

interface Row {
  readonly kind: Kind;
  readonly prop: Prop;
  readonly outcome: Outcome;
}

/** Tries all props. */
function rows(): readonly Row[] {
  return PROPS.map((prop) => {
    const kind = KINDS.find(({ holds }) => holds(prop.property.type)) as Kind;
    const outcome: Outcome = kind.tokens && kind.given ? attempt(prop, kind.tokens, kind.given) : { kind: 'not tried' };
    return { kind, prop, outcome };
  });
}

/** The page. */
export function propsPage(): string {
  const all = rows();
  const count = (kind: Kind, outcome: Outcome['kind']): number =>
    all.filter((row) => row.kind === kind && row.outcome.kind === outcome).length;
  const kinds = KINDS.map((kind) => {
    const total = all.filter((row) => row.kind === kind).length;
    const tried = kind.tokens ? [count(kind, 'arrives'), count(kind, 'fails'), count(kind, 'not tried')] : ['', '', ''];
    const way = kind.way ?? code(kind.tokens?.[0]?.written ?? '');
    return `| ${[kind.name, total, way, ...tried].join(' | ')} |`;
  });
  const otherwise = all.flatMap(({ prop, kind, outcome }) =>
    outcome.kind === 'arrives' && outcome.written !== kind.tokens?.[0]?.written
      ? [`| \`${nameOf(prop)}\` | ${code(outcome.written)} |`]
      : [],
  );
  const failing = all.flatMap(({ prop, kind, outcome }) =>
    outcome.kind === 'fails' ? [`| \`${nameOf(prop)}\` | ${kind.name} | ${cell(outcome.why)} |`] : [],
  );
  const untried = all
    .filter(({ kind, outcome }) => kind.tokens && outcome.kind === 'not tried')
    .map(({ prop }) => `\`${nameOf(prop)}\``);
  return `${[
    '# Props of cdk8s-plus: token or Overlay',
    '',
    `Written by \`npx tsx test/docs/props-table.ts\` from ${PACKAGE} ${VERSION}: all ${all.length} props that its structs declare. A value`,
    'was put into each where that can be done by a program: an object was made, and it had to change with the value. "Arrives"',
    'is how many did. Where a token does not arrive, synth says so; an Overlay on the finished object always works.',
    '',
    '| the prop wants | props | the way | arrives | does not | no object made |',
    '|---|---|---|---|---|---|',
    ...kinds,
    '',
    'Booleans and enums: `asAny()` has the type `any`, so it fits in TypeScript alone. It arrives unless the constructor looks at it.',
    '',
    '## Where another token arrives',
    '',
    '| prop | write |',
    '|---|---|',
    ...otherwise,
    '',
    '## Where a token does not arrive',
    '',
    'Use Overlay, or an `ApiObject`.',
    '',
    '| prop | wants | what happens |',
    '|---|---|---|',
    ...failing,
    '',
    '## Not tried',
    '',
    `No object could be made by a program alone with a value in: ${untried.join(', ') || 'none'}.`,
  ].join('\n')}\n`;
}

const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

/** Tokens and ids of the trial say nothing to the reader. */
function cell(why: string): string {
  if (/HELM1025|the same whatever/.test(why)) return 'it is dropped, or only looked at (HELM1025)';
  const plain = why
    .replace(/zqhelm[a-z0-9]+|89\d{14}|\d{9,} days \d+ hours|<the value [^>]*>|\bs?c\d+\b/g, '…')
    // How a Duration spells a token depends on the token's digits.
    .replace(/\(…[^()]*\)/g, '(…)')
    .replaceAll('|', '\\|')
    .replace(/\s+/g, ' ');
  return plain.length > 110 ? `${plain.slice(0, 107)}…` : plain;
}

if (require.main === module) {
  writeFileSync(join(ROOT, PAGE), propsPage());
}
