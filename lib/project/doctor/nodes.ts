import { coerce, gte } from 'semver';
import { counted, type Found, ok, reason, type Surroundings, some, warn } from './finding';
import { itemsOf, type KubeObject } from './objects';

/** Whether an image of an operating system starts with AppArmor. From the documentation of each. */
const SYSTEMS: readonly (readonly [RegExp, boolean])[] = [
  [/Ubuntu|Debian|SUSE|Container-Optimized OS/i, true],
  [
    /Amazon Linux|Bottlerocket|Red Hat|CentOS|Rocky|AlmaLinux|Oracle Linux|Fedora|Flatcar|Azure Linux|Mariner|Photon/i,
    false,
  ],
];

/** Falco's modern probe needs BPF ring buffers and BTF. */
const MODERN_PROBE = '5.8.0';

/** Nodes that are alike are told in one line: large clusters have hundreds. */
export async function lookAtNodes({ kubectl }: Surroundings): Promise<readonly Found[]> {
  const outcome = await kubectl('get', 'nodes', '--output=json');
  if (outcome.code !== 0)
    return [warn('nodes', `cannot be listed: ${reason(outcome)}`, 'ask for the right to get and list nodes')];
  const nodes = itemsOf(outcome.stdout);
  if (nodes.length === 0) return [warn('nodes', 'there is none', 'nothing can run before a node joins')];
  const groups = groupBy(nodes, ({ status }) => {
    const {
      osImage = 'unknown system',
      kernelVersion = 'unknown',
      kubeletVersion = 'unknown',
    } = status?.nodeInfo ?? {};
    return `${osImage || 'unknown system'}, kernel ${kernelVersion || 'unknown'}, kubelet ${kubeletVersion || 'unknown'}`;
  });
  return [
    ...[...groups].map(([system, alike]) => ok('nodes', `${counted(alike.length, 'node')}: ${system}`)),
    ...appArmor(nodes),
    ...probes(nodes),
  ];
}

type Answer = 'on' | 'likely' | 'unlikely' | 'unknown';

/** Until 1.30 a kubelet that found AppArmor said so in its condition; later only the system gives a hint. */
function answerOf({ status }: KubeObject): Answer {
  if (status?.conditions?.some(({ message }) => /AppArmor enabled/i.test(message ?? ''))) return 'on';
  const system = SYSTEMS.find(([pattern]) => pattern.test(status?.nodeInfo?.osImage ?? ''));
  if (system === undefined) return 'unknown';
  return system[1] ? 'likely' : 'unlikely';
}

function appArmor(nodes: readonly KubeObject[]): readonly Found[] {
  const advice =
    'cat /sys/module/apparmor/parameters/enabled on the node says Y; the AppArmor chart shows it for each node once it is installed';
  const rows: Readonly<Record<Answer, (says: string) => Found>> = {
    on: (says) => ok('AppArmor', `${says}: the kubelet says that it is on`),
    likely: (says) => ok('AppArmor', `${says}: their system starts with it`),
    unlikely: (says) =>
      warn(
        'AppArmor',
        `${says}: their system does not start with it, so containers there run without a profile`,
        advice,
      ),
    unknown: (says) => warn('AppArmor', `${says}: nothing tells whether it is on`, advice),
  };
  return [...groupBy(nodes, answerOf)].map(([answer, alike]) => rows[answer](namesOf(alike)));
}

function probes(nodes: readonly KubeObject[]): readonly Found[] {
  const old = nodes.filter(({ status }) => {
    const version = coerce(status?.nodeInfo?.kernelVersion);
    return version !== null && !gte(version, MODERN_PROBE);
  });
  if (old.length === 0) return [];
  return [
    warn(
      'Falco',
      `${namesOf(old)}: the kernel is older than 5.8, which the modern probe needs`,
      'choose another driver.kind in the values of Falco',
    ),
  ];
}

const namesOf = (nodes: readonly KubeObject[]): string =>
  `${counted(nodes.length, 'node')} (${some(nodes.map(({ metadata }) => metadata.name))})`;

function groupBy<K>(
  nodes: readonly KubeObject[],
  keyOf: (node: KubeObject) => K,
): ReadonlyMap<K, readonly KubeObject[]> {
  const groups = new Map<K, KubeObject[]>();
  for (const node of nodes) groups.set(keyOf(node), [...(groups.get(keyOf(node)) ?? []), node]);
  return groups;
}
