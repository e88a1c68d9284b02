/** Exec modes that meet, against the real parsers: which rule wins depends on patterns, priorities and their order. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeWith } from '../../../tools/describe';
import { PARSERS, verdicts } from '../../parsers';
import { checked, profileOf } from './ours';

const COUNT = Number(process.env.EXEC_MODES_COUNT ?? 600);
const SEED = Number(process.env.EXEC_MODES_SEED ?? 20_261_121);

const PATHS = ['/a*', '/?b', '/ab', '/a{b,c}', '/[ab]b', '/**', '/ac', '/*b', '/a[^x]', '/x/**', '/x/y', '/x//y'];
const MODES = ['ix', 'px', 'ux', 'rix', 'px -> q', 'Px', 'cx -> q'];
const PREFIXES = ['', '', '', 'audit ', 'deny ', 'audit deny ', 'owner ', 'other ', 'allow '];
const LATER = ['priority=1 ', 'priority=-1 ', 'priority=1 deny ', 'prompt '];

const rule = (prefixes: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...prefixes), fc.constantFrom(...PATHS), fc.constantFrom(...MODES))
    .map(([prefix, path, mode]) => `${prefix}${path} ${prefix.includes('deny') ? 'x' : mode},`);

for (const { version, program } of PARSERS) {
  describeWith([program], `apparmor_parser ${version}`, () => {
    it(`refuses the same of ${COUNT} profiles for their exec modes`, async () => {
      const prefixes = version === '2.13' || version === '3.0' ? PREFIXES : [...PREFIXES, ...LATER];
      const rules = fc.array(rule(prefixes), { minLength: 2, maxLength: 4 });
      const texts = fc.sample(rules, { numRuns: COUNT, seed: SEED }).map((each) => profileOf(each.join(' ')));
      const real = await verdicts(version, texts);
      const differ = texts.filter((text, index) => {
        const { accepted, crashed } = real[index] ?? {};
        return !crashed && accepted !== (checked(text, version).errors.length === 0);
      });
      expect(real.filter(({ accepted }) => accepted).length).toBeGreaterThan(COUNT / 4);
      expect(real.filter(({ accepted }) => !accepted).length).toBeGreaterThan(COUNT / 10);
      expect(differ).toEqual([]);
    }, 60_000);
  });
}
