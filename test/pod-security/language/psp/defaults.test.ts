import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import { podOf, viewOf } from '../../../../lib/pod-security/language/psp/containers';
import { lacks, withDefaults } from '../../../../lib/pod-security/language/psp/defaults';
import { type Rules, rulesOf } from '../../../../lib/pod-security/language/psp/rules';
import type { PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../../../../lib/pod-security/language/spec';
import { policy } from '../../permissive';
import { alone, pod } from './policies';

const MUST = { rule: 'MustRunAs', ranges: [{ min: 5, max: 9 }] };
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/main';

function rulesFor(spec: Partial<PodSecurityPolicySpec>, profiles: PodSecurityPolicyProfiles = {}): Rules {
  const rules = rulesOf(policy('a', spec, profiles));
  if (rules === undefined) throw new Error('the policy is of no use');
  return rules;
}

/** The pod with what it gets; it is another one exactly when the policy says that it would change it. */
function given(asked: Pod, spec: Partial<PodSecurityPolicySpec>, profiles: PodSecurityPolicyProfiles = {}): Pod {
  const rules = rulesFor(spec, profiles);
  const changed = podOf(withDefaults(viewOf(asked), rules));
  expect(lacks(viewOf(asked), rules)).toBe(JSON.stringify(changed) !== JSON.stringify(asked));
  expect(lacks(viewOf(changed), rules)).toBe(false);
  return changed;
}

/** What the container `main` gets. */
const toMain = (own: object | undefined, spec: Partial<PodSecurityPolicySpec>, common?: object): unknown => {
  const asked = pod(own === undefined ? {} : { securityContext: own }, { ...(common && { securityContext: common }) });
  return given(asked, spec).spec.containers?.[0]?.securityContext;
};

describe('what a policy gives to a pod', () => {
  it.each<readonly [string, Partial<PodSecurityPolicySpec>, object, object]>([
    ['a group of volumes', { fsGroup: MUST }, {}, { fsGroup: 5 }],
    ['no group of volumes to who has one', { fsGroup: MUST }, { fsGroup: 0 }, { fsGroup: 0 }],
    ['groups', { supplementalGroups: MUST }, {}, { supplementalGroups: [5] }],
    [
      'no groups to who has an empty list',
      { supplementalGroups: MUST },
      { supplementalGroups: [] },
      { supplementalGroups: [] },
    ],
    [
      'a label',
      { seLinux: { rule: 'MustRunAs', seLinuxOptions: { type: 't' } } },
      {},
      { seLinuxOptions: { type: 't' } },
    ],
    [
      'no label to who has an empty one',
      { seLinux: { rule: 'MustRunAs', seLinuxOptions: { type: 't' } } },
      { seLinuxOptions: {} },
      { seLinuxOptions: {} },
    ],
    ['nothing where groups may be had', { fsGroup: { ...MUST, rule: 'MayRunAs' } }, {}, {}],
  ])('%s', (_, spec, own, wanted) => {
    expect(given(pod({}, { securityContext: own }), spec).spec.securityContext).toEqual(wanted);
  });

  it.each<readonly [string, Partial<PodSecurityPolicySpec>, object | undefined, object | undefined, unknown]>([
    ['a user', { runAsUser: MUST }, undefined, undefined, { runAsUser: 5 }],
    ['no user where the pod has one', { runAsUser: MUST }, undefined, { runAsUser: 0 }, undefined],
    ['a group', { runAsGroup: MUST }, {}, {}, { runAsGroup: 5 }],
    ['no group where the pod has one', { runAsGroup: MUST }, {}, { runAsGroup: 7 }, {}],
    ['the mark of no root', { runAsUser: { rule: 'MustRunAsNonRoot' } }, undefined, undefined, { runAsNonRoot: true }],
    ['no mark to who has a user', { runAsUser: { rule: 'MustRunAsNonRoot' } }, undefined, { runAsUser: 1 }, undefined],
    [
      'no mark where the pod says it',
      { runAsUser: { rule: 'MustRunAsNonRoot' } },
      undefined,
      { runAsNonRoot: false },
      undefined,
    ],
    ['a read-only file system', { readOnlyRootFilesystem: true }, null as never, {}, { readOnlyRootFilesystem: true }],
    [
      'the default of escalation before the limit',
      { allowPrivilegeEscalation: true, defaultAllowPrivilegeEscalation: false },
      undefined,
      undefined,
      { allowPrivilegeEscalation: false },
    ],
    ['the limit of escalation', { allowPrivilegeEscalation: false }, {}, {}, { allowPrivilegeEscalation: false }],
    ['nothing by default', {}, undefined, undefined, undefined],
    [
      'capabilities, sorted once one is missing',
      { defaultAddCapabilities: ['KILL', 'CHOWN'], requiredDropCapabilities: ['MKNOD'] },
      { capabilities: { add: ['SYS_TIME', 'SYS_TIME'], drop: ['KILL'] } },
      undefined,
      { capabilities: { add: ['CHOWN', 'SYS_TIME'], drop: ['KILL', 'MKNOD'] } },
    ],
    [
      'no capabilities where none is missing, whatever their order',
      { defaultAddCapabilities: ['KILL'], requiredDropCapabilities: ['CHOWN'] },
      { capabilities: { add: ['SYS_TIME', 'KILL'], drop: ['MKNOD', 'CHOWN'] } },
      undefined,
      { capabilities: { add: ['SYS_TIME', 'KILL'], drop: ['MKNOD', 'CHOWN'] } },
    ],
    [
      'no empty list of capabilities',
      { requiredDropCapabilities: ['CHOWN'] },
      { capabilities: {} },
      undefined,
      { capabilities: { drop: ['CHOWN'] } },
    ],
  ])('%s', (_, spec, own, common, wanted) => {
    expect(toMain(own, spec, common)).toEqual(wanted);
  });

  it('to containers of every kind', () => {
    const one = [{ name: 'x' }];
    const { spec } = given(pod({}, { initContainers: one, ephemeralContainers: one }), { runAsUser: MUST });
    for (const list of [spec.initContainers, spec.containers, spec.ephemeralContainers]) {
      expect(list?.[0]?.securityContext).toEqual({ runAsUser: 5 });
    }
  });

  it('a RuntimeClass to who names none', () => {
    const runtimeClass = { allowedRuntimeClassNames: ['*'], defaultRuntimeClassName: 'kata' };
    expect(given(pod(), { runtimeClass }).spec.runtimeClassName).toBe('kata');
    expect(given(pod({}, { runtimeClassName: 'runc' }), { runtimeClass }).spec.runtimeClassName).toBe('runc');
  });

  it('profiles as annotations, where there are none', () => {
    const profiles = { appArmorDefaultProfile: 'localhost/a', seccompDefaultProfile: 'runtime/default' };
    const annotations = (asked: Pod) => given(asked, {}, profiles).metadata?.annotations;
    expect(annotations(pod())).toEqual({ [SECCOMP]: 'runtime/default', [APPARMOR]: 'localhost/a' });
    const own = { [SECCOMP]: 'unconfined', [APPARMOR]: 'unconfined' };
    expect(annotations(pod({}, {}, own))).toEqual(own);
    expect(annotations(pod({}, {}, { [SECCOMP]: '', [APPARMOR]: '' }))).toEqual(annotations(pod()));
  });

  it('the field of seccomp as an annotation, under every policy: that is a change', () => {
    const asked = pod({}, { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } } });
    expect(given(asked, {}).metadata?.annotations).toEqual({ [SECCOMP]: 'localhost/a' });
    const both = pod({}, asked.spec, { [SECCOMP]: 'localhost/a' });
    expect(given(both, {})).toEqual(both);
  });

  it('nothing twice: the same pod when nothing is missing', () => {
    const spec = { fsGroup: MUST, runAsUser: MUST, requiredDropCapabilities: ['KILL'], readOnlyRootFilesystem: true };
    const profiles = { appArmorDefaultProfile: 'localhost/a', seccompDefaultProfile: 'runtime/default' };
    const once = given(pod(), spec, profiles);
    expect(given(once, spec, profiles)).toEqual(once);
  });
});

describe('what the server stores', () => {
  it('has seccomp in fields and annotations alike, and the name of the policy', () => {
    const asked = pod(
      {},
      {
        containers: [
          { name: 'field', securityContext: { seccompProfile: { type: 'Unconfined' } } },
          { name: 'annotation' },
          { name: 'none' },
        ],
      },
      { [SECCOMP]: 'docker/default', 'container.seccomp.security.alpha.kubernetes.io/annotation': 'localhost/a' },
    );
    const { mutated } = alone(asked, policy('a'));
    expect(mutated?.metadata?.annotations).toEqual({
      'kubernetes.io/psp': 'a',
      [SECCOMP]: 'docker/default',
      'container.seccomp.security.alpha.kubernetes.io/annotation': 'localhost/a',
      'container.seccomp.security.alpha.kubernetes.io/field': 'unconfined',
    });
    expect(mutated?.spec).toEqual({
      serviceAccountName: 'web',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        { name: 'field', securityContext: { seccompProfile: { type: 'Unconfined' } } },
        { name: 'annotation', securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } } },
        { name: 'none' },
      ],
    });
  });
});
