import { Block, Expression, type HelmChart } from '../../../../../lib/helm';
import { textOf } from '../go';
import { all, at, isScalar, isText, type Position } from './position';

const NASTY_AROUND: readonly (readonly [string, string])[] = [
  ['it\'s "', "\" 'done'"],
  ['{{ ', ' }}'],
  ['{', '{'],
  ['100%', '%d%s%%'],
  ['\\', '\\n\\'],
  ['- ', ' # no comment'],
  ['a: ', ': b'],
  ['', '\n'],
  ['\t', '\r\n'],
  ['{{"', '"}}{'],
];

const around: readonly Position[] = NASTY_AROUND.map(([before, after]) => ({
  name: `in the text ${JSON.stringify(`${before}…${after}`)}`,
  takes: isScalar,
  object: (value) => ({ spec: { v: `${before}${value}${after}`, w: Expression.concat(before, value, after, value) } }),
  expected: (v) => ({ v: `${before}${textOf(v)}${after}`, w: `${before}${textOf(v)}${after}${textOf(v)}` }),
}));

const truncated = (text: string): string => Buffer.from(text).toString('base64').slice(0, 7);

/** A file that goes with the chart: no template, whatever stands in it. */
const FILE = '{{ .Values.x }} "it\'s": %s\n\ttab # \\ é 👍\n';

/** A named template that gets the value instead of the root, as the names of objects in a `Range` do. */
function calledWith(value: Expression, chart: HelmChart, name: string): Expression {
  const { type } = value._node;
  const parameter = { hint: 'given', scope: name, type };
  const body = Expression.concat('(', Expression._of({ kind: 'variable', variable: parameter, type }), ')')._node;
  const template = { name: `${chart._owner.name}.${name}`, parameter, body };
  chart._owner.templates.push(template);
  return Expression._of({ kind: 'include', template, argument: value._node, type: 'string', owner: chart._owner });
}

/** Where a value becomes text, or a part of one. */
export const TEXTS: readonly Position[] = [
  {
    name: 'asString()',
    takes: all,
    object: (v) => ({ spec: { v: v.asString() } }),
    expected: (v) => ({ v: textOf(v) }),
  },
  {
    name: 'asString() as an item',
    takes: all,
    object: (v) => ({ spec: { v: [v.asString(), [v.asString()]] } }),
    expected: (v) => ({ v: [textOf(v), [textOf(v)]] }),
  },
  {
    name: 'as a part of a name',
    takes: isScalar,
    object: (v) => ({ metadata: { name: `x-${v}` } }),
    read: at('metadata', 'name'),
    expected: (v) => `x-${textOf(v)}`,
  },
  {
    name: 'as a whole name',
    takes: isText,
    object: (v) => ({ metadata: { name: v.asString() } }),
    read: at('metadata', 'name'),
    expected: (v) => v,
  },
  {
    name: 'as a label',
    takes: isScalar,
    object: (v) => ({ metadata: { labels: { probe: v.asString() } } }),
    read: at('metadata', 'labels', 'probe'),
    expected: (v) => textOf(v),
  },
  {
    name: 'as the key of a label',
    takes: isScalar,
    object: (v) => ({ metadata: { labels: { [`probe/${v}`]: 'x' } } }),
    read: (object) =>
      JSON.stringify(Object.keys(at('metadata', 'labels')(object) as object).filter((key) => key.startsWith('probe/'))),
    expected: (v) => JSON.stringify([`probe/${textOf(v)}`]),
  },
  {
    name: 'as an annotation',
    takes: isScalar,
    object: (v) => ({ metadata: { annotations: { probe: `${v}` } } }),
    read: at('metadata', 'annotations', 'probe'),
    expected: (v) => textOf(v),
  },
  {
    name: 'as a key',
    takes: isScalar,
    object: (v) => ({ spec: { v: { [v.asString()]: 1 }, w: { [v.asString()]: { x: v } } } }),
    expected: (v) => ({ v: { [textOf(v)]: 1 }, w: { [textOf(v)]: { x: v } } }),
  },
  {
    name: 'as a part of a key',
    takes: isScalar,
    object: (v) => ({ spec: { v: { [`a{${v}"`]: [v], other: 1 } } }),
    expected: (v) => ({ v: { [`a{${textOf(v)}"`]: [v], other: 1 } }),
  },
  {
    name: 'in a block of lines',
    takes: isScalar,
    object: (v) => ({
      spec: {
        v: `first {{ x }}\n  ${v}{\n\n${v}:\n`,
        w: `${v}\nlast`,
        x: `\n ${v}`,
        y: `{${v}\n{{${v}}}\n`,
        z: `${v}\nblanks at the end  \n`,
      },
    }),
    expected: (v) => ({
      y: `{${textOf(v)}\n{{${textOf(v)}}}\n`,
      z: `${textOf(v)}\nblanks at the end  \n`,
      v: `first {{ x }}\n  ${textOf(v)}{\n\n${textOf(v)}:\n`,
      w: `${textOf(v)}\nlast`,
      x: `\n ${textOf(v)}`,
    }),
  },
  {
    name: 'in a text in YAML in a text',
    takes: isScalar,
    yamlTexts: true,
    object: (v) => ({ spec: { v: Block.yamlText({ [`k${v}`]: `a\n${v}\n`, x: `{{ ${v}`, y: 'l1\nl2\n' }) } }),
    expected: (v) => ({ v: { [`k${textOf(v)}`]: `a\n${textOf(v)}\n`, x: `{{ ${textOf(v)}`, y: 'l1\nl2\n' } }),
  },
  {
    name: 'in the text of a named template',
    takes: isScalar,
    unscoped: true,
    object: (v, { chart, id }) => ({
      spec: {
        v: `${chart.addTemplate(id, v)}`,
        w: `<${chart.addTemplate(`${id}-2`, Expression.concat('(', v, ')'))}>`,
      },
    }),
    expected: (v) => ({ v: textOf(v), w: `<(${textOf(v)})>` }),
  },
  {
    name: 'beside the text of a file',
    takes: isScalar,
    object: (v, { chart, id }) => {
      const file = chart.addFile(`${id}.txt`, FILE);
      return { spec: { v: file, w: `${file}${v}`, x: [Expression.concat(v, file.pipe('trimSuffix', '\n'))] } };
    },
    expected: (v) => ({ v: FILE, w: FILE + textOf(v), x: [textOf(v) + FILE.trimEnd()] }),
  },
  {
    name: 'as the argument of a named template',
    takes: isScalar,
    object: (v, { chart, id }) => ({
      spec: { v: calledWith(v, chart, id), w: [`<${calledWith(v, chart, `${id}-2`)}>`] },
    }),
    expected: (v) => ({ v: `(${textOf(v)})`, w: [`<(${textOf(v)})>`] }),
  },
  {
    name: 'encoded',
    takes: isText,
    object: (v) => ({ spec: { w: v.pipe('b64enc').pipe('b64dec'), x: v.pipe('b64enc').pipe('trunc', 7) } }),
    expected: (v) => ({ w: v, x: truncated(v as string) }),
  },
  {
    name: 'compared',
    takes: isText,
    object: (v) => ({ spec: { v: v.eq('yes'), w: v.ne(''), x: Expression.choose(v.eq('{{ x }}'), 'same', v) } }),
    expected: (v) => ({ v: v === 'yes', w: v !== '', x: v === '{{ x }}' ? 'same' : v }),
  },
  ...around,
];
