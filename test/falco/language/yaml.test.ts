import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { dump, FAILSAFE_SCHEMA, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readYaml, type YamlNode } from '../../../lib/falco/language/yaml';
import { FALCO_RULES } from '../../tools/upstream';

/** A node as js-yaml gives it; words for nothing count as nothing. */
function plain({ kind, text, items, entries }: YamlNode): unknown {
  if (kind === 'sequence') return items.map(plain);
  if (kind !== 'mapping') return kind === 'null' ? null : text;
  return Object.fromEntries(entries.map(({ key, value }) => [key.text, plain(value)]));
}

const NOTHING = ['', '~', 'null', 'Null', 'NULL'];
const withoutWords = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, part: unknown) => (NOTHING.includes(part as string) ? null : part));

/** Texts that need quotes, blocks, or nothing of it. */
const text = fc.oneof(
  fc.string({ unit: 'binary-ascii' }).filter((each) => /^[\x20-\x7e\n]*$/.test(each)),
  fc.constantFrom(
    'a',
    '# no comment',
    '- a',
    'a: b',
    '*x',
    '&x',
    '!x',
    '{',
    '[a, b]',
    'null',
    '"',
    "'",
    'a\n  b\n',
    'ä ö 😀',
  ),
);
const key = fc.constantFrom('rule', 'a b', 'x:y', '#', '-', 'proc.name', '"q"', '{', '*', 'list');
const { value: tree } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('reading YAML with places', () => {
  it('gives what js-yaml gives, in every style of writing', () => {
    fc.assert(
      fc.property(
        tree,
        fc.integer({ min: -1, max: 4 }),
        fc.constantFrom(2, 4),
        fc.boolean(),
        (value, flowLevel, indent, quotes) => {
          const yaml = dump([value], { flowLevel, indent, noRefs: true, ...(quotes && { forceQuotes: true }) });
          const { documents, problem } = readYaml(yaml);
          expect(problem).toBeUndefined();
          expect(withoutWords(documents.map(plain))).toEqual(
            withoutWords(loadAll(yaml, null, { schema: FAILSAFE_SCHEMA })),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('knows where each text begins and ends', () => {
    const yaml =
      '# a\n- one: two # c\n  "three": [four, {five: six}]\n- &x !!str seven\n- *x\n-\n- eight: \n  nine: >\n    ten\n';
    const found: string[] = [];
    const visit = (node: YamlNode): void => {
      if (node.kind === 'scalar' || node.kind === 'sequence') found.push(yaml.slice(node.start, node.end));
      for (const item of node.items) visit(item);
      for (const entry of node.entries) [entry.key, entry.value].forEach(visit);
    };
    const [document] = readYaml(yaml).documents;
    for (const item of document?.items ?? []) visit(item);
    expect(found).toEqual([
      'one',
      'two',
      '"three"',
      '[four, {five: six}]',
      'four',
      'five',
      'six',
      'seven',
      '*x',
      'eight',
      'nine',
      '>\n    ten',
    ]);
  });

  it.each([
    '{a, b: c, d}',
    '[a: b, {c}, {"d": e}]',
    '? a\n: b\n? c\n',
    '? a\n? b\n: d\n',
    'a:\nb: c\n',
    '- - a\n  -\n  - - b\n-\n-   \n- c: \n- d',
    '- &x\n  a: b\n- !!map\n  c: d\n- &y !!seq [e]\n',
    '&a a: &b\n  c: d\n',
    '"a b": |2+\n   c\n\nd: >-\n  e\n  f\n',
    '--- a\n...\n---\n--- [b]\n',
    '# only\n',
    'a # b\n',
    "'a''b': c\n\"\\x41\": d",
  ])('gives what js-yaml gives for %j', (yaml) => {
    const expected = loadAll(yaml, null, { schema: FAILSAFE_SCHEMA });
    expect(withoutWords(readYaml(yaml).documents.map(plain))).toEqual(withoutWords(expected));
  });

  it('takes what an alias stands for', () => {
    const [document] = readYaml('- &a [x, y]\n- *a\n- k: &b z\n- *b\n').documents;
    expect(document && plain(document)).toEqual([['x', 'y'], ['x', 'y'], { k: 'z' }, 'z']);
  });

  it.skipIf(FALCO_RULES === undefined)('gives what js-yaml gives for the published rules (set FALCO_RULES)', () => {
    const folder = FALCO_RULES ?? '';
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
      const yaml = readFileSync(join(folder, name), 'utf8');
      const expected = loadAll(yaml, null, { schema: FAILSAFE_SCHEMA });
      expect(withoutWords(readYaml(yaml).documents.map(plain))).toEqual(withoutWords(expected));
    }
  });
});
