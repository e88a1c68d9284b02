import { expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { tool } from '../../tools/find';
import { FUNCTIONS } from './cases/functions';
import { LANGUAGE } from './cases/language';
import { LIBRARIES } from './cases/libraries';
import { PATCHES } from './cases/patches';
import { SYNTAX } from './cases/syntax';
import { expressions } from './generate';
import { answered, disagreements, judged, type Setting } from './judge';
import { Random } from './random';

const SEED = Number(process.env.CEL_SEED ?? 20_261_121);
const COUNT = Number(process.env.CEL_COUNT ?? 4000);

/** Environments of servers 1.30 to 1.37. */
const MINORS = [29, 30, 31, 32, 33, 34, 35, 36];

/** The judge is built from a newer CEL than servers before 1.34 have: it knows these in every environment. */
const NEWER = /\b(?:first|last|unwrap|unwrapOpt)\(|fieldSelector/;

const ALL = [...LANGUAGE, ...SYNTAX, ...FUNCTIONS];

describeWith(['cel-judge'], "the server's own engine", () => {
  const program = tool('cel-judge') ?? '';
  const differ = (list: readonly string[], setting: Setting): unknown => disagreements(program, list, setting);

  it.each(MINORS)(
    'has the same value, words of the error or refusal, and the same cost, for every case in environment 1.%i',
    (minor) => {
      const known = (list: readonly string[]): readonly string[] =>
        minor < 33 ? list.filter((text) => !NEWER.test(text)) : list;
      expect(differ(known(ALL), { minor })).toEqual([]);
      expect(differ(known(LIBRARIES), { minor, words: false })).toEqual([]);
    },
  );

  it('makes the same messages of patches', () => {
    expect(differ(PATCHES, { minor: 35, patch: true })).toEqual([]);
    expect(answered(PATCHES, { minor: 35 }).some(({ refused }) => refused)).toBe(true);
  });

  it(`agrees on ${COUNT} generated expressions, of which one in five is mutated (seed ${SEED})`, () => {
    const list = expressions(new Random(SEED), COUNT, 4);
    expect(differ(list, { minor: 34 })).toEqual([]);
  }, 300_000);

  it('judges expressions of every sort: refused, failed, and with a value', () => {
    const verdicts = judged(program, expressions(new Random(SEED), 300, 3), { minor: 34 });
    const share = (of: (verdict: (typeof verdicts)[number]) => boolean): number => verdicts.filter(of).length;
    expect(share(({ refused }) => refused)).toBeGreaterThan(30);
    expect(share(({ error }) => error !== undefined)).toBeGreaterThan(30);
    expect(share(({ value }) => value !== undefined)).toBeGreaterThan(100);
  });
});
