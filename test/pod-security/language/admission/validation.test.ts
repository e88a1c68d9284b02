import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalsOf, type PolicyLiterals, type Unset } from '../../../../lib/pod-security/language/admission/literals';
import { admissionObjects } from '../../../../lib/pod-security/language/admission/objects';
import type { Variable } from '../../../../lib/pod-security/language/admission/variable';
import {
  CelActivation,
  compileCel,
  compileVariables,
  environmentOfServer,
  evaluateCel,
  toJson,
} from '../../../../lib/pod-security/language/cel';
import { LEVELS, POLICY_OF_LEVEL } from '../../../../lib/pod-security/language/levels';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import type { NamedPolicy } from '../../../../lib/pod-security/language/psp/policy';
import { arbitraryPod } from '../../arbitrary-pod';
import { validPolicy } from '../../arbitrary-valid-policy';

/** One policy takes some tenths of a second: it is compiled four times. */
const POLICIES = Number(process.env.ADMISSION_POLICIES ?? 6);
const TIMEOUT = 60_000;
const SEED = Number(process.env.ADMISSION_SEED ?? 20_261_121);

/** The oldest server with admission policies, and the newest that is known. */
const MINORS = [30, 36].map(environmentOfServer);

/** The variables of an admission policy: in the short form, of which all is known, or in the general one. */
function variablesOf(policies: readonly PolicyLiterals[], constant: boolean): readonly Variable[] {
  return admissionObjects(policies, { name: 'law', mode: 'enforce', constant, completed: true })[0].spec.variables;
}

/** The faults of a policy in pods, each in one text. */
function faultsOf(policy: PolicyLiterals, pods: readonly Pod[], constant = false): readonly (readonly string[])[] {
  const { variables, environment } = compileVariables(variablesOf([policy], constant), { minor: 29 });
  const { program } = compileCel('variables.errors_0[0]', environment);
  if (program === undefined) throw new Error('there are no errors');
  return pods.map((pod) => {
    const { value, error } = evaluateCel(program, new CelActivation({ object: pod }, variables));
    if (value === undefined) throw new Error(error);
    return toJson(value) as string[];
  });
}

const made: NamedPolicy = { name: 'made', ...POLICY_OF_LEVEL.privileged };

/** What a policy with some fields of its own says of a pod. */
function faults(policy: Partial<NamedPolicy['spec']>, pod: object, unset: Unset = 'refuse'): readonly string[] {
  const literals = literalsOf({ ...made, spec: { ...made.spec, ...policy } }, unset);
  return faultsOf(literals, [pod as Pod])[0] ?? [];
}

describe('policies as CEL', () => {
  it('compile for every server from 1.30 on, in the short form and in the general one', { timeout: TIMEOUT }, () => {
    const literals = LEVELS.map((level) => literalsOf({ name: level, ...POLICY_OF_LEVEL[level] }, 'refuse'));
    for (const constant of [true, false]) {
      for (const minor of MINORS) {
        const { variables } = compileVariables(variablesOf(literals, constant), { minor });
        expect(variables.flatMap(({ problems }) => problems)).toEqual([]);
      }
    }
  });

  it('say the same in the short form and in the general one', { timeout: TIMEOUT }, () => {
    const policies = fc.sample(validPolicy, { seed: SEED, numRuns: POLICIES });
    for (const [index, parts] of policies.entries()) {
      const policy = { name: 'made-up', ...parts };
      const pods = fc.sample(arbitraryPod([policy]), { seed: SEED + index, numRuns: 6 });
      for (const unset of ['refuse', 'allow'] as const) {
        const literals = literalsOf(policy, unset);
        expect(faultsOf(literals, pods, true)).toEqual(faultsOf(literals, pods));
      }
    }
  });

  const containers = [{ name: 'main' }];

  it('tell of the first of many capabilities and ports, and of how many there are', () => {
    const securityContext = { capabilities: { add: ['A', 'B', 'C', 'D', 'E'] } };
    expect(faults({ allowedCapabilities: [] }, { spec: { containers: [{ name: 'main', securityContext }] } })).toEqual([
      'spec.containers[0].securityContext.capabilities.add: Invalid value: "A": capability may not be added (and 4 more)',
    ]);
    const ports = [1, 2, 3, 4, 5].map((hostPort) => ({ hostPort }));
    expect(faults({ hostPorts: [{ min: 5, max: 9 }] }, { spec: { containers: [{ name: 'main', ports }] } })).toEqual([
      [1, 2, 3, 4]
        .map((port) => {
          const what = `Invalid value: ${port}: Host port ${port} is not allowed to be used. Allowed ports: [5-9]`;
          return `spec.containers[0].hostPort: ${what}`;
        })
        .join(', '),
    ]);
  });

  it('end a path of the node where its folder ends, and let nothing write where it is read-only', () => {
    const allowedHostPaths = [{ pathPrefix: '/foo' }, { pathPrefix: '/logs/', readOnly: true }];
    const hostPaths = ['/foo', '/foo/', '/foo/bar', '/food', '/logs/a', '/'];
    const volumes = hostPaths.map((path, index) => ({ name: `v${index}`, hostPath: { path } }));
    const volumeMounts = [
      { name: 'v0', mountPath: '/a' },
      { name: 'v4', mountPath: '/b' },
      { name: 'v4', mountPath: '/c', readOnly: true },
    ];
    const pod = { spec: { volumes, containers: [{ name: 'main', volumeMounts }] } };
    const outside = (index: number) => {
      const path = JSON.stringify(hostPaths[index]);
      return `spec.volumes[${index}].hostPath.pathPrefix: Invalid value: ${path}: is not allowed to be used`;
    };
    expect(faults({ allowedHostPaths }, pod)).toEqual([
      outside(3),
      'spec.containers[0].volumeMounts[1].readOnly: Invalid value: false: must be read-only',
      outside(5),
    ]);
  });

  it('hold a sysctl with slashes against the sysctls that are forbidden', () => {
    const spec = { containers, securityContext: { sysctls: [{ name: 'net/ipv4/conf/eth0.1/x', value: '1' }] } };
    expect(faults({ forbiddenSysctls: ['net.ipv4.*'], allowedUnsafeSysctls: [] }, { spec })).toEqual([
      'pod.spec.securityContext.sysctls[0]: Forbidden: sysctl "net/ipv4/conf/eth0.1/x" is not allowed',
    ]);
  });

  it('do not take an annotation of seccomp for a profile, but judge it', () => {
    const profiles = { seccompAllowedProfiles: ['runtime/default'] };
    const literals = literalsOf({ ...made, profiles }, 'refuse');
    const pod = (name: string): Pod => ({
      metadata: { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': name } },
      spec: { containers },
    });
    const [right, wrong] = faultsOf(literals, [pod('runtime/default'), pod('unconfined')]);
    const says = (profile: string) =>
      `Forbidden: ${profile} is not an allowed seccomp profile. Valid values are runtime/default`;
    expect(right?.map((text) => text.replace(/^.*?\]: /, ''))).toEqual([says(''), says('')]);
    expect(wrong?.map((text) => text.replace(/^.*?\]: /, ''))).toEqual([says('unconfined'), says('unconfined')]);
  });

  it('take the AppArmor profile of a container before its annotation, and that before the one of the pod', () => {
    const profiles = { appArmorAllowedProfiles: ['localhost/a'] };
    const literals = literalsOf({ ...made, profiles }, 'refuse');
    const profile = (localhostProfile: string) => ({ appArmorProfile: { type: 'Localhost', localhostProfile } });
    const pod = (annotation: string, own?: object): Pod => ({
      metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/main': annotation } },
      spec: {
        securityContext: profile('pod'),
        containers: [{ name: 'main', ...(own ? { securityContext: own } : {}) }],
      },
    });
    const found = faultsOf(literals, [pod('localhost/b', profile('a')), pod('localhost/a'), pod('')]);
    expect(found.map((each) => each.map((text) => /Forbidden: (\S+)/.exec(text)?.[1]))).toEqual([
      [],
      [],
      ['localhost/pod'],
    ]);
  });

  it('say of what PodSecurityPolicy would have set that it must be set, unless it may be left out', () => {
    const runtimeClass = { allowedRuntimeClassNames: ['*'], defaultRuntimeClassName: 'gvisor' };
    const policy = { runtimeClass, defaultAddCapabilities: ['KILL'], defaultAllowPrivilegeEscalation: false };
    const pod = { spec: { containers: [{ name: 'main', securityContext: { capabilities: {} } }] } };
    const required = 'Required value: the default of the policy is';
    expect(faults(policy, pod)).toEqual([
      `spec.runtimeClassName: ${required} "gvisor"`,
      `spec.containers[0].securityContext.capabilities.add: ${required} "KILL"`,
      `spec.containers[0].securityContext.allowPrivilegeEscalation: ${required} false`,
    ]);
    expect(faults(policy, pod, 'allow')).toEqual([]);
  });

  it('let nobody in by a rule that has nothing to go by', () => {
    const pod = { spec: { containers } };
    expect(faults({ fsGroup: { rule: 'MayRunAs' } }, pod)).toEqual([
      'podsecuritypolicy.spec.fsGroup.ranges: Required value',
    ]);
    expect(faults({ seLinux: { rule: 'MustRunAs' } }, pod, 'allow')).toEqual([
      'podsecuritypolicy.spec.seLinux.seLinuxOptions: Required value',
    ]);
  });
});
