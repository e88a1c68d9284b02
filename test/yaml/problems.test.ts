import { describe, expect, it } from 'vitest';
import { MOST_ALIASED } from '../../lib/yaml/build';
import { MAX_DEPTH } from '../../lib/yaml/frames';
import { MOST_MERGED } from '../../lib/yaml/merge';
import { readYaml } from '../../lib/yaml/read';
import { dataOf, nodeAt } from '../../lib/yaml/walk';
import { must } from '../diagnostics/must';

/** Kind of each problem, and the text it points to. */
const told = (yaml: string) =>
  readYaml(yaml, 'helm').problems.map(({ kind, start, end }) => [kind, yaml.slice(start, end)]);

describe('problems of YAML', () => {
  it.each([
    ['a: [1\nb: 2', 'syntax', 6],
    ['a: 1\n\tb: 2', 'syntax', 5],
    ['a: "b', 'syntax', 5],
    ['a: *b', 'syntax', 5],
    ['a: b: c', 'syntax', 4],
  ])('end the reading at the place where %j is none', (yaml, kind, start) => {
    expect(readYaml(`x\n---\n${yaml}`, 'helm').problems).toMatchObject([{ kind, start: start + 6 }]);
    expect(readYaml(`x\n---\n${yaml}`, 'helm').documents.map(dataOf)).toEqual(['x']);
  });

  it('end the reading before it begins where a character cannot stand in YAML', () => {
    expect(readYaml('x\n---\na: \0', 'helm')).toMatchObject({
      documents: [],
      problems: [{ kind: 'syntax', start: 9 }],
    });
  });

  it('name a key that stands twice, where it stands again', () => {
    const yaml = 'a: {b: 1, "b": 2}\nc: 1\nc: 2\nc: 3\n';
    expect(told(yaml)).toEqual([
      ['duplicate-key', '"b"'],
      ['duplicate-key', 'c'],
      ['duplicate-key', 'c'],
    ]);
    expect(readYaml(yaml, 'helm').problems[2]).toMatchObject({ start: yaml.lastIndexOf('c: 3') });
    expect(told('1: a\n0x1: b\n')).toEqual([['duplicate-key', '0x1']]);
    expect(readYaml('1: a\n0x1: b\n', 'text').problems).toEqual([]);
  });

  it('name a list or a map that is a key, and go on with the other keys', () => {
    const yaml = '[a, b]: c\n? {d: e}\n: f\n? - g\n: h\ni: j\n';
    expect(told(yaml)).toEqual([
      ['key-not-scalar', '[a, b]'],
      ['key-not-scalar', '{d: e}'],
      ['key-not-scalar', '- g'],
    ]);
    expect(readYaml(yaml, 'helm').documents.map(dataOf)).toEqual([{ i: 'j' }]);
    expect(readYaml('{[a]: b}', 'helm').problems).toMatchObject([{ message: 'a key must be a text, not a list' }]);
  });

  it('name an alias that stands in its own value', () => {
    expect(told('a: &x\n  b: [1, *x]\n')).toEqual([['alias-of-itself', '*x']]);
    expect(readYaml('&x [*x]', 'helm').documents.map(dataOf)).toEqual([[null]]);
  });

  it('name what a merge key cannot bring in', () => {
    expect(told('a: &x 1\nb: {<<: *x}\nc: {<<: [*x, {d: e}]}')).toEqual([
      ['merge', '*x'],
      ['merge', '*x'],
    ]);
    const maps = Array.from({ length: 50 }, (_, map) => {
      const own = Array.from({ length: 20 }, (_each, key) => `k${map}x${key}: 1`).join(', ');
      return `m${map}: &m${map} {${map === 0 ? '' : `<<: *m${map - 1}, `}${own}}`;
    });
    expect(told(maps.join('\n')).map(([kind]) => kind)).toContain('merge');
    expect(readYaml(maps.join('\n'), 'helm').problems[0]?.message).toContain(String(MOST_MERGED));
  });

  it('name a value that is not what its tag says', () => {
    expect(told('a: !!int b\nc: !!bool "true"\nd: !!seq {}\ne: !!str 1\nf: !own x\ng: !!float 1\nh: !!str\n')).toEqual([
      ['tag', 'b'],
      ['tag', '{}'],
    ]);
    expect(
      readYaml('- !!str 1\n- !own 1\n- !!int "0x10"\n- !!str\n- !reference [a]', 'helm').documents.map(dataOf),
    ).toEqual([['1', '1', 16, '', ['a']]]);
  });

  it.each(['[', '{a: ', '- ', '? '])('name a nesting of %j that is too deep, and never fill the stack', (part) => {
    const { problems, documents } = readYaml(part.repeat(100_000), 'helm');
    expect(problems).toMatchObject([{ kind: 'depth', message: expect.stringContaining(`${MAX_DEPTH} deep`) }]);
    expect(documents).toEqual([]);
    expect(readYaml(`${'- '.repeat(MAX_DEPTH - 10)}a`, 'helm').problems).toEqual([]);
  });
});

describe('texts that are made to take long', () => {
  it('bring values into each other by aliases only so deep, and never fill the stack', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `*a${at - 1}`}]`).join('\n');
    const { documents, problems } = readYaml(chain(10_000), 'helm');
    expect([...new Set(problems.map(({ kind }) => kind))]).toEqual(['depth', 'aliases']);
    expect(() => dataOf(must(nodeAt(documents[0], ['a9999'])))).not.toThrow();
    expect(readYaml(chain(1000), 'helm').problems).toEqual([]);
  });

  it('bring in only so much by aliases, and what is left is small enough to be written out', () => {
    const doubled = (length: number) =>
      Array.from({ length }, (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `*a${at - 1}, *a${at - 1}`}]`).join('\n');
    expect(readYaml(doubled(15), 'helm').problems).toEqual([]);
    const yaml = doubled(60);
    const { documents, problems } = readYaml(yaml, 'helm');
    expect(problems).toMatchObject([
      { kind: 'aliases', message: `aliases bring in more than ${MOST_ALIASED} values`, start: expect.any(Number) },
    ]);
    expect(told(yaml)[0]?.[1]).toMatch(/^\*a1\d$/);
    expect(JSON.stringify(documents.map(dataOf)).length).toBeLessThan(10 * MOST_ALIASED);
  });

  it.each([
    ['items', (size: number) => '- {a: b, c: [d, "e", \'f\']}\n'.repeat(size)],
    ['keys', (size: number) => Array.from({ length: size }, (_, at) => `k${at}: v`).join('\n')],
    ['a block', (size: number) => `a: |\n${'  some text in a line\n'.repeat(size)}`],
    ['a folded text', (size: number) => `a: "${'some text\n  '.repeat(size)}"`],
    ['blank lines and comments', (size: number) => `a: b\n${'   # c\n\n'.repeat(size)}`],
    ['documents', (size: number) => 'a: b\n---\n'.repeat(size)],
    ['empty items', (size: number) => '-\n'.repeat(size)],
  ])('take time in proportion to their length: %s', { timeout: 30_000 }, (_what, make) => {
    const time = (size: number): number => {
      const yaml = make(size);
      const begin = performance.now();
      readYaml(yaml, 'helm');
      return performance.now() - begin;
    };
    // 32 times the text: in proportion that is 32 times the time, but 1024 times where each line looks at all others.
    const small = Math.min(...[1, 2, 3, 4].map(() => time(500)));
    expect(Math.min(time(16_000), time(16_000))).toBeLessThan(250 * Math.max(small, 2));
  });
});
