import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkProfiles } from '../../lib/apparmor/language/check-profiles';
import { lintProfiles } from '../../lib/apparmor/language/lint-profiles';
import { compileToAppArmor, profilesOf } from '../../lib/container-policy/compile';
import { readPolicies } from '../../lib/container-policy/language/read';

const FOLDER = join(__dirname, '../../examples/policies');
const EXAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

/** What the policy itself asks for: programs of any kind beside writable folders, files that several users share. */
const ASKED_FOR = ['APPARMOR1112 ', 'APPARMOR1119 '];

it.each(EXAMPLES.flatMap((name) => (['audit', 'enforce'] as const).map((mode) => [name, mode] as const)))(
  'our own lints have nothing to say about the profiles of %s in the mode %s',
  (name, mode) => {
    const { policies } = readPolicies(readFileSync(join(FOLDER, name), 'utf8'), name);
    expect(policies).toHaveLength(1);
    for (const policy of policies) {
      for (const profile of profilesOf(policy, policy.name)) {
        const { text } = compileToAppArmor({ ...policy, mode }, { ...profile, parser: '3.0' });
        const said = lintProfiles(checkProfiles(text, undefined, '3.0')).map(
          ({ code, message }) => `${code} ${message}`,
        );
        expect(said.filter((each) => !ASKED_FOR.some((code) => each.startsWith(code)))).toEqual([]);
      }
    }
  },
);
