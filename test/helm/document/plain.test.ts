import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Expression, ExpressionType } from '../../../lib/helm';
import { Emitter } from '../../../lib/helm/document/emit';
import { lineOf } from '../../../lib/helm/document/plain';
import { TOP } from '../../../lib/helm/expression/print';
import { NASTY_TEXTS } from '../values/nasty-texts';

type Map = Readonly<Record<string, unknown>>;

const nothing = (): void => undefined;

/** The text of a document, without the comment that keeps Helm from trimming a block at its end. */
const emitted = (document: Map): string =>
  new Emitter({ found: nothing, used: nothing, fault: nothing }).document(document, TOP).replace(/# end\n$/, '');

const SPIKE = Expression.raw('.Spike', ExpressionType.STRING);

/** The same with an expression at the end of every map and list: then nothing but single texts is plain. */
function spiked(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? value : [...value.map(spiked), SPIKE];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, spiked(item)]);
  return entries.length === 0 ? value : { ...Object.fromEntries(entries), zzzz: SPIKE };
}

const withoutSpikes = (text: string): string => text.replace(/^.*\{\{ \.Spike \| quote \}\}\n/gm, '');

const texts = fc.oneof(fc.constantFrom(...NASTY_TEXTS), fc.string(), fc.string({ unit: 'grapheme' }));
const keys = fc
  .oneof(fc.string({ minLength: 1 }), fc.constantFrom('n', 'yes', '{{ x }}', '1', 'a b'))
  .filter((key) => key !== '__proto__' && key !== 'zzzz');
const { document } = fc.letrec((tie) => ({
  leaf: fc.oneof(texts, fc.integer(), fc.double({ noNaN: true, max: 1e200 }), fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
  ),
  document: fc.dictionary(keys, tie('value'), { minKeys: 1, maxKeys: 5 }),
}));

describe('plain data', () => {
  test('is written the same alone and around expressions', () => {
    fc.assert(
      fc.property(document, (any) => {
        expect(withoutSpikes(emitted(spiked(any) as Map))).toBe(emitted(any as Map));
      }),
      { numRuns: 500 },
    );
  });

  test('has maps on the line of their dash, and empty things in their own form', () => {
    const list = [{ a: 1, b: { c: [] } }, [1, [{}]], {}, 'x', { text: 'a\nb\n' }];
    expect(emitted({ list })).toBe(
      'list:\n  - a: 1\n    b:\n      c: []\n  -\n    - 1\n    -\n      - {}\n  - {}\n  - x\n  - text: |\n      a\n      b\n',
    );
  });

  test('may have more different texts than are remembered', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `text ${i}`);
    expect(emitted({ list: [...many, ...many] })).toBe(
      `list:\n${[...many, ...many].map((text) => `  - ${text}\n`).join('')}`,
    );
  });
});

describe('what is more than itself on one line', () => {
  test.each([
    ['an expression', SPIKE],
    ['a marker', SPIKE.asString()],
    ['a marker in a text', `a ${SPIKE} b`],
    ['a number that is a token', SPIKE.asNumber()],
    ['half of a character', '\ud800'],
    ['several lines', 'a\nb'],
    ['no number', Number.NaN],
    ['nothing', undefined],
    ['a list', []],
    ['a map', {}],
    ['a function', nothing],
  ])('is looked at again: %s', (_, value) => {
    expect(lineOf(value)).toBeUndefined();
  });
});
