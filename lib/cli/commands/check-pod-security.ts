import type { Checker } from '../check-run';
import { checkCommand } from './check';

export const checkPodSecurity = checkCommand({
  name: 'pod-security',
  summary: 'check PodSecurityPolicies, the CEL of admission policies, and the labels of Pod Security Admission',
  scope:
    'Fields of PodSecurityPolicies, expressions of admission policies and labels of namespaces were read, and pods as far as policies look at them.',
  examples: [
    { args: 'check pod-security policies.yaml', does: 'check one file' },
    { args: 'check pod-security -v manifests/', does: 'check all YAML and JSON below a folder, and name the policies' },
    { args: 'check pod-security --json - < policies.yaml', does: 'check standard input, for a program to read' },
    {
      args: 'check pod-security --format code-quality manifests/ > gl-code-quality-report.json',
      does: 'report to GitLab',
    },
  ],
  load: loadChecker,
  walk: {
    skipsFile: (name) => name.startsWith('.') || !/\.(ya?ml|json)$/.test(name),
    skipsFolder: (name) => name.startsWith('.') || name === 'node_modules',
  },
});

async function loadChecker(): Promise<Checker> {
  const { plural } = await import('../../diagnostics/place.js');
  const { checkInventory } = await import('../../pod-security/language/read/check-inventory.js');
  const { minorOf } = await import('../../kubernetes/versions.js');
  const { readInventory } = await import('../../pod-security/language/read/inventory.js');
  const { servedWorkload } = await import('../../pod-security/language/read/served.js');
  return (text, file, { kubernetes }) => {
    const inventory = readInventory([{ file, text }], 'default');
    const { policies, workloads, admission } = inventory;
    const counts = [
      policies.length === 0
        ? 'no policy'
        : `${policies.length === 1 ? 'policy' : 'policies'} ${policies.map(({ policy }) => policy.name).join(', ')}`,
      ...(admission.length === 0 ? [] : [plural(admission.length, 'admission object')]),
      ...(workloads.length === 0 ? [] : [plural(workloads.length, 'workload')]),
    ];
    const minor = minorOf(kubernetes);
    const dropped = workloads.flatMap((workload) => servedWorkload(workload, minor).problems);
    return { diagnostics: [...checkInventory(inventory, minor), ...dropped], summary: counts.join(', ') };
  };
}
