import type { Reason } from '../pod/answer';

/** A fault in the server's words. What stands in `<…>` is filled in: see `fill`. */
export interface ReasonWords {
  readonly field: string;
  readonly message: string;
}

/**
 * Every reason for which Kubernetes 1.24 refuses a pod by a policy, in its words and with its paths.
 *
 * - `<container>` is the path of a container: `spec.containers[0]`; `<name>` its name, `<index>` the place in a list.
 * - `<value>` is printed as the server prints it: texts in quotes, groups as `[]int64{1, 2}` (`[]int64(nil)` for none),
 *   capabilities as `[]core.Capability{"KILL"}`; `null` for what is not set.
 * - `<ranges>` are `[{1 9} {20 29}]`, `<ports>` `80,8000-8080`, `<allowed>` the names of the annotation with commas.
 *
 * Source: pkg/security/podsecuritypolicy of kubernetes v1.24.
 */
export const REASONS = {
  fsGroupMissing: {
    field: 'spec.securityContext.fsGroup',
    message: 'Invalid value: []int64(nil): unable to validate empty groups against required ranges',
  },
  fsGroup: {
    field: 'spec.securityContext.fsGroup',
    message: 'Invalid value: <value>: group <group> must be in the ranges: <ranges>',
  },
  supplementalGroupsMissing: {
    field: 'spec.securityContext.supplementalGroups',
    message: 'Invalid value: <value>: unable to validate empty groups against required ranges',
  },
  supplementalGroups: {
    field: 'spec.securityContext.supplementalGroups',
    message: 'Invalid value: <value>: group <group> must be in the ranges: <ranges>',
  },
  podSeccompNone: {
    field: 'pod.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]',
    message: 'Forbidden: seccomp may not be set',
  },
  podSeccomp: {
    field: 'pod.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]',
    message: 'Forbidden: <profile> is not an allowed seccomp profile. Valid values are <allowed>',
  },
  podSeLinuxMissing: { field: 'spec.securityContext.seLinuxOptions', message: 'Required value' },
  podSeLinux: {
    field: 'spec.securityContext.seLinuxOptions.<key>',
    message: 'Invalid value: <value>: must be <wanted>',
  },
  hostNetwork: {
    field: 'spec.securityContext.hostNetwork',
    message: 'Invalid value: true: Host network is not allowed to be used',
  },
  hostPID: {
    field: 'spec.securityContext.hostPID',
    message: 'Invalid value: true: Host PID is not allowed to be used',
  },
  hostIPC: {
    field: 'spec.securityContext.hostIPC',
    message: 'Invalid value: true: Host IPC is not allowed to be used',
  },
  forbiddenSysctl: {
    field: 'pod.spec.securityContext.sysctls[<index>]',
    message: 'Forbidden: sysctl <value> is not allowed',
  },
  unsafeSysctl: {
    field: 'pod.spec.securityContext.sysctls[<index>]',
    message: 'Forbidden: unsafe sysctl <value> is not allowed',
  },
  volume: {
    field: 'spec.volumes[<index>]',
    message: 'Invalid value: <value>: <kind> volumes are not allowed to be used',
  },
  hostPath: {
    field: 'spec.volumes[<index>].hostPath.pathPrefix',
    message: 'Invalid value: <value>: is not allowed to be used',
  },
  hostPathReadOnly: {
    field: '<container>.volumeMounts[<index>].readOnly',
    message: 'Invalid value: false: must be read-only',
  },
  flexVolume: {
    field: 'spec.volumes[<index>].driver',
    message: 'Invalid value: <value>: Flexvolume driver is not allowed to be used',
  },
  csi: {
    field: 'spec.volumes[<index>].csi.driver',
    message: 'Invalid value: <value>: Inline CSI driver is not allowed to be used',
  },
  runtimeClass: { field: 'spec.runtimeClassName', message: 'Invalid value: <value>' },
  runAsUserMissing: { field: '<container>.securityContext.runAsUser', message: 'Required value' },
  runAsUser: {
    field: '<container>.securityContext.runAsUser',
    message: 'Invalid value: <value>: must be in the ranges: <ranges>',
  },
  runAsNonRootMissing: {
    field: '<container>.securityContext.runAsNonRoot',
    message: 'Required value: must be true',
  },
  runAsNonRoot: {
    field: '<container>.securityContext.runAsNonRoot',
    message: 'Invalid value: false: must be true',
  },
  runAsRoot: {
    field: '<container>.securityContext.runAsUser',
    message: 'Invalid value: 0: running with the root UID is forbidden',
  },
  runAsGroupMissing: {
    field: '<container>.securityContext',
    message: 'Invalid value: []int64(nil): unable to validate empty groups against required ranges',
  },
  runAsGroup: {
    field: '<container>.securityContext',
    message: 'Invalid value: <value>: group <group> must be in the ranges: <ranges>',
  },
  seLinuxMissing: { field: '<container>.securityContext.seLinuxOptions', message: 'Required value' },
  seLinux: {
    field: '<container>.securityContext.seLinuxOptions.<key>',
    message: 'Invalid value: <value>: must be <wanted>',
  },
  appArmorMissing: {
    field: 'pod.metadata.annotations[container.apparmor.security.beta.kubernetes.io/<name>]',
    message: 'Forbidden: AppArmor profile must be set',
  },
  appArmor: {
    field: 'pod.metadata.annotations[container.apparmor.security.beta.kubernetes.io/<name>]',
    message: 'Forbidden: <profile> is not an allowed profile. Allowed values: <value>',
  },
  seccompNone: {
    field: 'pod.metadata.annotations[container.seccomp.security.alpha.kubernetes.io/<name>]',
    message: 'Forbidden: seccomp may not be set',
  },
  seccomp: {
    field: 'pod.metadata.annotations[container.seccomp.security.alpha.kubernetes.io/<name>]',
    message: 'Forbidden: <profile> is not an allowed seccomp profile. Valid values are <allowed>',
  },
  privileged: {
    field: '<container>.securityContext.privileged',
    message: 'Invalid value: true: Privileged containers are not allowed',
  },
  procMount: {
    field: '<container>.securityContext.procMount',
    message: 'Invalid value: <value>: ProcMountType is not allowed',
  },
  capabilitiesMissing: {
    field: '<container>.securityContext.capabilities',
    message: 'Invalid value: null: required capabilities are not set on the securityContext',
  },
  addedCapability: {
    field: '<container>.securityContext.capabilities.add',
    message: 'Invalid value: <value>: capability may not be added',
  },
  droppedCapability: {
    field: '<container>.securityContext.capabilities.drop',
    message: 'Invalid value: <value>: <capability> is required to be dropped but was not found',
  },
  hostPort: {
    field: '<container>.hostPort',
    message: 'Invalid value: <value>: Host port <value> is not allowed to be used. Allowed ports: [<ports>]',
  },
  readOnlyMissing: {
    field: '<container>.securityContext.readOnlyRootFilesystem',
    message: 'Invalid value: null: ReadOnlyRootFilesystem may not be nil and must be set to true',
  },
  readOnly: {
    field: '<container>.securityContext.readOnlyRootFilesystem',
    message: 'Invalid value: false: ReadOnlyRootFilesystem must be set to true',
  },
  escalation: {
    field: '<container>.securityContext.allowPrivilegeEscalation',
    message: 'Invalid value: <value>: Allowing privilege escalation for containers is not allowed',
  },
} as const satisfies Readonly<Record<string, ReasonWords>>;

export type ReasonName = keyof typeof REASONS;

type HolesIn<Text extends string> = Text extends `${string}<${infer Hole}>${infer Rest}` ? Hole | HolesIn<Rest> : never;

/** What is filled into a reason. */
export type Holes<Name extends ReasonName> = {
  readonly [Hole in HolesIn<(typeof REASONS)[Name]['field'] | (typeof REASONS)[Name]['message']>]: string | number;
};

/** A piece of a text: words, or the name of what stands there. */
export type Piece = string | { readonly hole: string };

/** A text of the table in pieces. */
export function pieces(text: string): readonly Piece[] {
  return text
    .split(/(<\w+>)/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^<\w+>$/.test(piece) ? { hole: piece.slice(1, -1) } : piece));
}

type InPieces = { readonly field: readonly Piece[]; readonly message: readonly Piece[] };

/** Taken apart once: policies refuse often. */
const IN_PIECES: ReadonlyMap<string, InPieces> = new Map(
  Object.entries(REASONS).map(([name, { field, message }]) => [
    name,
    { field: pieces(field), message: pieces(message) },
  ]),
);

/** A reason with its values: all of them printed already. */
export function reason<Name extends ReasonName>(name: Name, values: Holes<Name>): Reason {
  const { field = [], message = [] } = IN_PIECES.get(name) ?? {};
  return { field: fill(field, values), message: fill(message, values) };
}

function fill(text: readonly Piece[], values: Readonly<Record<string, string | number>>): string {
  return text.reduce<string>((done, piece) => done + (typeof piece === 'string' ? piece : values[piece.hole]), '');
}

/** What the server says when there is no policy at all, or none that it can use. */
export const NO_POLICY = 'no providers available to validate pod request';

const VERBS = { CREATE: 'admit', UPDATE: 'validate' } as const;

/** What stands after `pods "NAME" is forbidden: ` when no policy lets a pod in. */
export function refusal(operation: 'CREATE' | 'UPDATE', reasons: readonly Reason[]): string {
  const [first] = reasons;
  if (first?.message === NO_POLICY) return `PodSecurityPolicy: ${NO_POLICY}`;
  const texts = reasons.map(({ field, message }) => `${field}: ${message}`);
  return `PodSecurityPolicy: unable to ${VERBS[operation]} pod: [${texts.join(' ')}]`;
}
