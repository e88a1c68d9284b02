import { describe, expect, it } from 'vitest';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';
import { requireTool } from '../../../tools/find';
import { PARSERS, type Verdict, verdicts } from '../../parsers';
import { RULES, TEXTS } from './cases';
import { checked, profileOf } from './ours';

const GROUPS = [
  ...RULES.map(({ what, good, bad }) => ({ what, good: good.map(profileOf), bad: bad.map(profileOf) })),
  ...TEXTS,
];
const ALL = GROUPS.flatMap(({ good, bad }) => [...good, ...bad]);

/** What each parser says of all texts; each is asked once. */
const asked = new Map<ParserVersion, Promise<readonly Verdict[]>>();
function judged(version: ParserVersion): Promise<readonly Verdict[]> {
  const found = asked.get(version) ?? verdicts(version, ALL);
  asked.set(version, found);
  return found;
}

describe.each(PARSERS)('apparmor_parser $version', ({ version, program }) => {
  it('says the same as the checks of every case', async (context) => {
    requireTool(context, program);
    const real = await judged(version);
    const differ = ALL.flatMap((text, index) => {
      const { accepted, crashed, message = '' } = real[index] ?? {};
      const { errors } = checked(text, version);
      if (crashed || accepted === (errors.length === 0)) return [];
      return [{ text, real: accepted ? 'accepted' : message, ours: errors.map((each) => each.message) }];
    });
    expect(differ).toEqual([]);
  }, 60_000);
});

describe('the cases', () => {
  it.for(GROUPS)(
    'of $what are good for a parser and bad for all',
    { timeout: 60_000 },
    async ({ good, bad }, context) => {
      for (const { program } of PARSERS) requireTool(context, program);
      const real = await Promise.all(PARSERS.map(({ version }) => judged(version)));
      const accepted = (text: string): boolean => {
        const index = ALL.indexOf(text);
        return real.some((each) => each[index]?.accepted || each[index]?.crashed);
      };
      expect(good.filter((text) => !accepted(text))).toEqual([]);
      expect(bad.filter(accepted)).toEqual([]);
    },
  );
});
