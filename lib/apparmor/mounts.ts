import { Block, type Expression } from '../helm';

/** A folder of the node and where the loader sees it. See loader/README.md. */
export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly hostPath: string;
  readonly readOnly: boolean;
  /** What the kubelet asks of the folder before it starts the pod; without it, nothing. */
  readonly type?: 'Directory' | 'DirectoryOrCreate';
  /** Under which condition it is mounted; without it, always. */
  readonly when?: Expression;
}

/** Below it each loader remembers which profiles are its own. In /run, because a reboot empties the kernel too. */
const STATES = '/run/apparmor-loader';

/**
 * Written to: this is how profiles get into the kernel. Without a type: where the folder is missing, the container runtime
 * names it, and the pod is not held back without a word in its status.
 */
const SECURITYFS: Mount = {
  name: 'securityfs',
  mountPath: '/sys/kernel/security',
  hostPath: '/sys/kernel/security',
  readOnly: false,
};

/** Where the loader looks for processes that still use a profile, before it unloads one. */
const PROC: Mount = {
  name: 'proc',
  mountPath: '/host/proc',
  hostPath: '/proc',
  readOnly: true,
  type: 'Directory',
};

/** The node's own profiles: their names are left alone, and profiles may include what stands there. */
const NODE_PROFILES: Mount = {
  name: 'node-profiles',
  mountPath: '/host/etc/apparmor.d',
  hostPath: '/etc/apparmor.d',
  readOnly: true,
  type: 'DirectoryOrCreate',
};

/**
 * What a loader sees of its node.
 * @param owner path that no other loader of the cluster has
 */
export function mountsOf(
  owner: string,
  when: { readonly proc: Expression; readonly nodeProfiles: Expression },
): Mount[] {
  const state = { name: 'state', mountPath: '/state', hostPath: `${STATES}/${owner}`, readOnly: false } as const;
  return [
    SECURITYFS,
    { ...state, type: 'DirectoryOrCreate' },
    { ...PROC, when: when.proc },
    { ...NODE_PROFILES, when: when.nodeProfiles },
  ];
}

/** As the volumes of a pod have them. */
export const asVolumes = (mounts: readonly Mount[]): unknown[] =>
  mounts.flatMap(({ name, hostPath, type, when }) =>
    under(when, { name, hostPath: { path: hostPath, ...(type && { type }) } }),
  );

/** As the volume mounts of a container have them. */
export const asVolumeMounts = (mounts: readonly Mount[]): unknown[] =>
  mounts.flatMap(({ name, mountPath, readOnly, when }) => under(when, { name, mountPath, readOnly }));

const under = (when: Expression | undefined, item: object): unknown[] =>
  when === undefined ? [item] : Block.items(when, [item]);
