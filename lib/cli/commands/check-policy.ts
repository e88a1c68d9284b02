import type { Checker } from '../check-run';
import { checkCommand } from './check';

export const checkPolicy = checkCommand({
  name: 'policy',
  summary: 'check container policies: keys, paths, ports, and what they mean together',
  scope: 'Keys, values and what they mean together were read; audit mode shows whether a program works under it.',
  examples: [
    { args: 'check policy policy.yaml', does: 'check one file' },
    { args: 'check policy -v policies/', does: 'check all YAML files below a folder, and name the policies' },
    { args: 'check policy --json - < policy.yaml', does: 'check standard input, for a program to read' },
    { args: 'check policy --format code-quality policies/ > gl-code-quality-report.json', does: 'report to GitLab' },
  ],
  load: loadChecker,
  walk: {
    skipsFile: (name) => name.startsWith('.') || !/\.ya?ml$/.test(name),
    skipsFolder: (name) => name.startsWith('.'),
  },
});

async function loadChecker(): Promise<Checker> {
  const { readPolicies } = await import('../../container-policy/language/read.js');
  const { compileToAppArmor, profilesOf } = await import('../../container-policy/compile.js');
  const { checkProfiles } = await import('../../apparmor/language/check-profiles.js');
  return (text, file, { apparmor: parser }) => {
    const { policies, diagnostics } = readPolicies(text, file);
    // What the policy becomes is checked for the target too: a fault of ours must not come out on a node.
    const made = policies.flatMap((policy) =>
      profilesOf(policy, policy.name).flatMap((profile) => {
        const found = checkProfiles(
          compileToAppArmor(policy, { ...profile, parser }).text,
          undefined,
          parser,
        ).diagnostics;
        return found.filter(({ severity }) => severity === 'error').map((problem) => ({ ...problem, place: { file } }));
      }),
    );
    const names = policies.map(({ name, mode }) => `${name} (${mode})`);
    const summary =
      names.length === 0 ? 'no policy' : `${names.length === 1 ? 'policy' : 'policies'} ${names.join(', ')}`;
    return { diagnostics: [...diagnostics, ...made], summary };
  };
}
