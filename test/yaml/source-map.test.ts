import { describe, expect, it } from 'vitest';
import { Lines } from '../../lib/yaml/lines';
import { piecesOf } from '../../lib/yaml/pieces';
import { readYaml } from '../../lib/yaml/read';
import { SourceMap } from '../../lib/yaml/source-map';
import { nodeAt } from '../../lib/yaml/walk';
import { must } from '../diagnostics/must';

/** Line and column in the file of the first place where the text at `a` says something. */
function placeOf(yaml: string, says: string): string {
  const node = must(nodeAt(readYaml(yaml, '1.2').documents[0], ['a']));
  if (node.kind !== 'scalar') throw new Error('no scalar');
  const { line, column } = new Lines(yaml).position(new SourceMap(yaml, node).offset(node.text.indexOf(says)));
  return `${line}:${column}`;
}

describe('a place inside of a scalar', () => {
  it.each([
    ['a literal block', 'a: |\n  one\n\n    two\n', 'two', '4:5'],
    ['a literal block with an indentation of its own', 'a: |2-\n    one\n  two\n', 'two', '3:3'],
    ['a literal block with a comment', 'a: |- # why\n  one\n', 'one', '2:3'],
    ['a literal block behind a tag', 'a: !!str |\n  one\n', 'one', '2:3'],
    ['a literal block that begins with empty lines', 'a: |\n\n  \n  one\n', 'one', '4:3'],
    ['a literal block of Windows', 'a: |\r\n  one\r\n  two\r\n', 'two', '3:3'],
    ['a folded block', 'a: >\n  one\n  two\n\n  three\n', 'three', '5:3'],
    ['a folded block with lines that are moved in', 'a: >\n  one\n    two\n  three\n', 'three', '4:3'],
    ['a plain text', 'a: one two', 'two', '1:8'],
    ['a plain text of several lines', 'a: one\n  two\n\n  three', 'three', '4:3'],
    ['single quotes', "a: 'it''s two'", 'two', '1:11'],
    ['single quotes over lines', "a: 'one\n  two'", 'two', '2:3'],
    ['double quotes', 'a: "\\x41\\n\\u00e4 two"', 'two', '1:18'],
    ['double quotes with an escaped line end', 'a: "one\\\n  two"', 'two', '2:3'],
    ['an alias', 'b: &b one two\na: *b', 'two', '2:4'],
  ])('is found in %s', (_what, yaml, says, expected) => {
    expect(placeOf(yaml, says)).toBe(expected);
  });

  it.each(['>\n one\n   two\n three\n', '>+\n one\n\n   two\n\n three\n\n\n', '>2-\n    one\n  two\n  \ttwo\n\n  two'])(
    'belongs to a piece that says what js-yaml says: %j',
    (block) => {
      const yaml = `a: ${block}`;
      const node = must(nodeAt(readYaml(yaml, '1.2').documents[0], ['a']));
      if (node.kind !== 'scalar') throw new Error('no scalar');
      expect(piecesOf(yaml, node).map(({ text }) => text)).not.toEqual([]);
      expect(
        piecesOf(yaml, node)
          .map(({ text }) => text)
          .join(''),
      ).toBe(node.text);
    },
  );

  it('is the end of the line for what stands beyond it', () => {
    const yaml = 'a: |\n  one\n  two\n';
    const node = must(nodeAt(readYaml(yaml, '1.2').documents[0], ['a']));
    if (node.kind !== 'scalar') throw new Error('no scalar');
    const map = new SourceMap(yaml, node);
    expect(yaml.slice(map.offset(3)).startsWith('\n  two')).toBe(true);
    expect(map.offset(100)).toBe(yaml.length);
    expect(map.offsetOf({ line: 2, column: 2 })).toBe(yaml.indexOf('wo'));
  });
});
