import type { KubernetesVersion } from '../../../lib/kubernetes/versions';
import type { PodSpec } from '../../../lib/pod-security/language/pod/model';
import { type Inventory, readInventory } from '../../../lib/pod-security/language/read/inventory';
import type { Workload } from '../../../lib/pod-security/language/read/workloads';
import { evaluateWorkload, type WorkloadAnswer } from '../../../lib/project/pod-security/evaluate';
import { judgesOf } from '../../../lib/project/pod-security/judges';

type Change = (spec: PodSpec) => PodSpec;

const inContainers =
  (securityContext: object): Change =>
  (spec) => ({
    ...spec,
    containers: spec.containers?.map((each) => ({
      ...each,
      securityContext: { ...each.securityContext, ...securityContext },
    })),
  });
const inPod =
  (securityContext: object): Change =>
  (spec) => ({ ...spec, securityContext: { ...spec.securityContext, ...securityContext } });
const withVolume =
  (volume: object): Change =>
  (spec) => ({ ...spec, volumes: [...(spec.volumes ?? []), { name: 'one-more', ...volume }] });

/** What may differ in a pod: each makes another pod of every workload. */
const CHANGES: Readonly<Record<string, Change>> = {
  'as it is': (spec) => spec,
  'on the network of the node': (spec) => ({ ...spec, hostNetwork: true }),
  'with the processes of the node': (spec) => ({ ...spec, hostPID: true }),
  'with the IPC of the node': (spec) => ({ ...spec, hostIPC: true }),
  // Beside `allowPrivilegeEscalation: false` no server takes it, whatever policies say.
  privileged: inContainers({ privileged: true, allowPrivilegeEscalation: undefined }),
  'that may gain privileges': inContainers({ allowPrivilegeEscalation: true }),
  'with a file system to write on': inContainers({ readOnlyRootFilesystem: false }),
  'with NET_RAW': inContainers({ capabilities: { add: ['NET_RAW'] } }),
  'with SYS_ADMIN': inContainers({
    allowPrivilegeEscalation: undefined,
    capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] },
  }),
  'as root': inContainers({ runAsUser: 0 }),
  'as user 1000': inContainers({ runAsUser: 1000 }),
  'with group 0 of the volumes': inPod({ fsGroup: 0 }),
  'with the groups 1000': inPod({ fsGroup: 1000, supplementalGroups: [1000] }),
  'without a seccomp profile': inPod({ seccompProfile: { type: 'Unconfined' } }),
  'with a folder of the node': withVolume({ hostPath: { path: '/etc' } }),
  'with NFS': withVolume({ nfs: { server: 'x', path: '/' } }),
  'with a sysctl': inPod({ sysctls: [{ name: 'net.core.somaxconn', value: '1' }] }),
  'of another service account': (spec) => ({ ...spec, serviceAccountName: 'other' }),
};

/** The pods of workloads, and others that differ in one thing. */
export function podSet(workloads: readonly Workload[]): readonly Workload[] {
  return workloads.flatMap((workload) =>
    Object.values(CHANGES).map((change) => ({
      ...workload,
      pods: workload.pods.map(({ path, pod }) => ({ path, pod: { ...pod, spec: change(pod.spec) } })),
    })),
  );
}

/** What policies answer to pods on a cluster with PodSecurityPolicy. Names of policies are those that `rename` gives. */
export function verdicts(
  workloads: readonly Workload[],
  inventory: Inventory,
  rename: (name: string) => string = (name) => name,
): readonly object[] {
  return answersAt('1.24', workloads, inventory).map((answer) => comparable(answer, rename));
}

/** What a cluster of this version answers. */
export function answersAt(
  version: KubernetesVersion,
  workloads: readonly Workload[],
  inventory: Inventory,
): readonly WorkloadAnswer[] {
  const { judges } = judgesOf({ inventory, version });
  const user = { username: 'jane', groups: ['system:authenticated'] };
  const asking = { judges, namespaceName: 'default', namespaces: new Map(), user };
  return workloads.map((workload) => evaluateWorkload(workload, asking));
}

function comparable({ allowed, reasons, policy, mutated }: WorkloadAnswer, rename: (name: string) => string): object {
  return {
    allowed,
    reasons: reasons.map(({ field, message, policy: of }) => ({ field, message, ...(of && { policy: rename(of) }) })),
    policy: policy === undefined ? undefined : rename(policy),
    mutated: JSON.stringify(mutated)?.replace(
      /("kubernetes.io\/psp":)"([^"]*)"/,
      (_, key, name) => `${key}"${rename(name)}"`,
    ),
  };
}

/** Objects as they would be read from a file. */
export function inventoryOf(objects: readonly object[]): Inventory {
  return readInventory([{ file: 'rendered.json', text: JSON.stringify({ kind: 'List', items: objects }) }], 'default');
}
