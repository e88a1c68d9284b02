import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { resolvePlain as resolveOfGo } from '../../lib/helm/expression/functions/go/yaml-resolve';
import { DIALECTS, type DialectName, resolvePlain } from '../../lib/yaml/dialect';

const SEED = 20_261_121;
const NAMES = ['helm', '1.2', 'text'] as const satisfies readonly DialectName[];

/** Words, and what each dialect makes of them. */
const WORDS: readonly (readonly [text: string, helm: unknown, core: unknown, text: unknown])[] = [
  ['', null, null, null],
  ['~', null, null, null],
  ['Null', null, null, null],
  ['nULL', 'nULL', 'nULL', 'nULL'],
  ['true', true, true, 'true'],
  ['FALSE', false, false, 'FALSE'],
  ['yes', true, 'yes', 'yes'],
  ['Off', false, 'Off', 'Off'],
  ['n', false, 'n', 'n'],
  ['yEs', 'yEs', 'yEs', 'yEs'],
  ['0', 0, 0, '0'],
  ['-17', -17, -17, '-17'],
  ['0777', 511, 777, '0777'],
  ['08', 8, 8, '08'],
  ['0o17', 15, 15, '0o17'],
  ['0x1F', 31, 31, '0x1F'],
  ['-0b11', -3, -3, '-0b11'],
  ['1_000', 1000, '1_000', '1_000'],
  ['1.5', 1.5, 1.5, '1.5'],
  ['1.10', 1.1, 1.1, '1.10'],
  ['.5', 0.5, 0.5, '.5'],
  ['-.5', -0.5, '-.5', '-.5'],
  ['1e3', 1000, 1000, '1e3'],
  ['.inf', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, '.inf'],
  ['.nan', Number.NaN, Number.NaN, '.nan'],
  ['12:30', '12:30', '12:30', '12:30'],
  ['1.2.3', '1.2.3', '1.2.3', '1.2.3'],
  ['2026-01-31', '2026-01-31', '2026-01-31', '2026-01-31'],
  ['-', '-', '-', '-'],
  ['.', '.', '.', '.'],
  ['0x', '0x', '0x', '0x'],
  ['next', 'next', 'next', 'next'],
];

const word = fc.oneof(
  fc.constantFrom(...WORDS.map(([text]) => text)),
  fc.stringMatching(/^[-+]?[0-9_.]{1,6}(?:[eE][-+]?[0-9]{1,2})?$/),
  fc.stringMatching(/^[-+]?0[xobXOB][0-9a-fA-F_]{0,4}$/),
  fc.stringMatching(/^[a-zA-Z~.]{1,5}$/),
);

describe('the dialects of YAML', () => {
  it.each(WORDS)('know what %j is', (text, ...expected) => {
    expect(NAMES.map((name) => resolvePlain(text, DIALECTS[name]))).toEqual(expected);
  });

  it('agree with js-yaml in 1.2', () => {
    fc.assert(
      fc.property(word, (text) => {
        fc.pre(/^[^-.]|^[-.]./.test(text) && !/^(---|\.\.\.)$|^\d{4}-/.test(text));
        const found = resolvePlain(text, DIALECTS['1.2']);
        // js-yaml has a zero with a sign among its integers.
        expect(load(text) ?? null).toSatisfy((value) => value === found || Object.is(value, found));
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it('agree with what the chart generator knows of Helm', () => {
    fc.assert(
      fc.property(word, (text) => {
        const resolved = resolveOfGo(text);
        const expected = 'value' in resolved ? Number(resolved.value) : resolved.tag === 'null' ? null : text;
        const found = resolvePlain(text, DIALECTS.helm);
        expect(typeof found === 'boolean' ? Number(found) : found).toEqual(expected);
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
});
