import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../../lib/kubernetes/pod-templates';
import { evaluateAdmission } from '../../../../../lib/pod-security/language/admission/evaluate';
import type { Pod } from '../../../../../lib/pod-security/language/pod/model';
import type { PodRequest } from '../../../../../lib/pod-security/language/pod/request';

const GROUP = 'admissionregistration.k8s.io/v1';
const RULES = { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['pods'] }] };
const POD: Pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'main', image: 'example.com/main' }] } };

const request = (more: Partial<PodRequest> = {}): PodRequest => ({
  operation: 'CREATE',
  pod: POD,
  namespaceName: 'shop',
  user: { username: 'jane', groups: ['developers'] },
  ...more,
});

const validating = (spec: object, binding: object = { validationActions: ['Deny'] }): readonly Manifest[] => [
  {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'p' },
    spec: { matchConstraints: RULES, ...spec },
  },
  {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'b' },
    spec: { policyName: 'p', ...binding },
  },
];

const mutating = (expression: string): readonly Manifest[] => [
  {
    apiVersion: GROUP,
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: 'm' },
    spec: { matchConstraints: RULES, mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression } }] },
  },
  {
    apiVersion: GROUP,
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: 'm' },
    spec: { policyName: 'm' },
  },
];

const ask = (objects: readonly Manifest[], more: Partial<PodRequest> = {}, minor = 36) =>
  evaluateAdmission(request(more), objects, () => false, minor);

const NEVER = { validations: [{ expression: 'false', message: 'never' }] };
const DENIED = "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: never";

describe('the evaluator of admission policies', () => {
  it('tells who denies, in the words of the server', () => {
    expect(ask(validating(NEVER))).toEqual({ allowed: false, reasons: [{ field: '', message: DENIED }] });
  });

  it('lets in what no binding means, and what no policy is bound to', () => {
    const [policy, binding] = validating(NEVER, {
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } },
    });
    expect(ask([policy, binding] as readonly Manifest[]).allowed).toBe(true);
    expect(ask([policy] as readonly Manifest[]).allowed).toBe(true);
  });

  it('warns, and says what is written into the audit log, as the binding wants it', () => {
    const spec = { ...NEVER, auditAnnotations: [{ key: 'who', valueExpression: 'request.userInfo.username' }] };
    expect(ask(validating(spec, { validationActions: ['Warn', 'Audit'] }))).toEqual({
      allowed: true,
      reasons: [],
      warnings: [
        "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': never",
        "Written to the audit log for ValidatingAdmissionPolicy 'p' with binding 'b': never",
        'Written to the audit log: p/who: jane',
      ],
    });
  });

  it('says that a policy with parameters is not evaluated', () => {
    const spec = { ...NEVER, paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } };
    const bound = { validationActions: ['Deny'], paramRef: { name: 'a', parameterNotFoundAction: 'Deny' } };
    expect(ask(validating(spec, bound))).toEqual({
      allowed: true,
      reasons: [],
      warnings: ["ValidatingAdmissionPolicy 'p' with binding 'b' is not evaluated: it has parameters"],
    });
    const without = { ...spec, validations: [{ expression: 'params != null', message: 'never' }] };
    expect(ask(validating(without)).reasons).toEqual([{ field: '', message: DENIED }]);
  });

  it('says that a server is too old for a policy', () => {
    const { allowed, warnings } = ask(mutating("[JSONPatch{op: 'remove', path: '/spec'}]"), {}, 35);
    expect(allowed).toBe(true);
    expect(warnings).toEqual(["MutatingAdmissionPolicy 'm' is not evaluated: it needs Kubernetes 1.36"]);
    expect(ask(validating(NEVER), {}, 29).allowed).toBe(true);
  });

  it('shows expressions the defaults of the server, and leaves them out of the answer', () => {
    const expression = 'object.spec.restartPolicy == "Always" && object.spec.containers[0].imagePullPolicy == "Always"';
    const objects = [
      ...validating({ validations: [{ expression }] }),
      ...mutating("[JSONPatch{op: 'add', path: '/spec/securityContext/fsGroup', value: 5}]"),
    ];
    expect(ask(objects)).toEqual({
      allowed: true,
      reasons: [],
      mutated: { ...POD, spec: { ...POD.spec, securityContext: { fsGroup: 5 } } },
    });
  });

  it('shows policies that validate what those that mutate have made, with AppArmor profiles of annotations in fields', () => {
    const annotation = { 'container.apparmor.security.beta.kubernetes.io/main': 'localhost/web' };
    const pod = { ...POD, metadata: { ...POD.metadata, annotations: annotation } };
    const expression =
      "object.spec.hostPID && object.spec.containers[0].securityContext.appArmorProfile.localhostProfile == 'web'";
    const objects = [
      ...validating({ validations: [{ expression }] }),
      ...mutating(
        "has(object.spec.containers[0].securityContext) ? [] : [JSONPatch{op: 'add', path: '/spec/hostPID', value: true}]",
      ),
    ];
    expect(ask(objects, { pod })).toMatchObject({ allowed: true, mutated: { spec: { hostPID: true } } });
  });

  it('calls a policy again that wants to see the pod once more, unless its conditions did not hold', () => {
    const expression =
      "[JSONPatch{op: 'add', path: '/metadata/generateName', value: object.metadata.?generateName.orValue('') + 'x'}]";
    const again = (more: object): readonly Manifest[] =>
      mutating(expression).map((object) =>
        'mutations' in (object.spec as object)
          ? { ...object, spec: { ...(object.spec as object), reinvocationPolicy: 'IfNeeded', ...more } }
          : object,
      );
    expect(ask(again({})).mutated?.metadata?.generateName).toBe('xx');
    const once = { matchConditions: [{ name: 'once', expression: '!has(object.metadata.generateName)' }] };
    expect(ask(again(once)).mutated?.metadata?.generateName).toBe('x');
    const never = { matchConditions: [{ name: 'never', expression: 'has(object.metadata.generateName)' }] };
    expect(ask(again(never)).mutated).toBeUndefined();
  });

  it('refuses what a server refuses after a mutation: privileges that may not be gained and are there', () => {
    const pod: Pod = { spec: { containers: [{ name: 'main', securityContext: { privileged: true } }] } };
    const objects = mutating(
      "[JSONPatch{op: 'add', path: '/spec/containers/0/securityContext/allowPrivilegeEscalation', value: false}]",
    );
    expect(ask(objects, { pod }).reasons).toEqual([
      {
        field: 'spec.containers[0].securityContext',
        message: 'Invalid value: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
      },
    ]);
  });

  it('asks for rights in the name of the user, and of the service account', () => {
    const check = "group('').resource('pods').namespace('shop').check('delete').allowed()";
    const objects = validating({
      validations: [
        { expression: `authorizer.${check}`, message: 'user' },
        { expression: `authorizer.serviceAccount('shop', 'robot').${check}`, message: 'account' },
      ],
    });
    const answer = evaluateAdmission(request(), objects, ({ username }) => username === 'jane', 36);
    expect(answer.reasons.map(({ message }) => message.split(': ').at(-1))).toEqual(['account']);
  });
});
