import * as fc from 'fast-check';
import { YAMLException } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../lib/yaml/dialect';
import type { YamlNode } from '../../lib/yaml/node';
import { piecesOf } from '../../lib/yaml/pieces';
import { readYaml } from '../../lib/yaml/read';
import { dataOf } from '../../lib/yaml/walk';
import { dumped, words } from './arbitrary';
import { judged, judgedTexts, scalarsOf, textsOf } from './plain';

const SEED = Number(process.env.YAML_SEED ?? 20_261_121);
const RUNS = Number(process.env.YAML_RUNS ?? 400);

const data = (yaml: string, dialect: DialectName) => readYaml(yaml, dialect).documents.map(dataOf);

const REFUSED = Symbol('refused');

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof YAMLException) return REFUSED;
    throw error;
  }
}

/** What a text says alone, in brackets, and as a key of both kinds: a word such as `-` is one in some places only. */
function readings(written: string): readonly unknown[] {
  const first = (yaml: string): unknown => (attempt(() => judgedTexts(yaml)) as readonly unknown[])[0];
  const keys = [`${written}: `, `{${written}: }`].flatMap((yaml) => Object.keys(first(yaml) ?? {}));
  return [first(written), ...[first(`[${written}]`)].flat(), ...keys];
}

/** Each scalar's place holds what parses to it, and its pieces stand where they say. */
function expectPlaces(yaml: string, root: YamlNode): void {
  for (const scalar of scalarsOf(root)) {
    const { start, end, style, alias, text } = scalar;
    const pieces = piecesOf(yaml, scalar);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    for (const piece of pieces.filter((each) => /^[-:.a-z0-9]/.test(each.text))) {
      const written = yaml.slice(piece.start, piece.start + piece.width);
      expect(alias === undefined && !written.startsWith('\\') ? written : piece.text).toBe(piece.text);
    }
    if (start === end || alias !== undefined) continue;
    const written = yaml.slice(start, end);
    if (style === 'literal' || style === 'folded') expect(written).toMatch(/^[|>]/);
    else expect(readings(written)).toContainEqual(text);
  }
}

describe('reading YAML', () => {
  it('gives the data that js-yaml gives, for everything that js-yaml writes', () => {
    fc.assert(
      fc.property(dumped, (yaml) => {
        expect(readYaml(yaml, '1.2').problems).toEqual([]);
        expect(data(yaml, '1.2')).toEqual(judged(yaml));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
  it('gives the place of every scalar', () => {
    fc.assert(
      fc.property(dumped, fc.constantFrom('\n', '\r\n'), (written, end) => {
        const yaml = written.replaceAll('\n', end);
        for (const root of readYaml(yaml, '1.2').documents) expectPlaces(yaml, root);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
  it('agrees with js-yaml on texts that nobody would write', () => {
    let sound = 0;
    fc.assert(
      fc.property(words, (yaml) => {
        const { documents, problems } = readYaml(yaml, 'text');
        const told = problems.filter(({ kind }) => kind !== 'duplicate-key');
        const expected = attempt(() => judgedTexts(yaml));
        expect(told.some(({ kind }) => kind === 'syntax' || kind === 'tag')).toBe(expected === REFUSED);
        // For a moment js-yaml takes what stands behind an anchor for a map: an alias right there means an empty one.
        const cyclic = told.some(({ kind }) => kind === 'alias-of-itself') && !/&\S+\s*\*/.test(yaml);
        if (cyclic && expected !== REFUSED) expect(() => JSON.stringify(expected)).toThrow(/circular/);
        if (told.length > 0) return;
        sound += 1;
        expect(documents.map(textsOf)).toEqual(expected);
        for (const root of documents) expectPlaces(yaml, root);
      }),
      { seed: SEED, numRuns: RUNS * 5 },
    );
    expect(sound).toBeGreaterThan(RUNS / 2);
  });

  it('refuses what js-yaml refuses, and gives its data for all else', () => {
    fc.assert(
      fc.property(words, (yaml) => {
        const { documents, problems } = readYaml(yaml, '1.2');
        const kinds = new Set(problems.map(({ kind }) => kind));
        // js-yaml makes a text of a list or map that is a key, takes a value that holds itself, and passes over a tag
        // that stands alone in its line.
        if (kinds.has('key-not-scalar') || kinds.has('alias-of-itself') || /!!str\s*(&\S+\s*)?(#.*)?[\r\n]/.test(yaml))
          return;
        const expected = attempt(() => judged(yaml));
        expect(kinds.size > 0).toBe(expected === REFUSED);
        if (expected !== REFUSED) expect(documents.map(dataOf)).toEqual(expected);
      }),
      { seed: SEED, numRuns: RUNS * 5 },
    );
  });
});
