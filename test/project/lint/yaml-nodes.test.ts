import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { movedInto, placeOf, positionAt } from '../../../lib/project/lint/places';
import { everyNode, nodeAt, readYaml } from '../../../lib/project/lint/yaml-nodes';
import { must } from '../../diagnostics/must';

const only = (text: string) => must(readYaml(text, 'a.yaml', 'PROJECT1101').documents[0]);

describe('the places of values in YAML', () => {
  it('are those of the text', () => {
    const text = 'a:\n  b: 1\n  c: [x, {d: "y"}]\n# e\ne:\n- f\n- g: 2\n';
    const root = only(text);
    const at = (...path: readonly string[]) => {
      const { line, column } = placeOf(
        'a.yaml',
        text,
        must([...everyNode(root)].find((each) => each.path.join() === path.join())).node,
      );
      return `${line}:${column}`;
    };
    expect(at('a', 'b')).toBe('2:6');
    expect(at('a', 'c', '1', 'd')).toBe('3:14');
    expect(at('e', '0')).toBe('6:3');
    expect(at('e', '1', 'g')).toBe('7:6');
  });

  it('survive empty values, comments, anchors and explicit keys', () => {
    const text = 'a:\nb: # none\nc: &x\n  d: ~\n? e\n: f\n"g h": {}\n';
    const root = only(text);
    expect(root.entries.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'e', 'g h']);
    expect(positionAt(text, must(nodeAt(root, ['c', 'd'])).start)).toEqual({ line: 4, column: 6 });
    expect(positionAt(text, must(nodeAt(root, ['e'])).start)).toEqual({ line: 6, column: 3 });
  });

  it('go on behind a merged map', () => {
    const text = 'base: &base {a: 1}\nown:\n  <<: *base\n  b: 2\n';
    const own = must(nodeAt(only(text), ['own']));
    expect(own.value).toEqual({ a: 1, b: 2 });
    expect(own.entries.map(({ key }) => key)).toEqual(['b']);
    expect(positionAt(text, must(nodeAt(own, ['b'])).start)).toEqual({ line: 4, column: 6 });
  });

  it('are found for every value that js-yaml writes', () => {
    const value = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
    fc.assert(
      fc.property(value, fc.integer({ min: -1, max: 2 }), (data, flowLevel) => {
        const text = dump(data, { flowLevel, noRefs: true });
        const root = only(text);
        for (const { node } of everyNode(root)) {
          const { value: found } = node;
          const length = typeof found === 'object' && found !== null ? Object.keys(found).length : 0;
          expect(node.entries.length + node.items.length).toBe(length);
          if (typeof found === 'number') expect(Number(text.slice(node.start, node.end))).toBe(found);
        }
      }),
    );
  });

  it('name line and column of what is no YAML', () => {
    const { problem } = readYaml('a: 1\nb: [\n', 'a.yaml', 'PROJECT1101');
    expect(problem).toMatchObject({ code: 'PROJECT1101', place: { file: 'a.yaml', line: 3 } });
  });
});

describe('a problem inside of a text', () => {
  const moved = (text: string, line: number, column: number) => {
    const node = must(nodeAt(only(text), ['a', 'b']));
    const problem = { code: 'X', severity: 'error', message: 'm', place: { line, column } } as const;
    const { place } = must(movedInto([problem], 'a.yaml', text, node, ['a', 'b'])[0]);
    return [place?.line, place?.column, place?.key];
  };

  it('is moved to its line of a literal block', () => {
    expect(moved('a:\n  b: |-\n    one\n\n      two\n', 3, 3)).toEqual([5, 7, 'a.b']);
    expect(moved('a:\n  b: |2\n      one\n', 1, 3)).toEqual([3, 7, 'a.b']);
  });

  it('is moved behind the quote of a text of one line, and to the begin of a folded one', () => {
    expect(moved('a:\n  b: "one two"\n', 1, 5)).toEqual([2, 11, 'a.b']);
    expect(moved('a:\n  b: one two\n', 1, 5)).toEqual([2, 10, 'a.b']);
    expect(moved('a:\n  b: >\n    one\n    two\n', 1, 5)).toEqual([2, 6, 'a.b']);
  });
});
