import type { Construct } from 'constructs';
import { Expression, HelmChart, ValueSchema } from '../helm';
import { ABOUT } from './about';
import { CI_VALUES } from './apparmor/ci-values';
import { loaderOf } from './apparmor/loader';
import { addHelmTest, addPodMonitor } from './apparmor/metrics';
import { README } from './apparmor/readme';
import { addSecurityPolicies } from './apparmor/security-policies';

/** Version of the chart and of the loader's image. */
const VERSION = '0.1.0';

/** Names that a ConfigMap takes as keys, but none with a dot in front: the loader passes over those. */
const CONFIG_KEY = '^[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,252}$';

/** A ConfigMap holds 1 MiB: a longer profile fits into none, whatever else is given. */
const LONGEST_PROFILE = 1_048_576;

/** What a cluster that enforces Pod Security has to find, and what keeps it from warning at each upgrade. */
const NAMESPACE_LABELS = ['enforce', 'warn', 'audit']
  .map((mode) => `pod-security.kubernetes.io/${mode}=privileged`)
  .join(' ');

/**
 * `charts/apparmor`: AppArmor profiles as values, loaded on every node.
 *
 * The values `profiles` and `securityPolicies` are those of the chart `gitlab/apparmor` that GitLab once shipped. With the
 * default values no profile is loaded and nothing is confined.
 */
export function apparmorChart(scope: Construct): HelmChart {
  const chart = new HelmChart(scope, 'apparmor', {
    ...ABOUT,
    version: VERSION,
    appVersion: VERSION,
    description: 'Loads AppArmor profiles on every node of a cluster, and shows what became of them.',
    keywords: ['apparmor', 'security', 'hardening'],
    readme: README,
  });
  const { values } = chart;
  const profiles = values.addMap('profiles', {
    description:
      'AppArmor profiles: a name, and the text of the profile in the language of apparmor.d(5). Refused are texts with control characters from U+007F to U+009F, U+FEFF (byte order mark), U+FFFE, U+FFFF, or the words "<no value>". All profiles together: at most 1 MiB.',
    entries: ValueSchema.text({ minLength: 1, maxLength: LONGEST_PROFILE }),
    keyPattern: CONFIG_KEY,
    example: {
      'deny-write': 'abi <abi/3.0>,\n\nprofile deny-write flags=(attach_disconnected) {\n  file,\n  deny /** w,\n}\n',
    },
  });
  const { loader, pullSecrets } = loaderOf(chart, { profileMap: profiles });
  addSecurityPolicies(chart);
  addPodMonitor(chart, loader);
  addHelmTest(chart, loader, pullSecrets);
  chart.addNotes(
    `AppArmor profiles are loaded by the DaemonSet ${loader.daemonSet.name} in the namespace ${chart.release.namespaceName}.`,
    '',
    'Which nodes are ready:',
    `  kubectl -n ${chart.release.namespaceName} get pods -l ${labels(loader.podSelector)} -o wide`,
    'What became of each profile on a node:',
    `  kubectl -n ${chart.release.namespaceName} exec POD -c loader -- /loader/loader status`,
    '',
    'The loader runs as root with the capability MAC_ADMIN, mounts paths of the node, and is not confined by AppArmor itself:',
    "the container runtime's own profile denies writes to /sys/kernel/security. Pod Security lets that in where the namespace",
    'has these labels:',
    `  kubectl label namespace ${chart.release.namespaceName} ${NAMESPACE_LABELS}`,
  );
  chart.addNotesWhen(Expression.negate(profiles), '', 'No profile is given yet: set the value "profiles".');
  for (const [name, given] of Object.entries(CI_VALUES)) chart.addCiValues(name, given);
  return chart;
}

/** As `kubectl -l` takes them. */
function labels(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}
