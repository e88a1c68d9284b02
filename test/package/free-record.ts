import { helm } from '../../lib';

/** The chart of free-record.py, written into a folder. */
export function writeFreeRecord(outdir: string): void {
  const { Block, Expression, ValueSchema } = helm;
  const app = new helm.HelmApp({ outdir });
  const chart = new helm.HelmChart(app, 'free', { version: '1.0.0', description: 'A free record.' });
  const { values } = chart;
  const text = values.addString('text', { description: 'A text.', defaultValue: 'x' });
  const count = values.addInteger('count', { description: 'A count.', defaultValue: 3 });
  const flag = values.addBoolean('switch', { description: 'A switch.', defaultValue: true });
  const words = values.addList('words', { description: 'Words.', items: ValueSchema.text(), defaultValue: ['a'] });
  const pairs = values.addMap('pairs', {
    description: 'Pairs.',
    entries: ValueSchema.text(),
    defaultValue: { k: 'v' },
  });
  const free = values.addAny('free', { description: 'Anything.', defaultValue: { a: [1, { b: 2.5 }], c: false } });
  const loop = helm.Loop.over(pairs, { keyName: 'name', itemName: 'value' });
  new helm.Manifest(chart, 'thing', {
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: { annotations: { text: text.asString(), ...pairs.asMap() } },
    content: {
      data: {
        expression: text,
        token: `<${text}>`,
        when: Block.when(flag, text),
        choose: Block.choose(flag, { deep: [text] }, 'no'),
        'config.yaml': Block.yamlText({ count, when: Block.when(flag, 'yes') }),
        ...Block.pairs(flag, { one: '1', two: text }),
        ...loop.pairs(`at-${loop.key}`, loop.item),
        ...pairs.asMap(),
      },
      list: ['a', ...Block.items(flag, ['b', text]), ...words.asList(), Block.when(flag, { c: count })],
      each: loop.each({ name: loop.key, value: loop.item }),
      whole: free,
      words,
      number: count.asNumber(),
      numbers: [1, 2.5, true, null],
      empty: [{}, []],
      braces: '{{ .Values.text }}',
      concat: [Expression.concat('a-', text.pipe('upper'))],
    },
  });
  app.synth();
}
