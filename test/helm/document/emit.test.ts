import { ApiObject } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Block, Expression, ExpressionType, HelmApp, HelmChart, Loop, ValueSchema } from '../../../lib/helm';
import { Emitter } from '../../../lib/helm/document/emit';
import { bind, TOP } from '../../../lib/helm/expression/print';

/** What a template looks like. Whether Helm reads it so is for the judges; this says within a second what went wrong. */

const description = 'A value.';
const chart = new HelmChart(new HelmApp({ outdir: 'never' }), 'shop', { version: '1.0.0', description: 'A shop.' });
const { values } = chart;
const flag = values.addBoolean('flag', { description, defaultValue: true });
const other = values.addBoolean('other', { description, defaultValue: true });
const text = values.addString('text', { description, defaultValue: 'x' });
const port = values.addInteger('port', { description, defaultValue: 80 });
const ratio = values.addNumber('ratio', { description, defaultValue: 0.5 });
const free = values.addAny('free', { description });
const list = values.addList('list', { description, items: ValueSchema.text() });
const map = values.addMap('map', { description, entries: ValueSchema.text() });
const late = values.addMap('late', { description, entries: ValueSchema.text() });
const record = values.addOf(
  'record',
  ValueSchema.record({
    on: { description, schema: ValueSchema.integer() },
    'a-b': { description, schema: ValueSchema.text(), required: true },
    note: { description, schema: ValueSchema.text() },
  }),
  { description },
);
const loop = Loop.over(list);
const pairs = Loop.over(map, { itemName: 'key' });

const nothing = (): void => undefined;
const emitted = (document: Record<string, unknown>): string =>
  new Emitter({ found: nothing, used: nothing, fault: nothing }).document(document, TOP);

type Row = readonly [title: string, document: Record<string, unknown>, text: string];

const LEAVES: readonly Row[] = [
  [
    'texts are quoted',
    { v: text, w: text.asString() },
    'v: {{ .Values.text | quote }}\nw: {{ .Values.text | quote }}\n',
  ],
  ['integers are cast', { v: port }, 'v: {{ .Values.port | int64 }}\n'],
  ['integers that become text are quoted', { v: port.asString() }, 'v: {{ .Values.port | int64 | quote }}\n'],
  [
    'integers of which nothing may be there are no zero',
    { v: record.field('on') },
    'v: {{ .Values.record.on | toJson }}\n',
  ],
  ['numbers are cast', { v: ratio }, 'v: {{ .Values.ratio | float64 | toJson }}\n'],
  [
    'numbers that become text are no 1e+06',
    { v: ratio.asString() },
    'v: {{ .Values.ratio | float64 | toJson | quote }}\n',
  ],
  ['what may be anything keeps its type', { v: free.asAny() }, 'v: {{ .Values.free | toJson }}\n'],
  [
    'what may be anything becomes text as it is, or as JSON',
    { v: free.asString() },
    'v: {{ ternary .Values.free (.Values.free | toJson) (kindIs "string" .Values.free) | quote }}\n',
  ],
  [
    'a text of which nothing may be there is empty',
    { v: `<${record.field('note')}>` },
    'v: {{ printf "<%s>" (.Values.record.note | default "") | quote }}\n',
  ],
  [
    'keys that are no names of Go are indexed',
    { v: record.field('a-b') },
    'v: {{ (index .Values.record "a-b") | quote }}\n',
  ],
  [
    'what a field is taken from is cast',
    { v: Expression.call('dict', 'a', port).field('a') },
    'v: {{ (dict "a" (.Values.port | int64)).a | toJson }}\n',
  ],
  ['computed keys are quoted', { [`${text}`]: 1 }, '{{ .Values.text | quote }}: 1\n'],
  ['percent signs are doubled', { v: `${text}%` }, 'v: {{ printf "%s%%" .Values.text | quote }}\n'],
  ['what prints plain stands in quotes', { v: `a"${port}` }, 'v: "a\\"{{ .Values.port | int64 }}"\n'],
  [
    'functions that want an int get one',
    { v: text.pipe('trunc', port) },
    'v: {{ .Values.text | trunc (.Values.port | int64 | int) | quote }}\n',
  ],
  [
    'a whole number beside a number is one',
    { v: ratio.gt(80) },
    'v: {{ gt (.Values.ratio | float64) 80.0 | toJson }}\n',
  ],
  ['null is no nil', { v: Expression.literal(null).pipe('toJson') }, 'v: {{ index (list nil) 0 | toJson | quote }}\n'],
  ['an infinity is none', { v: Number.NEGATIVE_INFINITY }, 'v: null\n'],
  ['a list inside a text is none', { v: `a${list.asList()[0]}` }, 'v: null\n'],
];

const BRACES: readonly Row[] = [
  ['in a text', { v: 'a {{ x }}' }, 'v: "a \\x7b\\x7b x }}"\n'],
  ['before an expression', { v: `{${port}` }, 'v: "\\x7b{{ .Values.port | int64 }}"\n'],
  ['in lines', { v: 'a\n{{ x }}\n' }, 'v: |\n  a\n  {{ "{{" }} x }}\n# end\n'],
  [
    'before an expression in lines',
    { v: `{${port}\nend\n` },
    'v: |\n  {{ "{" }}{{ .Values.port | int64 }}\n  end\n# end\n',
  ],
  ['what Helm erases', { v: 'a <no value>' }, 'v: "a \\x3cno value>"\n'],
  ['lines that end in blanks are no block', { v: 'a\nb \n' }, 'v: "a\\nb \\n"\n'],
];

const BLOCKS: readonly Row[] = [
  [
    'conditions and chains of them',
    { v: Block.choose(flag, 1, Block.choose(other, 2, 3)), w: [Block.when(flag, 1), 2] },
    '{{- if .Values.flag }}\nv: 1\n{{- else if .Values.other }}\nv: 2\n{{- else }}\nv: 3\n{{- end }}\n' +
      'w:\n  {{- if .Values.flag }}\n  - 1\n  {{- end }}\n  - 2\n',
  ],
  [
    'a list that may be empty',
    { v: [Block.when(flag, 1)] },
    'v:\n  {{- if .Values.flag }}\n  - 1\n  {{- end }}\n  {{- if not .Values.flag }}\n  []\n  {{- end }}\n',
  ],
  [
    'a map that may be empty',
    { v: { a: Block.choose(flag, Block.when(other, 1), 2) } },
    'v:\n  {{- if .Values.flag }}\n  {{- if .Values.other }}\n  a: 1\n  {{- end }}\n  {{- else }}\n  a: 2\n  {{- end }}\n' +
      '  {{- if not (or (not .Values.flag) .Values.other) }}\n  {}\n  {{- end }}\n',
  ],
  [
    'other pairs where the condition is false',
    { v: { a: 1, ...Block.pairs(flag, { b: 1 }, { c: 1 }) } },
    'v:\n  a: 1\n  {{- if .Values.flag }}\n  b: 1\n  {{- else }}\n  c: 1\n  {{- end }}\n',
  ],
  [
    'a loop',
    { v: loop.each({ a: loop.item }) },
    'v:\n  {{- range $key, $item := .Values.list }}\n  - a: {{ $item | quote }}\n  {{- end }}\n' +
      '  {{- if not .Values.list }}\n  []\n  {{- end }}\n',
  ],
  [
    'a loop in a loop, with the root inside',
    { v: [1, loop.each([2, Loop.over(map).each([text])])] },
    'v:\n  - 1\n  {{- range $key, $item := .Values.list }}\n  -\n    - 2\n' +
      '    {{- range $key2, $item2 := $.Values.map }}\n    -\n      - {{ $.Values.text | quote }}\n    {{- end }}\n  {{- end }}\n',
  ],
  [
    'two variables of one name',
    { v: { a: 1, ...pairs.pairs(pairs.key, pairs.item) } },
    'v:\n  a: 1\n  {{- range $key, $keyItem := .Values.map }}\n  {{ $key | quote }}: {{ $keyItem | quote }}\n  {{- end }}\n',
  ],
  [
    'a loop that may write nothing is counted',
    { v: loop.each(Block.when(loop.item, 1)) },
    'v:\n  {{- $some := false }}\n  {{- range $key, $item := .Values.list }}\n  {{- if $item }}\n  {{- $some = true }}\n  - 1\n' +
      '  {{- end }}\n  {{- end }}\n  {{- if not $some }}\n  []\n  {{- end }}\n',
  ],
  [
    'a list that is spread',
    { v: ['a', ...list.asList()], w: [...list.asList(), Block.when(flag, 1)] },
    'v:\n  - a\n  {{- range $item := .Values.list }}\n  - {{ $item | toJson }}\n  {{- end }}\n' +
      'w:\n  {{- range $item := .Values.list }}\n  - {{ $item | toJson }}\n  {{- end }}\n  {{- if .Values.flag }}\n  - 1\n  {{- end }}\n' +
      '  {{- if not (or .Values.list .Values.flag) }}\n  []\n  {{- end }}\n',
  ],
  [
    'what is empty',
    { v: [], w: {}, x: [undefined], z: Block.items(flag, []) },
    'v: []\nw: {}\nx: []\nz:\n  {{- if .Values.flag }}\n  {{- end }}\n  []\n',
  ],
  [
    'YAML in a text',
    { v: Block.yamlText({ a: text, b: [1] }) },
    'v: |\n  a: {{ .Values.text | quote }}\n  b:\n    - 1\n# end\n',
  ],
  [
    'lines at the end of one branch',
    { v: Block.choose(flag, 'a\nb\n', 1) },
    '{{- if .Values.flag }}\nv: |\n  a\n  b\n{{- else }}\nv: 1\n{{- end }}\n# end\n',
  ],
];

const SPREADS: readonly Row[] = [
  [
    'beside a pair',
    { v: { ...map.asMap(), a: 1 } },
    'v:\n  {{- range $key, $value := omit (.Values.map | default (dict)) "a" }}\n' +
      '  {{ $key | quote }}: {{ $value | toJson }}\n  {{- end }}\n  a: 1\n',
  ],
  [
    'beside a pair that may not be there',
    { v: { ...map.asMap(), a: Block.when(flag, 1) } },
    'v:\n  {{- range $key, $value := .Values.map }}\n' +
      '  {{- if not (hasKey (and $.Values.flag (dict "a" true) | default (dict)) $key) }}\n' +
      '  {{ $key | quote }}: {{ $value | toJson }}\n  {{- end }}\n  {{- end }}\n' +
      '  {{- if .Values.flag }}\n  a: 1\n  {{- end }}\n  {{- if not (or .Values.map .Values.flag) }}\n  {}\n  {{- end }}\n',
  ],
  [
    'beside pairs under a condition',
    { v: { z: 1, ...map.asMap(), ...Block.pairs(flag, { a: 1, b: 1 }, { a: 2 }) } },
    'v:\n  z: 1\n  {{- range $key, $value := omit (.Values.map | default (dict)) "z" "a" }}\n' +
      '  {{- if not (hasKey (and $.Values.flag (dict "b" true) | default (dict)) $key) }}\n' +
      '  {{ $key | quote }}: {{ $value | toJson }}\n  {{- end }}\n  {{- end }}\n' +
      '  {{- if .Values.flag }}\n  a: 1\n  b: 1\n  {{- else }}\n  a: 2\n  {{- end }}\n',
  ],
  [
    'beside a computed key and a later map',
    { v: { ...map.asMap(), ...late.asMap(), [`${text}`]: 1 } },
    'v:\n  {{- range $key, $value := .Values.map }}\n' +
      '  {{- if not (or (hasKey ($.Values.late | default (dict)) $key) (eq $key $.Values.text)) }}\n' +
      '  {{ $key | quote }}: {{ $value | toJson }}\n  {{- end }}\n  {{- end }}\n' +
      '  {{- range $key, $value := .Values.late }}\n  {{- if not (eq $key $.Values.text) }}\n' +
      '  {{ $key | quote }}: {{ $value | toJson }}\n  {{- end }}\n  {{- end }}\n  {{ .Values.text | quote }}: 1\n',
  ],
  [
    'two blocks that write one key',
    { v: { z: 1, ...Block.pairs(flag, { a: 1 }), ...Block.pairs(other, { a: 2 }) } },
    'v:\n  z: 1\n  {{- if .Values.flag }}\n  {{- if not .Values.other }}\n  a: 1\n  {{- end }}\n  {{- end }}\n' +
      '  {{- if .Values.other }}\n  a: 2\n  {{- end }}\n',
  ],
];

describe('leaves:', () => test.each(LEAVES)('%s', (_, document, template) => expect(emitted(document)).toBe(template)));
describe('braces are no action:', () =>
  test.each(BRACES)('%s', (_, document, template) => expect(emitted(document)).toBe(template)));
describe('blocks:', () => test.each(BLOCKS)('%s', (_, document, template) => expect(emitted(document)).toBe(template)));
describe('what is spread:', () =>
  test.each(SPREADS)('%s', (_, document, template) => expect(emitted(document)).toBe(template)));

test('the lines of a template are included at their depth, from the root', () => {
  const template = { name: 'shop.labels', entries: { app: 'shop' } };
  const labels = Block._of({ kind: 'entries', template });
  const marker = String(labels.resolve());
  expect(emitted({ v: { w: { [marker]: marker } } })).toBe(
    'v:\n  w:\n    {{- include "shop.labels" . | nindent 4 }}\n',
  );
  const inside = new Emitter({ found: nothing, used: nothing, fault: nothing });
  expect(inside.document({ v: { [marker]: marker } }, bind(TOP))).toBe(
    'v:\n  {{- include "shop.labels" $ | nindent 2 }}\n',
  );
});

test('every token is told as found', () => {
  const found: string[] = [];
  new ApiObject(chart, 'o', { apiVersion: 'v1', kind: 'T' });
  const raw = Expression.raw('.Spike', ExpressionType.STRING);
  new Emitter({ found: (identity) => found.push(identity), used: nothing, fault: nothing }).document(
    { a: `<${raw}>`, b: raw.asString(), c: port.asNumber(), d: { ...map.asMap(), e: list.asList() } },
    TOP,
  );
  expect(found.length).toBeGreaterThanOrEqual(5);
});

test('what cannot be written is told with its place', () => {
  const faults: string[] = [];
  new Emitter({
    found: nothing,
    used: nothing,
    fault: ({ fault }, key) => faults.push(`${fault} ${key}`),
  }).document({ a: Number.NEGATIVE_INFINITY, b: [new Date(0)], c: { d: `x${list.asList()[0]}` }, e: loop.item }, TOP);
  expect(faults).toEqual(['unprintable a', 'unprintable b.0', 'misplaced c.d', 'unbound e']);
});
