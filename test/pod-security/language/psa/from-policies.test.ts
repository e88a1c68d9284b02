import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS, type Level, POLICY_OF_LEVEL } from '../../../../lib/pod-security/language/levels';
import type { Reason } from '../../../../lib/pod-security/language/pod/answer';
import { arrivingPod } from '../../../../lib/pod-security/language/pod/arriving';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import { serviceAccount } from '../../../../lib/pod-security/language/pod/request';
import { evaluateLevel } from '../../../../lib/pod-security/language/psa/evaluate';
import { levelOf } from '../../../../lib/pod-security/language/psa/from-policies';
import { GAPS } from '../../../../lib/pod-security/language/psa/policy-gaps';
import { LIMITS } from '../../../../lib/pod-security/language/psa/policy-limits';
import { evaluatePolicies } from '../../../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../../../lib/pod-security/language/psp/policy';
import type { PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../../../../lib/pod-security/language/spec';
import { psaPod } from '../../arbitrary-psa-pod';
import { validPolicy } from '../../arbitrary-valid-policy';
import { validPod } from '../../valid-pod';

const SEED = Number(process.env.PSA_POLICIES_SEED ?? 20_261_123);

const named = (
  name: string,
  level: Level,
  spec: Partial<PodSecurityPolicySpec> = {},
  profiles: PodSecurityPolicyProfiles = {},
): NamedPolicy => ({
  name,
  spec: { ...POLICY_OF_LEVEL[level].spec, ...spec },
  profiles: { ...POLICY_OF_LEVEL[level].profiles, ...profiles },
});

/** A policy that names all profiles and labels, so that it leaves nothing of them open. */
const explicit = (
  level: Level,
  spec: Partial<PodSecurityPolicySpec> = {},
  profiles: PodSecurityPolicyProfiles = {},
): NamedPolicy =>
  named(
    'explicit',
    level,
    { seLinux: { rule: 'MustRunAs', seLinuxOptions: { level: 's0' } }, ...spec },
    { appArmorAllowedProfiles: ['runtime/default'], seccompAllowedProfiles: ['runtime/default'], ...profiles },
  );

const admit = (pod: Pod, policies: readonly NamedPolicy[]) =>
  evaluatePolicies(
    {
      operation: 'CREATE',
      pod: arrivingPod(pod),
      namespaceName: 'shop',
      user: serviceAccount('shop', 'default'),
    },
    policies,
    () => true,
  );

describe('the level of a set of policies', () => {
  it.each(LEVELS)('is %s for the policy of that level', (level) => {
    expect(levelOf([named('one', level)]).level).toBe(level);
  });

  it('is that of the most open policy, for one is enough', () => {
    const of = (...levels: readonly Level[]): Level => levelOf(levels.map((level) => named(level, level))).level;
    expect(of('restricted', 'baseline')).toBe('baseline');
    expect(of('restricted', 'privileged', 'baseline')).toBe('privileged');
    expect(of('restricted', 'restricted')).toBe('restricted');
    expect(levelOf([]).level).toBe('privileged');
  });

  const opened: readonly (readonly [string, Level, Partial<PodSecurityPolicySpec>, PodSecurityPolicyProfiles])[] = [
    ['privileged containers', 'privileged', { privileged: true }, {}],
    ['the network of the node', 'privileged', { hostNetwork: true }, {}],
    ['the processes of the node', 'privileged', { hostPID: true }, {}],
    ['the IPC of the node', 'privileged', { hostIPC: true }, {}],
    ['ports of the node', 'privileged', { hostPorts: [{ min: 80, max: 80 }] }, {}],
    ['no port of the node but 0', 'restricted', { hostPorts: [{ min: 0, max: 0 }] }, {}],
    ['folders of the node', 'privileged', { volumes: ['hostPath'] }, {}],
    ['all volumes', 'privileged', { volumes: ['*'] }, {}],
    ['volumes of a cluster', 'baseline', { volumes: ['cephFS', 'secret'] }, {}],
    ['NET_ADMIN', 'privileged', { allowedCapabilities: ['NET_ADMIN'] }, {}],
    ['CHOWN by default', 'baseline', { defaultAddCapabilities: ['CHOWN'], requiredDropCapabilities: ['ALL'] }, {}],
    ['unsafe sysctls', 'privileged', { allowedUnsafeSysctls: ['kernel.msg*'] }, {}],
    ['safe sysctls by name', 'restricted', { allowedUnsafeSysctls: ['net.ipv4.tcp_syncookies'] }, {}],
    ['an unmasked /proc', 'privileged', { allowedProcMountTypes: ['Unmasked'] }, {}],
    ['a user of SELinux', 'privileged', { seLinux: { rule: 'MustRunAs', seLinuxOptions: { user: 'u' } } }, {}],
    [
      'a type of containers',
      'restricted',
      { seLinux: { rule: 'MustRunAs', seLinuxOptions: { type: 'container_t' } } },
      {},
    ],
    ['a type of its own', 'privileged', { seLinux: { rule: 'MustRunAs', seLinuxOptions: { type: 'spc_t' } } }, {}],
    ['unconfined by AppArmor', 'privileged', {}, { appArmorAllowedProfiles: ['unconfined'] }],
    ['unconfined by default', 'privileged', {}, { appArmorDefaultProfile: 'unconfined' }],
    ['unconfined by seccomp', 'privileged', {}, { seccompAllowedProfiles: ['unconfined'] }],
    ['no profile of seccomp', 'baseline', {}, { seccompAllowedProfiles: [] }],
    ['more privileges', 'baseline', { allowPrivilegeEscalation: true }, {}],
    ['capabilities that are kept', 'baseline', { requiredDropCapabilities: ['KILL'] }, {}],
    ['any user', 'baseline', { runAsUser: { rule: 'RunAsAny' } }, {}],
    ['root among others', 'baseline', { runAsUser: { rule: 'MustRunAs', ranges: [{ min: 0, max: 9 }] } }, {}],
    ['users other than root', 'restricted', { runAsUser: { rule: 'MustRunAs', ranges: [{ min: 1, max: 9 }] } }, {}],
  ];
  it.each(opened)('counts what a policy allows: %s makes it %s', (_, level, spec, profiles) => {
    expect(levelOf([explicit('restricted', spec, profiles)]).level).toBe(level);
  });

  it('counts what a policy leaves open only when nothing may be refused', () => {
    expect(levelOf([named('one', 'restricted')], 'allow').level).toBe('privileged');
    expect(levelOf([explicit('restricted')], 'allow').level).toBe('baseline');
    expect(levelOf([explicit('restricted')], 'refuse').stricter.map(({ field }) => field)).toEqual([
      'allowPrivilegeEscalation',
      'requiredDropCapabilities',
      'runAsUser',
      'runAsUser',
      'seccompAllowedProfiles',
    ]);
  });

  it('says what of a policy no level enforces', () => {
    const policy = named('one', 'restricted', {
      readOnlyRootFilesystem: true,
      fsGroup: { rule: 'MustRunAs', ranges: [{ min: 1, max: 1 }] },
      volumes: ['secret', 'csi'],
      allowedCSIDrivers: [{ name: 'a' }],
      allowedHostPaths: [{ pathPrefix: '/a' }],
      forbiddenSysctls: ['net.*'],
      runtimeClass: { allowedRuntimeClassNames: ['a'] },
    });
    const { level, notEnforced } = levelOf([policy]);
    expect(level).toBe('restricted');
    expect(notEnforced.map(({ field, why }) => `${field}: ${why}`)).toEqual([
      'volumes: the level restricted allows configMap, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected too',
      'allowedCSIDrivers: no level looks at it',
      'fsGroup: no level looks at it',
      'readOnlyRootFilesystem: no level looks at it',
      'forbiddenSysctls: the level restricted allows net.ipv4.ip_local_port_range, net.ipv4.tcp_syncookies, net.ipv4.ping_group_range, net.ipv4.ip_unprivileged_port_start',
      'runtimeClass: no level looks at it',
      'seccompDefaultProfile: Pod Security Admission fills nothing in',
      'seccompAllowedProfiles: the level restricted lets pods name any of Localhost',
    ]);
  });

  it('loses every limit of a policy at the level privileged', () => {
    const open = named('open', 'privileged');
    const closed = levelOf([open, explicit('restricted')]).notEnforced.filter(({ policy }) => policy === 'explicit');
    expect(closed.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['privileged', 'allowedCapabilities', 'hostPorts', 'runAsUser', 'seccompAllowedProfiles']),
    );
    const fields = LIMITS.map(({ field }) => field);
    expect(new Set(fields).size).toBe(fields.length);
  });

  const DEFAULTS = { appArmorDefaultProfile: 'runtime/default', seccompDefaultProfile: 'runtime/default' };
  // Most made-up policies are open somewhere: these are near the levels.
  const base = fc.constantFrom(
    ...(['baseline', 'restricted'] as const).flatMap((level) => [named('', level), explicit(level, {}, DEFAULTS)]),
  );
  const nearPolicy = fc.tuple(base, validPolicy, fc.infiniteStream(fc.nat(12))).map(([near, other, chance]) => {
    const taken = <T extends object>(from: T): Partial<T> =>
      Object.fromEntries(Object.entries(from).filter(() => chance.next().value === 0)) as Partial<T>;
    return {
      spec: { ...near.spec, ...taken(other.spec) },
      profiles: { ...near.profiles, ...taken(other.profiles) },
    };
  });

  /** As Kubernetes 1.24 knows pods: without fields of AppArmor, and without annotations that contradict a field. */
  const oldPod = psaPod.map(validPod).map((pod): Pod => {
    const dropped = (key: string): boolean => key === 'appArmorProfile' || key.includes('seccomp.security');
    const text = JSON.stringify(pod, (key, value) => (dropped(key) || value === null ? undefined : value));
    return JSON.parse(text) as Pod;
  });

  /** What hardly any made-up pod that is let in has: a bad profile, and root where no container is. */
  const RARE: readonly Pod[] = [
    {
      metadata: { name: 'pod', annotations: { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' } },
      spec: { containers: [{ name: 'a' }] },
    },
    {
      metadata: { name: 'pod' },
      spec: { securityContext: { runAsUser: 0 }, containers: [{ name: 'a', securityContext: { runAsUser: 1 } }] },
    },
  ];

  it('refuses no pod that the policies let in, but for what it lists', () => {
    const pods = [...fc.sample(oldPod, { seed: SEED, numRuns: 100 }), ...RARE];
    const sets = fc.sample(fc.array(nearPolicy, { minLength: 1, maxLength: 3 }), { seed: SEED, numRuns: 30 });
    const counts = { letIn: 0, refused: 0 };
    const seen = new Set<string>();
    const faults: Reason[] = [];
    for (const made of sets) {
      const policies = made.map((policy, index) => ({ ...policy, name: `p${index}` }));
      const [lenient, strict] = [levelOf(policies, 'allow'), levelOf(policies)];
      const unsaid = GAPS.filter(({ open }) => policies.some((policy) => open(policy)?.unsaid !== undefined));
      const listed = new Set(unsaid.map(({ check }) => check));
      for (const pod of pods) {
        const answer = admit(pod, policies);
        if (!answer.allowed) continue;
        counts.letIn += 1;
        seen.add(`allow: ${lenient.level}`).add(`refuse: ${strict.level}`);
        faults.push(...evaluateLevel(pod, lenient.level, '1.25').reasons);
        const { reasons } = evaluateLevel(answer.mutated ?? pod, strict.level, '1.25');
        if (reasons.length > 0) counts.refused += 1;
        faults.push(...reasons.filter(({ check = '' }) => !listed.has(check)));
      }
    }
    expect(faults).toEqual([]);
    expect(counts.letIn).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(10);
    expect([...seen].sort()).toEqual([
      'allow: baseline',
      'allow: privileged',
      'refuse: baseline',
      'refuse: privileged',
      'refuse: restricted',
    ]);
  }, 30_000);
});
