import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_ASKED } from '../../../../../lib/pod-security/language/admission/authorisation';
import { defaultingObjects } from '../../../../../lib/pod-security/language/admission/defaulting/objects';
import { evaluateAdmission } from '../../../../../lib/pod-security/language/admission/evaluate';
import { literalsOf } from '../../../../../lib/pod-security/language/admission/literals';
import { admissionObjects } from '../../../../../lib/pod-security/language/admission/objects';
import { arrivingPod } from '../../../../../lib/pod-security/language/pod/arriving';
import type { Pod } from '../../../../../lib/pod-security/language/pod/model';
import type { Authorise, PodRequest } from '../../../../../lib/pod-security/language/pod/request';
import { evaluatePolicies } from '../../../../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../../../../lib/pod-security/language/psp/policy';
import type { PodSecurityPolicySpec } from '../../../../../lib/pod-security/language/spec';
import { arbitraryPod } from '../../../arbitrary-pod';
import { validPolicy } from '../../../arbitrary-valid-policy';
import { comparable } from '../../../differences';
import { meaningOf } from '../../../mutated';

const MINOR = 36;
const MINUTE = 60_000;
const SEED = Number(process.env.DEFAULTING_SEED ?? 20_261_124);

const ANY = { rule: 'RunAsAny' };
const OPEN: PodSecurityPolicySpec = {
  privileged: true,
  allowedCapabilities: ['*'],
  volumes: ['*'],
  seLinux: ANY,
  runAsUser: ANY,
  supplementalGroups: ANY,
  fsGroup: ANY,
};

const policy = (name: string, spec: Partial<PodSecurityPolicySpec> = {}): NamedPolicy => ({
  name,
  spec: { ...OPEN, ...spec },
  profiles: { seccompAllowedProfiles: ['*'] },
});

const POD: Pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'main' }] } };
const EVERYBODY: Authorise = () => true;

const request = (pod: Pod): PodRequest => ({
  operation: 'CREATE',
  pod: arrivingPod(pod),
  namespaceName: 'shop',
  user: { username: 'jane', groups: [] },
});

function objectsOf(policies: readonly NamedPolicy[], constant = true) {
  const literals = policies.map((each) => literalsOf(each, 'refuse'));
  const options = { name: 'policies', constant };
  const validating = admissionObjects(literals, { ...options, mode: 'enforce', completed: true });
  return [...defaultingObjects(literals, options), ...validating.map((each) => ({ ...each }))];
}

const answer = (pod: Pod, policies: readonly NamedPolicy[], authorise = EVERYBODY) =>
  evaluateAdmission(request(pod), objectsOf(policies), authorise, MINOR);

describe('policies that set what a pod does not say', () => {
  const drops = policy('a-drops', { requiredDropCapabilities: ['ALL'], allowedCapabilities: [] });

  it('the first by name does, when all would change the pod', () => {
    const other = policy('b-read-only', { readOnlyRootFilesystem: true });
    const { policy: chosen, mutated } = answer(POD, [drops, other]);
    expect(chosen).toBe('a-drops');
    expect(mutated?.spec.containers?.[0]?.securityContext).toEqual({ capabilities: { drop: ['ALL'] } });
  });

  it('none does, when one lets the pod in as it is', () => {
    const { policy: chosen, mutated } = answer(POD, [drops, policy('b-open')]);
    expect(chosen).toBe('b-open');
    expect(mutated?.spec).toEqual(arrivingPod(POD).spec);
  });

  it('the first by name does for a pod with a seccomp profile: PodSecurityPolicy repeats it in an annotation', () => {
    const profiled = { ...POD, spec: { ...POD.spec, securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } };
    const policies = [drops, policy('b-open')];
    expect(evaluatePolicies(request(profiled), policies, EVERYBODY).policy).toBe('a-drops');
    expect(answer(profiled, policies).policy).toBe('a-drops');
  });

  it('one that may not be used is passed over', () => {
    const { policy: chosen } = answer(POD, [policy('a-open'), drops], (_who, { name }) => name === 'a-drops');
    expect(chosen).toBe('a-drops');
  });

  it('the name of a policy that the user writes into the annotation counts for nothing', () => {
    const marked = { ...POD, metadata: { ...POD.metadata, annotations: { 'kubernetes.io/psp': 'b-read-only' } } };
    const { policy: chosen } = answer(marked, [drops, policy('b-read-only', { readOnlyRootFilesystem: true })]);
    expect(chosen).toBe('a-drops');
    const refused = answer(marked, [drops], () => false);
    expect(refused.allowed).toBe(false);
  });

  it('twenty of them hold when each fits and none may be used, and the last is found', () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      policy(`p-${String(index).padStart(2, '0')}`, { requiredDropCapabilities: ['ALL'], allowedCapabilities: [] }),
    );
    expect(many.length).toBeGreaterThan(MOST_ASKED);
    // Without the objects that judge: a refusal would be one for want of budget.
    const bound = objectsOf(many).slice(0, 2);
    expect(evaluateAdmission(request(POD), bound, () => false, MINOR)).toEqual({ allowed: true, reasons: [] });
    const last = evaluateAdmission(request(POD), bound, (_who, { name }) => name === 'p-19', MINOR);
    expect(last.policy).toBe('p-19');
  });

  it('an update changes nothing', () => {
    const update: PodRequest = {
      ...request(POD),
      operation: 'UPDATE',
      oldPod: { ...POD, metadata: { labels: { a: 'b' } } },
    };
    expect(evaluateAdmission(update, objectsOf([drops]), EVERYBODY, MINOR).allowed).toBe(false);
  });

  it.each([0, 1, 2, 3])('say of made-up pods what PodSecurityPolicy says, set %i', { timeout: MINUTE }, (set) => {
    const seed = SEED + set;
    const given = fc.sample(validPolicy, { seed, numRuns: 1 + set });
    const policies = given.map((each, index): NamedPolicy => ({ ...each, name: `p-${index}` }));
    const objects = objectsOf(policies, set % 2 === 0);
    const authorise: Authorise = (_who, { name = '' }) => name.split(' or ').some((one) => one !== 'p-1');
    for (const pod of fc.sample(arbitraryPod(policies), { seed, numRuns: 10 }).map(comparable)) {
      const ours = evaluateAdmission(request(pod), objects, authorise, MINOR);
      const theirs = evaluatePolicies(request(pod), policies, authorise);
      const meaning = ({ allowed, mutated }: typeof ours) =>
        allowed ? { allowed, pod: meaningOf(mutated ?? pod) } : { allowed };
      expect(meaning(ours), JSON.stringify(pod)).toEqual(meaning(theirs));
    }
  });
});
