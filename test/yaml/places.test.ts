import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Lines } from '../../lib/yaml/lines';
import type { YamlNode } from '../../lib/yaml/node';
import { readYaml } from '../../lib/yaml/read';
import { dataOf, entriesOf, entryOf, everyNode, itemsOf, nodeAt } from '../../lib/yaml/walk';
import { must } from '../diagnostics/must';
import { FALCO_RULES } from '../tools/upstream';
import { judgedTexts, textsOf } from './plain';

const only = (text: string): YamlNode => must(readYaml(text, '1.2').documents[0]);

/** Line and column of the node at a path; items count as keys. */
function at(text: string, ...path: readonly string[]): string {
  const { node } = must([...everyNode(only(text))].find((each) => each.path.join() === path.join()));
  const { line, column } = new Lines(text).position(node.start);
  return `${line}:${column}`;
}

describe('the places of values in YAML', () => {
  it('are those of the text', () => {
    const text = 'a:\n  b: 1\n  c: [x, {d: "y"}]\n# e\ne:\n- f\n- g: 2\n';
    expect(at(text, 'a', 'b')).toBe('2:6');
    expect(at(text, 'a', 'c', '1', 'd')).toBe('3:14');
    expect(at(text, 'e', '0')).toBe('6:3');
    expect(at(text, 'e', '1', 'g')).toBe('7:6');
  });

  it('begin and end with what is written', () => {
    const yaml =
      '# a\n- one: two # c\n  "three": [four, {five: six}]\n- &x !!str seven\n- *x\n-\n- eight: \n  nine: >\n    ten \n\n- {}\n- [a: b]\n- ? k\n  : &y\n    l: |+\n      m\n\n';
    const found = (node: YamlNode): readonly string[] => [
      yaml.slice(node.start, node.end),
      ...itemsOf(node).flatMap(found),
      ...(node.alias === undefined
        ? entriesOf(node).flatMap(({ key, value }) => [...found(key), ...found(value)])
        : []),
    ];
    expect(itemsOf(only(yaml)).flatMap(found)).toEqual([
      'one: two # c\n  "three": [four, {five: six}]',
      ...['one', 'two', '"three"', '[four, {five: six}]', 'four', '{five: six}', 'five', 'six'],
      'seven',
      '*x',
      '',
      'eight: \n  nine: >\n    ten ',
      ...['eight', '', 'nine', '>\n    ten '],
      '{}',
      ...['[a: b]', 'a: b', 'a', 'b'],
      '? k\n  : &y\n    l: |+\n      m\n',
      ...['k', 'l: |+\n      m\n', 'l', '|+\n      m\n'],
    ]);
  });

  it('of what is not written are where it could be', () => {
    const text = 'a:\nb: # none\nc: &x\nd:';
    expect(at(text, 'a')).toBe('1:3');
    expect(at(text, 'b')).toBe('2:3');
    expect(at(text, 'c')).toBe('3:6');
    expect(at(text, 'd')).toBe('4:3');
    expect(at('-\n- \n-', '1')).toBe('2:2');
    expect(at('{a, b: }', 'a')).toBe('1:3');
  });

  it('survive comments, anchors, tags and explicit keys', () => {
    const text = 'a:\nb: # none\nc: &x\n  d: ~\n? e\n: f\n"g h": {}\n&k i: !t &l\n  m: n\n';
    expect(entriesOf(only(text)).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'e', 'g h', 'i']);
    expect(at(text, 'c', 'd')).toBe('4:6');
    expect(at(text, 'e')).toBe('6:3');
    expect(at(text, 'i', 'm')).toBe('9:6');
    expect(nodeAt(only(text), ['i'])?.tag).toBe('!t');
  });

  it('do not count the mark of a byte order, and know the line ends of Windows', () => {
    expect(at('\ufeffa: b\r\nc: d\r\n', 'a')).toBe('1:4');
    expect(at('\ufeffa: b\r\nc: d\r\n', 'c')).toBe('2:4');
    const [root] = readYaml('\ufeffa: |\r\n  b\r\n  c\r\nd: "e\r\n  f"', '1.2').documents;
    expect(root && dataOf(root)).toEqual({ a: 'b\nc\n', d: 'e f' });
    const { problems } = readYaml('\ufeffa: b\n\tc: d', '1.2');
    expect(problems).toMatchObject([{ kind: 'syntax', start: 6 }]);
  });

  it('of the documents of a text are counted from its begin', () => {
    const text = 'a: 1\n---\nb: 2\n...\n---\n- c\n';
    const { documents } = readYaml(text, '1.2');
    expect(documents.map((root) => text.slice(root.start, root.end))).toEqual(['a: 1', 'b: 2', '- c']);
  });

  it.skipIf(FALCO_RULES === undefined)('are found in the published rules of Falco (set FALCO_RULES)', () => {
    const folder = FALCO_RULES ?? '';
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
      const yaml = readFileSync(join(folder, name), 'utf8');
      const { documents, problems } = readYaml(yaml, 'text');
      expect(problems).toEqual([]);
      expect(documents.map(textsOf)).toEqual(judgedTexts(yaml));
    }
  });
});

describe('anchors and merge keys', () => {
  it('stand for the value of the anchor, at the place of the alias', () => {
    const text = '- &a [x, y]\n- *a\n- k: &b z\n- *b\n';
    expect(dataOf(only(text))).toEqual([['x', 'y'], ['x', 'y'], { k: 'z' }, 'z']);
    expect(at(text, '1')).toBe('2:3');
    expect([...everyNode(only(text))].map(({ path }) => path.join('.'))).toEqual([
      '',
      '0',
      '0.0',
      '0.1',
      '1',
      '2',
      '2.k',
      '3',
    ]);
  });

  it('bring in what the map does not say itself', () => {
    const text = 'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  c: 3\nw: {<<: *x}\n';
    const root = only(text);
    expect(dataOf(root)).toMatchObject({ z: { a: 1, b: 1, c: 3 }, w: { a: 1, b: 1 } });
    const entries = entriesOf(nodeAt(root, ['z']));
    expect(entries.map(({ name, merged = false }) => [name, merged])).toEqual([
      ['c', false],
      ['a', true],
      ['b', true],
    ]);
    expect(at(text, 'z', 'c')).toBe('5:6');
    expect([...everyNode(root)].filter(({ path }) => path.join('.') === 'z.a')).toEqual([]);
  });

  it('are keys like others for Falco', () => {
    const [root] = readYaml('- &x {a: 1}\n- <<: *x\n', 'text').documents;
    expect(root && dataOf(root)).toEqual([{ a: '1' }, { '<<': { a: '1' } }]);
  });

  it('take the first of doubled keys', () => {
    const [root] = readYaml('a: 1\na: 2\n', '1.2').documents;
    expect(entryOf(root, 'a')?.value).toMatchObject({ value: 1 });
    expect(root && dataOf(root)).toEqual({ a: 1 });
    expect(entriesOf(root)).toHaveLength(2);
  });
});
