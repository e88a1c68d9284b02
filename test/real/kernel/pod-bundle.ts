/**
 * A container of a pod as a container runtime is told to run it (config.json of the OCI runtime specification): what a
 * kubelet and its runtime make of the pod's own words, and no more.
 */
import { dirname } from 'node:path';

/** What a pod says of a container, as far as it is read here. */
export interface PodContainer {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly resources: { readonly limits?: { readonly memory?: string } };
  readonly securityContext: {
    readonly runAsUser: number;
    readonly allowPrivilegeEscalation: boolean;
    readonly readOnlyRootFilesystem: boolean;
    readonly capabilities: { readonly drop: readonly string[]; readonly add?: readonly string[] };
  };
}

export interface PodVolume {
  readonly name: string;
  readonly hostPath?: { readonly path: string };
}

export interface Pod {
  readonly containers: readonly PodContainer[];
  readonly volumes: readonly PodVolume[];
}

/** What an image says of how it is run. */
export interface ImageConfig {
  readonly Entrypoint: readonly string[];
  readonly Env: readonly string[];
}

interface OciMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

/** Where a kubelet would keep a volume that is not the node's: a ConfigMap's files, an empty folder. */
export const volumeFolder = (name: string): string => `/run/volumes/${name}`;

const SYSTEM_MOUNTS: readonly OciMount[] = [
  { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
  {
    destination: '/dev',
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'],
  },
  { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
];

/** What runtimes hide from containers that are not privileged. */
const HIDDEN = ['acpi', 'asound', 'kcore', 'keys', 'latency_stats', 'timer_list', 'timer_stats', 'sched_debug', 'scsi'];
const READ_ONLY = ['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'];

const MEBI = 1 << 20;

/** `128Mi` in bytes. */
function bytes(quantity: string): number {
  const [, count] = /^(\d+)Mi$/.exec(quantity) ?? [];
  if (count === undefined) throw new Error(`${quantity} is not a number of Mi`);
  return Number(count) * MEBI;
}

function volumeMounts(pod: Pod, container: PodContainer): readonly OciMount[] {
  return container.volumeMounts
    .map(({ name, mountPath, readOnly }) => {
      const volume = pod.volumes.find((each) => each.name === name);
      if (volume === undefined) throw new Error(`the pod has no volume ${name}`);
      const options = ['rbind', 'rprivate', readOnly ? 'ro' : 'rw'];
      return { destination: mountPath, type: 'bind', source: volume.hostPath?.path ?? volumeFolder(name), options };
    })
    .sort((a, b) => dirname(a.destination).length - dirname(b.destination).length);
}

/** Folders that must be there before the containers start. */
export const volumeSources = (pod: Pod): readonly string[] =>
  pod.volumes.map(({ name, hostPath }) => hostPath?.path ?? volumeFolder(name));

/**
 * The configuration of one container. None has an AppArmor profile: a runtime gives none where the pod says `Unconfined`,
 * and its own default, which the others get, is not known to the kernel that is booted here.
 * @param root path of its root file system in the machine
 * @throws Error when the pod asks for what is not mapped here
 */
export function bundleConfig(pod: Pod, container: PodContainer, image: ImageConfig, root: string): object {
  const { securityContext: security, resources } = container;
  if (security.capabilities.drop.join() !== 'ALL') throw new Error('only containers that drop all capabilities');
  const capabilities = (security.capabilities.add ?? []).map((name) => `CAP_${name}`);
  // The root user gets what is bounded; others get nothing, as no program here has capabilities of its own.
  const held = security.runAsUser === 0 ? capabilities : [];
  const memory = resources.limits?.memory;
  return {
    ociVersion: '1.0.2',
    root: { path: root, readonly: security.readOnlyRootFilesystem },
    hostname: 'node',
    process: {
      args: [...image.Entrypoint, ...container.args],
      cwd: '/',
      env: [...image.Env, ...(container.env ?? []).map(({ name, value }) => `${name}=${value}`)],
      user: { uid: security.runAsUser, gid: security.runAsUser === 0 ? 0 : security.runAsUser },
      noNewPrivileges: !security.allowPrivilegeEscalation,
      capabilities: { bounding: capabilities, effective: held, permitted: held },
    },
    mounts: [...SYSTEM_MOUNTS, ...volumeMounts(pod, container)],
    linux: {
      cgroupsPath: `/pod/${container.name}`,
      namespaces: ['pid', 'ipc', 'uts', 'mount', 'network', 'cgroup'].map((type) => ({ type })),
      maskedPaths: [...HIDDEN.map((name) => `/proc/${name}`), '/sys/firmware'],
      readonlyPaths: READ_ONLY.map((name) => `/proc/${name}`),
      resources: memory === undefined ? {} : { memory: { limit: bytes(memory) } },
    },
  };
}
