/** Generated profiles. */
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import { FileRules } from './file-rules';
import { otherRule } from './other-rules';
import type { Random } from './random';
import type { RuleSample, Sample } from './sample';

/** Profiles that are loaded beside the generated ones, for executions that change to them. */
export const LOADED = 'profile p1 { profile kid { } }\nprofile p2 { }\n/a/a { }\n/b { }\n/ab/a { }\n';

const CHILDREN = ['profile kid', 'profile /a', 'profile /b/a', 'hat cap', '^rim'];

/** A profile of rules about files, and one of all others: in one they would hide each other's mistakes. */
export function generate(random: Random, version: ParserVersion, name: string): Sample {
  const flags = [random.once(5) ? 'complain' : '', random.once(6) ? 'audit' : ''].filter(Boolean);
  const kids = random.once(2) ? random.some(CHILDREN) : [];
  const files = new FileRules(random, version);
  const aboutFiles = random.once(2);
  const rules: readonly RuleSample[] = aboutFiles
    ? random.many(2, 9, () => files.rule())
    : random.many(3, 12, () => otherRule(random, version));
  const hats: RuleSample['acts'] = ['cap', 'rim', 'kid'].map((hat) => ({ kind: 'change_hat', hat }));
  return {
    name,
    text: [
      `profile ${name}${flags.length > 0 ? ` flags=(${flags.join(', ')})` : ''} {`,
      ...rules.map(({ text }) => `  ${text}`),
      ...kids.map((head) => `  ${head} { }`),
      '}',
    ].join('\n'),
    acts: [...rules.flatMap(({ acts }) => acts), ...(kids.length > 0 ? hats : [])],
  };
}
