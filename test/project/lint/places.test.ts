import { describe, expect, it } from 'vitest';
import { movedInto } from '../../../lib/project/lint/places';
import { Lines } from '../../../lib/yaml/lines';
import { readYaml } from '../../../lib/yaml/read';
import { nodeAt } from '../../../lib/yaml/walk';
import { must } from '../../diagnostics/must';

describe('a problem inside of a text', () => {
  const moved = (text: string, line: number, column: number) => {
    const node = must(nodeAt(readYaml(text, 'helm').documents[0], ['a', 'b']));
    if (node.kind !== 'scalar') throw new Error('no scalar');
    const problem = { code: 'X', severity: 'error', message: 'm', place: { line, column } } as const;
    const file = { shown: 'a.yaml', text, lines: new Lines(text) };
    const { place } = must(movedInto([problem], file, node, ['a', 'b'])[0]);
    return [place?.line, place?.column, place?.key];
  };

  it('is moved to its line of a block', () => {
    expect(moved('a:\n  b: |-\n    one\n\n      two\n', 3, 3)).toEqual([5, 7, 'a.b']);
    expect(moved('a:\n  b: |2\n      one\n', 1, 3)).toEqual([3, 7, 'a.b']);
    expect(moved('a:\n  b: >\n    one\n    two\n', 1, 5)).toEqual([4, 5, 'a.b']);
  });

  it('is moved behind the quote of a text of one line', () => {
    expect(moved('a:\n  b: "one two"\n', 1, 5)).toEqual([2, 11, 'a.b']);
    expect(moved('a:\n  b: one two\n', 1, 5)).toEqual([2, 10, 'a.b']);
  });
});
