import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import type { AccessCheck, Identity } from '../../../../lib/pod-security/language/pod/request';
import { evaluatePolicies } from '../../../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../../../lib/pod-security/language/psp/policy';
import { refusal } from '../../../../lib/pod-security/language/psp/reasons';
import { ANY, policy } from '../../permissive';
import { alone, faults, pod, request } from './policies';

const CHANGES = { fsGroup: { rule: 'MustRunAs', ranges: [{ min: 5, max: 9 }] } };
const REFUSES = { privileged: false };
const privileged = pod({ securityContext: { privileged: true } });
const label = (name: string): Pod => pod({}, {}, { 'kubernetes.io/psp': name });
const changed = (old: Pod, metadata: object): Pod => ({ ...old, metadata: { ...old.metadata, ...metadata } });

describe('which policy lets a pod in', () => {
  it('is the first by name that changes nothing', () => {
    const policies = [policy('d'), policy('c'), policy('b', CHANGES), policy('a', REFUSES)];
    expect(evaluatePolicies(request(privileged), policies, () => true).policy).toBe('c');
  });

  it('is the first by name that fits when all change something', () => {
    const policies = [policy('c', CHANGES), policy('b', { ...CHANGES, ...REFUSES }), policy('d', CHANGES)];
    const answer = evaluatePolicies(request(privileged), policies, () => true);
    expect(answer).toMatchObject({
      allowed: true,
      policy: 'c',
      mutated: { spec: { securityContext: { fsGroup: 5 } } },
    });
  });

  it('is none that may not be used, and those give no reasons', () => {
    const policies = [policy('a'), policy('b', { ...REFUSES }), policy('c', { ...REFUSES, hostPID: false })];
    const answer = evaluatePolicies(request(privileged), policies, (_, { name }) => name === 'b');
    expect(answer).toEqual({
      allowed: false,
      reasons: [
        {
          policy: 'b',
          field: 'spec.containers[0].securityContext.privileged',
          message: 'Invalid value: true: Privileged containers are not allowed',
        },
      ],
    });
  });

  it('is none when nobody may use any: without a reason', () => {
    const answer = evaluatePolicies(request(pod()), [policy('a')], () => false);
    expect(answer).toEqual({ allowed: false, reasons: [] });
    expect(refusal('CREATE', answer.reasons)).toBe('PodSecurityPolicy: unable to admit pod: []');
  });

  it.each<readonly [string, readonly NamedPolicy[]]>([
    ['none', []],
    ['users without ranges', [policy('a', { runAsUser: { rule: 'MustRunAs' } })]],
    ['groups without ranges', [policy('a', { fsGroup: { rule: 'MayRunAs', ranges: [] } })]],
    ['a label without parts', [policy('a', { seLinux: { rule: 'MustRunAs' } })]],
  ])('is none when the server has no policy that it can use: %s', (_, policies) => {
    const { allowed, reasons } = evaluatePolicies(request(pod()), policies, () => true);
    expect(allowed).toBe(false);
    expect(refusal('CREATE', reasons)).toBe('PodSecurityPolicy: no providers available to validate pod request');
  });

  it('says the reasons as the server does', () => {
    const { reasons } = alone(
      pod({}, { hostPID: true, hostIPC: true }),
      policy('a', { hostPID: false, hostIPC: false }),
    );
    expect(refusal('CREATE', reasons)).toBe(
      'PodSecurityPolicy: unable to admit pod: [spec.securityContext.hostPID: Invalid value: true: Host PID is not ' +
        'allowed to be used spec.securityContext.hostIPC: Invalid value: true: Host IPC is not allowed to be used]',
    );
  });
});

describe('who may use a policy', () => {
  /** Whom the evaluator asks about, in what words. */
  function asked(by: Pod): readonly (readonly [Identity, AccessCheck])[] {
    const calls: (readonly [Identity, AccessCheck])[] = [];
    evaluatePolicies(request(by), [policy('a')], (...call) => {
      calls.push(call);
      return false;
    });
    return calls;
  }

  it('is asked of the service account first, then of the user, in both groups of the API', () => {
    const calls = asked(pod());
    expect(calls.map(([{ username }, { apiGroup }]) => [username, apiGroup])).toEqual([
      ['system:serviceaccount:shop:web', 'policy'],
      ['system:serviceaccount:shop:web', 'extensions'],
      ['jane', 'policy'],
      ['jane', 'extensions'],
    ]);
    expect(calls[0]?.[1]).toEqual({
      apiGroup: 'policy',
      resource: 'podsecuritypolicies',
      verb: 'use',
      name: 'a',
      namespace: 'shop',
    });
  });

  it('is asked of the service account without the group of all who are authenticated', () => {
    expect(asked(pod())[0]?.[0].groups).toEqual(['system:serviceaccounts', 'system:serviceaccounts:shop']);
  });

  it('is asked of the old name of the service account too, and of the user alone without any', () => {
    const accounts = ({ spec }: Pod) => asked({ spec }).map(([{ username }]) => username);
    expect(accounts(pod({}, { serviceAccountName: '', serviceAccount: 'old' }))).toContain(
      'system:serviceaccount:shop:old',
    );
    expect(accounts(pod({}, { serviceAccountName: '' }))).toEqual(['jane', 'jane']);
  });
});

describe('an update', () => {
  const update = (next: Pod, oldPod: Pod, policies: readonly NamedPolicy[]) =>
    evaluatePolicies(request(next, { operation: 'UPDATE', oldPod }), policies, () => true);

  it('changes nothing, and passes over policies that would have to, without a reason', () => {
    const [old, next] = [privileged, changed(privileged, { labels: { a: 'b' } })];
    const answer = update(next, old, [policy('a', CHANGES)]);
    expect(answer).toEqual({ allowed: false, reasons: [] });
    expect(refusal('UPDATE', answer.reasons)).toBe('PodSecurityPolicy: unable to validate pod: []');
    expect(update(next, old, [policy('a', CHANGES), policy('b')])).toEqual({ allowed: true, reasons: [], policy: 'b' });
  });

  it('is held first against the policy that let the pod in', () => {
    const policies = [policy('a'), policy('b'), policy('c')];
    expect(update(label('c'), pod(), policies).policy).toBe('c');
    expect(update(label('z'), pod(), policies).policy).toBe('a');
    // A new pod cannot choose.
    expect(evaluatePolicies(request(label('c')), policies, () => true).policy).toBe('a');
  });

  it.each([
    ['owners', { ownerReferences: [{ name: 'a' }] }],
    ['finalizers', { finalizers: ['a/b'] }],
    ['an empty list', { labels: {}, finalizers: [] }],
  ])('of %s alone is let in', (_, metadata) => {
    const old = changed(privileged, { resourceVersion: '1' });
    const next = changed(privileged, { ...metadata, resourceVersion: '2' });
    expect(update(next, old, [policy('a', REFUSES)])).toEqual({ allowed: true, reasons: [] });
  });

  it('of finalizers and more is refused', () => {
    const next = changed(privileged, { finalizers: ['a/b'], annotations: { a: 'b' } });
    expect(update(next, privileged, [policy('a', REFUSES)]).allowed).toBe(false);
    expect(update(next, privileged, []).reasons[0]?.message).toContain('no providers available');
  });

  it('of a subresource is let in: ephemeral containers are not judged when they come', () => {
    const next = pod({}, { ephemeralContainers: [{ name: 'debug', securityContext: { privileged: true } }] });
    const asked = request(next, { operation: 'UPDATE', oldPod: pod(), subresource: 'ephemeralcontainers' });
    expect(evaluatePolicies(asked, [policy('a', REFUSES)], () => true).allowed).toBe(true);
  });

  it('judges the ephemeral containers of a pod when something else changes', () => {
    const old = pod({}, { ephemeralContainers: [{ name: 'debug', securityContext: { privileged: true } }] });
    const answer = update(changed(old, { labels: { a: 'b' } }), old, [policy('a', REFUSES)]);
    expect(faults(answer)).toEqual([
      'spec.ephemeralContainers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed',
    ]);
  });
});

describe('what a policy makes of a pod', () => {
  it('is not a pod that no server takes', () => {
    const answer = alone(
      pod({ securityContext: { privileged: true, capabilities: { add: ['CAP_SYS_ADMIN'] } } }),
      policy('a', { allowPrivilegeEscalation: false }),
    );
    expect(answer).toEqual({
      allowed: false,
      policy: 'a',
      reasons: ['`privileged` to true', '`capabilities.Add` CAP_SYS_ADMIN'].map((what) => ({
        field: 'spec.containers[0].securityContext',
        message: `Invalid value: cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
      })),
    });
  });

  it('fits it, whatever was missing', () => {
    const must = { rule: 'MustRunAs', ranges: [{ min: 1, max: 1 }] };
    const all = policy(
      'a',
      {
        ...CHANGES,
        supplementalGroups: must,
        runAsUser: must,
        runAsGroup: must,
        seLinux: { rule: 'MustRunAs', seLinuxOptions: { type: 't' } },
        allowedCapabilities: [],
        defaultAddCapabilities: ['KILL'],
        requiredDropCapabilities: ['CHOWN'],
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      },
      {
        appArmorDefaultProfile: 'localhost/a',
        appArmorAllowedProfiles: ['localhost/a'],
        seccompDefaultProfile: 'runtime/default',
        seccompAllowedProfiles: ['runtime/default'],
      },
    );
    expect(alone(pod(), all)).toMatchObject({ allowed: true, reasons: [], policy: 'a' });
  });

  it('leaves the pod that was asked about as it was', () => {
    const asked = pod({}, { initContainers: [{ name: 'init' }] });
    const before = JSON.stringify(asked);
    const all = policy(
      'a',
      {
        ...CHANGES,
        runAsUser: { rule: 'MustRunAs', ranges: [{ min: 1, max: 1 }] },
        runAsGroup: ANY,
        defaultAddCapabilities: ['KILL'],
      },
      { appArmorDefaultProfile: 'runtime/default', seccompDefaultProfile: 'runtime/default' },
    );
    const { mutated } = alone(asked, all);
    expect(JSON.stringify(asked)).toBe(before);
    expect(alone(mutated ?? asked, all).mutated).toEqual(mutated);
  });
});
