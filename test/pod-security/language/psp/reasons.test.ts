import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import { checkPod, refuses } from '../../../../lib/pod-security/language/psp/check-pod';
import { viewOf } from '../../../../lib/pod-security/language/psp/containers';
import { pieces, REASONS, type ReasonName, reason } from '../../../../lib/pod-security/language/psp/reasons';
import { rulesOf } from '../../../../lib/pod-security/language/psp/rules';
import type { PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../../../../lib/pod-security/language/spec';
import { policy } from '../../permissive';
import { pod } from './policies';

const RANGES = [
  { min: 5, max: 9 },
  { min: 20, max: 20 },
];
const MUST = { rule: 'MustRunAs', ranges: RANGES };
const MAY = { rule: 'MayRunAs', ranges: RANGES };
const LABEL = { rule: 'MustRunAs', seLinuxOptions: { type: 'container_t', level: 's0:c1,c2' } };

interface Case {
  readonly spec?: Partial<PodSecurityPolicySpec>;
  readonly profiles?: PodSecurityPolicyProfiles;
  readonly pod: Pod;
  readonly says: readonly string[];
}

const context = (securityContext: object): Pod => pod({}, { securityContext });
const container = (securityContext: object): Pod => pod({ securityContext });
const volume = (one: object, more: object = {}): Pod => pod(more, { volumes: [{ name: 'v', ...one }] });
const annotated = (key: string, value: string): Pod => pod({}, {}, { [key]: value });
const SECCOMP = 'seccomp.security.alpha.kubernetes.io';
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/main';
const MAIN = 'spec.containers[0]';

/** Each reason of the table, with the words of the server. A policy gives nothing here: it only checks. */
const CASES: Readonly<Record<ReasonName, Case>> = {
  fsGroupMissing: {
    spec: { fsGroup: MUST },
    pod: pod(),
    says: [
      'spec.securityContext.fsGroup: Invalid value: []int64(nil): unable to validate empty groups against required ranges',
    ],
  },
  fsGroup: {
    spec: { fsGroup: MAY },
    pod: context({ fsGroup: 10 }),
    says: ['spec.securityContext.fsGroup: Invalid value: []int64{10}: group 10 must be in the ranges: [{5 9} {20 20}]'],
  },
  supplementalGroupsMissing: {
    spec: { supplementalGroups: MUST },
    pod: context({ supplementalGroups: [] }),
    says: [
      'spec.securityContext.supplementalGroups: Invalid value: []int64{}: unable to validate empty groups against required ranges',
    ],
  },
  supplementalGroups: {
    spec: { supplementalGroups: MAY },
    pod: context({ supplementalGroups: [4, 5, 10] }),
    says: [4, 10].map(
      (group) =>
        `spec.securityContext.supplementalGroups: Invalid value: []int64{4, 5, 10}: group ${group} must be in the ranges: [{5 9} {20 20}]`,
    ),
  },
  podSeccompNone: {
    profiles: { seccompAllowedProfiles: [] },
    pod: annotated(`${SECCOMP}/pod`, 'unconfined'),
    says: [
      `pod.metadata.annotations[${SECCOMP}/pod]: Forbidden: seccomp may not be set`,
      `pod.metadata.annotations[container.${SECCOMP}/main]: Forbidden: seccomp may not be set`,
    ],
  },
  podSeccomp: {
    profiles: { seccompAllowedProfiles: ['localhost/a', 'runtime/default'] },
    pod: context({ seccompProfile: { type: 'Localhost', localhostProfile: 'b' } }),
    says: [`${SECCOMP}/pod`, `container.${SECCOMP}/main`].map(
      (key) =>
        `pod.metadata.annotations[${key}]: Forbidden: localhost/b is not an allowed seccomp profile. Valid values are localhost/a,runtime/default`,
    ),
  },
  podSeLinuxMissing: {
    spec: { seLinux: LABEL },
    pod: pod({ securityContext: { seLinuxOptions: LABEL.seLinuxOptions } }),
    says: ['spec.securityContext.seLinuxOptions: Required value'],
  },
  podSeLinux: {
    spec: { seLinux: LABEL },
    pod: pod(
      { securityContext: { seLinuxOptions: LABEL.seLinuxOptions } },
      { securityContext: { seLinuxOptions: { type: 'x', level: 's0:c2,c1', user: 'u"' } } },
    ),
    says: [
      'spec.securityContext.seLinuxOptions.type: Invalid value: "x": must be container_t',
      'spec.securityContext.seLinuxOptions.user: Invalid value: "u\\"": must be ',
    ],
  },
  hostNetwork: {
    spec: { hostNetwork: false },
    pod: pod({}, { hostNetwork: true }),
    says: ['spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used'],
  },
  hostPID: {
    spec: { hostPID: false },
    pod: pod({}, { hostPID: true }),
    says: ['spec.securityContext.hostPID: Invalid value: true: Host PID is not allowed to be used'],
  },
  hostIPC: {
    spec: { hostIPC: false },
    pod: pod({}, { hostIPC: true }),
    says: ['spec.securityContext.hostIPC: Invalid value: true: Host IPC is not allowed to be used'],
  },
  forbiddenSysctl: {
    spec: { forbiddenSysctls: ['net.ipv4.*'], allowedUnsafeSysctls: [] },
    // Forbidden wins over safe.
    pod: context({ sysctls: [{ name: 'kernel.shm_rmid_forced' }, { name: 'net.ipv4.tcp_syncookies' }] }),
    says: ['pod.spec.securityContext.sysctls[1]: Forbidden: sysctl "net.ipv4.tcp_syncookies" is not allowed'],
  },
  unsafeSysctl: {
    spec: { allowedUnsafeSysctls: ['kernel.msg*', 'vm.x'] },
    pod: context({ sysctls: [{ name: 'kernel.msgmax' }, { name: 'vm.xy' }, { name: 'vm.x' }] }),
    says: ['pod.spec.securityContext.sysctls[1]: Forbidden: unsafe sysctl "vm.xy" is not allowed'],
  },
  volume: {
    spec: { volumes: ['secret', 'hostPath'] },
    pod: volume({ cephfs: {} }),
    says: ['spec.volumes[0]: Invalid value: "cephFS": cephFS volumes are not allowed to be used'],
  },
  hostPath: {
    spec: { allowedHostPaths: [{ pathPrefix: '/var/' }] },
    pod: volume({ hostPath: { path: '/various' } }),
    says: ['spec.volumes[0].hostPath.pathPrefix: Invalid value: "/various": is not allowed to be used'],
  },
  hostPathReadOnly: {
    spec: { allowedHostPaths: [{ pathPrefix: '/var', readOnly: true }] },
    pod: volume(
      { hostPath: { path: '/var/' } },
      { volumeMounts: [{ name: 'other' }, { name: 'v', readOnly: true }, { name: 'v' }] },
    ),
    says: [`${MAIN}.volumeMounts[2].readOnly: Invalid value: false: must be read-only`],
  },
  flexVolume: {
    spec: { allowedFlexVolumes: [{ driver: 'a/b' }] },
    pod: volume({ flexVolume: { driver: 'lvm' } }),
    says: ['spec.volumes[0].driver: Invalid value: "lvm": Flexvolume driver is not allowed to be used'],
  },
  csi: {
    spec: { allowedCSIDrivers: [{ name: 'ebs' }] },
    pod: volume({ csi: { driver: 'EBS' } }),
    says: ['spec.volumes[0].csi.driver: Invalid value: "EBS": Inline CSI driver is not allowed to be used'],
  },
  runtimeClass: {
    spec: { runtimeClass: { allowedRuntimeClassNames: [] } },
    pod: pod({}, { runtimeClassName: 'kata' }),
    says: ['spec.runtimeClassName: Invalid value: "kata"'],
  },
  runAsUserMissing: {
    spec: { runAsUser: MUST },
    pod: pod(),
    says: [`${MAIN}.securityContext.runAsUser: Required value`],
  },
  runAsUser: {
    spec: { runAsUser: MUST },
    pod: pod({ securityContext: { runAsUser: 4 } }, { securityContext: { runAsUser: 5 } }),
    says: [`${MAIN}.securityContext.runAsUser: Invalid value: 4: must be in the ranges: [{5 9} {20 20}]`],
  },
  runAsNonRootMissing: {
    spec: { runAsUser: { rule: 'MustRunAsNonRoot' } },
    pod: pod(),
    says: [`${MAIN}.securityContext.runAsNonRoot: Required value: must be true`],
  },
  runAsNonRoot: {
    spec: { runAsUser: { rule: 'MustRunAsNonRoot' } },
    pod: pod({ securityContext: { runAsNonRoot: false, runAsUser: 0 } }, { securityContext: { runAsNonRoot: true } }),
    says: [`${MAIN}.securityContext.runAsNonRoot: Invalid value: false: must be true`],
  },
  runAsRoot: {
    spec: { runAsUser: { rule: 'MustRunAsNonRoot' } },
    pod: context({ runAsUser: 0 }),
    says: [`${MAIN}.securityContext.runAsUser: Invalid value: 0: running with the root UID is forbidden`],
  },
  runAsGroupMissing: {
    spec: { runAsGroup: MUST },
    pod: pod(),
    says: [
      `${MAIN}.securityContext: Invalid value: []int64(nil): unable to validate empty groups against required ranges`,
    ],
  },
  runAsGroup: {
    spec: { runAsGroup: MAY },
    pod: context({ runAsGroup: 0 }),
    says: [`${MAIN}.securityContext: Invalid value: []int64{0}: group 0 must be in the ranges: [{5 9} {20 20}]`],
  },
  seLinuxMissing: {
    spec: { seLinux: LABEL },
    pod: pod(),
    says: [
      'spec.securityContext.seLinuxOptions: Required value',
      `${MAIN}.securityContext.seLinuxOptions: Required value`,
    ],
  },
  seLinux: {
    spec: { seLinux: LABEL },
    pod: pod(
      { securityContext: { seLinuxOptions: { type: 'container_t', level: 's0:c1' } } },
      { securityContext: { seLinuxOptions: LABEL.seLinuxOptions } },
    ),
    says: [`${MAIN}.securityContext.seLinuxOptions.level: Invalid value: "s0:c1": must be s0:c1,c2`],
  },
  appArmorMissing: {
    profiles: { appArmorAllowedProfiles: ['runtime/default'] },
    pod: annotated(APPARMOR, ''),
    says: [`pod.metadata.annotations[${APPARMOR}]: Forbidden: AppArmor profile must be set`],
  },
  appArmor: {
    profiles: { appArmorAllowedProfiles: ['runtime/default', 'localhost/a'] },
    pod: annotated(APPARMOR, 'localhost/b'),
    says: [
      `pod.metadata.annotations[${APPARMOR}]: Forbidden: localhost/b is not an allowed profile. Allowed values: "runtime/default,localhost/a"`,
    ],
  },
  seccompNone: {
    profiles: { seccompAllowedProfiles: [] },
    pod: container({ seccompProfile: { type: 'RuntimeDefault' } }),
    says: [`pod.metadata.annotations[container.${SECCOMP}/main]: Forbidden: seccomp may not be set`],
  },
  seccomp: {
    profiles: { seccompAllowedProfiles: ['docker/default'] },
    // The field of the container wins; the two names of the runtime's profile are one.
    pod: pod(
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      {},
      { [`${SECCOMP}/pod`]: 'runtime/default', [`container.${SECCOMP}/main`]: 'runtime/default' },
    ),
    says: [
      `pod.metadata.annotations[container.${SECCOMP}/main]: Forbidden: unconfined is not an allowed seccomp profile. Valid values are docker/default`,
    ],
  },
  privileged: {
    spec: { privileged: false },
    pod: pod({}, { initContainers: [{ name: 'init', securityContext: { privileged: true } }] }),
    says: [
      'spec.initContainers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed',
    ],
  },
  procMount: {
    spec: { allowedProcMountTypes: [] },
    pod: container({ procMount: 'Unmasked' }),
    says: [`${MAIN}.securityContext.procMount: Invalid value: "Unmasked": ProcMountType is not allowed`],
  },
  capabilitiesMissing: {
    spec: { defaultAddCapabilities: ['KILL'] },
    pod: container({}),
    says: [
      `${MAIN}.securityContext.capabilities: Invalid value: null: required capabilities are not set on the securityContext`,
    ],
  },
  addedCapability: {
    spec: { allowedCapabilities: ['CHOWN'], defaultAddCapabilities: ['KILL'] },
    pod: container({ capabilities: { add: ['CHOWN', 'KILL', 'chown\n'] } }),
    says: [`${MAIN}.securityContext.capabilities.add: Invalid value: "chown\\n": capability may not be added`],
  },
  droppedCapability: {
    spec: { allowedCapabilities: [], requiredDropCapabilities: ['ALL', 'KILL'] },
    pod: container({ capabilities: { drop: ['KILL', 'CHOWN'] } }),
    says: [
      `${MAIN}.securityContext.capabilities.drop: Invalid value: []core.Capability{"KILL", "CHOWN"}: ALL is required to be dropped but was not found`,
    ],
  },
  hostPort: {
    spec: {
      hostPorts: [
        { min: 80, max: 80 },
        { min: 8000, max: 8080 },
      ],
    },
    pod: pod({ ports: [{ hostPort: 80 }, { containerPort: 1 }, { hostPort: 0 }, { hostPort: 8081 }] }),
    says: [
      `${MAIN}.hostPort: Invalid value: 8081: Host port 8081 is not allowed to be used. Allowed ports: [80,8000-8080]`,
    ],
  },
  readOnlyMissing: {
    spec: { readOnlyRootFilesystem: true },
    pod: pod(),
    says: [
      `${MAIN}.securityContext.readOnlyRootFilesystem: Invalid value: null: ReadOnlyRootFilesystem may not be nil and must be set to true`,
    ],
  },
  readOnly: {
    spec: { readOnlyRootFilesystem: true },
    pod: container({ readOnlyRootFilesystem: false }),
    says: [
      `${MAIN}.securityContext.readOnlyRootFilesystem: Invalid value: false: ReadOnlyRootFilesystem must be set to true`,
    ],
  },
  escalation: {
    spec: { allowPrivilegeEscalation: false },
    pod: pod({}, { containers: [{ name: 'a' }, { name: 'b', securityContext: { allowPrivilegeEscalation: true } }] }),
    says: [
      `${MAIN}.securityContext.allowPrivilegeEscalation: Invalid value: null: Allowing privilege escalation for containers is not allowed`,
      'spec.containers[1].securityContext.allowPrivilegeEscalation: Invalid value: true: Allowing privilege escalation for containers is not allowed',
    ],
  },
};

const PASSES: Readonly<Record<string, Omit<Case, 'says'>>> = {
  'a projected volume of a token where secrets are allowed': {
    spec: { volumes: ['secret'] },
    pod: volume({
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token' } },
          { configMap: { name: 'kube-root-ca.crt' } },
          { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
        ],
      },
    }),
  },
  'a projected volume of nothing where secrets are allowed': {
    spec: { volumes: ['secret'] },
    pod: volume({ projected: {} }),
  },
  'a volume of no kind as an emptyDir': { spec: { volumes: ['emptyDir'] }, pod: volume({ hostPath: null }) },
  'a path that may be mounted freely and read-only': {
    spec: {
      allowedHostPaths: [
        { pathPrefix: '/', readOnly: true },
        { pathPrefix: '/var', readOnly: false },
      ],
    },
    pod: volume({ hostPath: { path: '/var/log' } }, { volumeMounts: [{ name: 'v' }] }),
  },
  'any capability with *, required ones or not': {
    spec: { allowedCapabilities: ['*'] },
    pod: container({ capabilities: { add: ['ANY'] } }),
  },
  'no profile where the list of seccomp is empty': { profiles: { seccompAllowedProfiles: [] }, pod: pod() },
  'the empty profile where an empty annotation allows it': {
    profiles: { seccompAllowedProfiles: [''] },
    pod: pod(),
  },
  'fields that are null': {
    spec: { fsGroup: MAY, runAsGroup: MAY, privileged: false, allowedProcMountTypes: [], allowedCapabilities: [] },
    pod: pod(
      { securityContext: { privileged: null, procMount: null, capabilities: null, runAsGroup: null } },
      { securityContext: { fsGroup: null, supplementalGroups: null } as never },
    ),
  },
};

const asked = ({ spec, profiles, pod: of }: Omit<Case, 'says'>) => {
  const rules = rulesOf(policy('a', spec, profiles));
  if (rules === undefined) throw new Error('the policy is of no use');
  expect(refuses(viewOf(of), rules)).toBe(checkPod(viewOf(of), rules).length > 0);
  return checkPod(viewOf(of), rules).map(({ field, message }) => `${field}: ${message}`);
};

describe('the reasons of a policy', () => {
  it.each(Object.entries(CASES))('%s', (name, one) => {
    const said = asked(one);
    expect(said).toEqual(one.says);
    // The words of that reason are among them.
    const words = pieces(REASONS[name as ReasonName].message).filter((piece) => typeof piece === 'string');
    expect(said.some((text) => words.every((word) => text.includes(word)))).toBe(true);
  });

  it.each(Object.entries(PASSES))('none for %s', (_, one) => {
    expect(asked(one)).toEqual([]);
  });

  it('are texts in pieces: words, and the names of what is filled in', () => {
    expect(pieces('<container>.hostPort: Invalid value: <value>')).toEqual([
      { hole: 'container' },
      '.hostPort: Invalid value: ',
      { hole: 'value' },
    ]);
    expect(reason('forbiddenSysctl', { index: 3, value: '<index>' })).toEqual({
      field: 'pod.spec.securityContext.sysctls[3]',
      message: 'Forbidden: sysctl <index> is not allowed',
    });
  });
});
