import { ADMITTED_BY } from '../annotations';
import type { PodAnswer } from '../pod/answer';
import type { Pod } from '../pod/model';
import type { Authorise, Identity, PodRequest } from '../pod/request';
import { checkPod, refuses } from './check-pod';
import { podOf, viewOf } from './containers';
import { lacks, withDefaults } from './defaults';
import type { NamedPolicy } from './policy';
import { withAnnotations, withSeccompInStep } from './profiles';
import { NO_POLICY } from './reasons';
import { type Rules, rulesOf } from './rules';
import { isCleanUp } from './update';
import { contradictions } from './valid';

/** A role for policies of either group lets them be used. */
const GROUPS = ['policy', 'extensions'];

/**
 * What Kubernetes 1.24 answers to a pod, with PodSecurityPolicies and nothing else in its way. The pod is the one that
 * reaches admission: with defaults and the volume of its token, see `arrivingPod`.
 *
 * - Policies are tried by name. A new pod gets what each would give it, and is then held against it. The first that changes
 *   nothing lets it in, else the first that fits.
 * - An update changes no pod: a policy that would have to is passed over without a reason. The policy that let the pod in
 *   is tried first. Updates of owners and finalizers alone, and of subresources, are never refused.
 * - Whoever asks, or the service account of the pod, must have the verb `use` on the policy. Only policies that may be used
 *   say why they refuse: reasons may be none. The server says them in any order of policies, we by name.
 *
 * `allowedProcMountTypes` counts as on a server whose feature gate ProcMountType is on; one without drops the field when the
 * policy is stored.
 */
export function evaluatePolicies(
  request: PodRequest,
  policies: readonly NamedPolicy[],
  authorise: Authorise,
): PodAnswer {
  const isNew = request.operation === 'CREATE';
  if (request.subresource !== undefined && request.subresource !== '') return LET_IN;
  if (!isNew && isCleanUp(request.pod, request.oldPod)) return LET_IN;
  const inOrder = inOrderOf(policies, isNew ? undefined : request.pod.metadata?.annotations?.[ADMITTED_BY]);
  if (inOrder.length === 0) return { allowed: false, reasons: [{ field: '', message: NO_POLICY }] };
  const mayUse = userOf(request, authorise);
  const view = viewOf(request.pod);
  const changing: Rules[] = [];
  for (const rules of inOrder) {
    if (lacks(view, rules)) changing.push(rules);
    else if (!refuses(view, rules) && mayUse(rules)) return letIn(request, request.pod, rules);
  }
  for (const rules of isNew ? changing : []) {
    if (refuses(view, rules, true)) continue;
    const given = withDefaults(view, rules);
    if (!refuses(given, rules) && mayUse(rules)) return letIn(request, podOf(given), rules);
  }
  const reasons = inOrder.filter(mayUse).flatMap((rules) => {
    const asked = changing.includes(rules) ? withDefaults(view, rules) : view;
    return checkPod(asked, rules).map((fault) => ({ ...fault, policy: rules.name }));
  });
  return { allowed: false, reasons };
}

const LET_IN: PodAnswer = { allowed: true, reasons: [] };

/** The policies that the server can use, the hinted one first. */
function inOrderOf(policies: readonly NamedPolicy[], first: string | undefined): readonly Rules[] {
  const usable = policies.map(rulesOf).filter((rules) => rules !== undefined);
  return usable.sort((one, other) => {
    if (one.name === other.name) return 0;
    if (one.name === first || other.name === first) return one.name === first ? -1 : 1;
    return one.name < other.name ? -1 : 1;
  });
}

/**
 * Whether a policy may be used. The service account is asked as the server does it here: without the group of all who are
 * authenticated, which it has when it asks itself.
 */
function userOf({ pod, namespaceName: namespace, user }: PodRequest, authorise: Authorise): (rules: Rules) => boolean {
  const account = pod.spec.serviceAccountName || pod.spec.serviceAccount;
  const identities: readonly Identity[] = account ? [accountOf(namespace, account), user] : [user];
  const known = new Map<string, boolean>();
  const ask = (name: string): boolean =>
    identities.some((who) =>
      GROUPS.some((apiGroup) =>
        authorise(who, { apiGroup, resource: 'podsecuritypolicies', verb: 'use', name, namespace }),
      ),
    );
  return ({ name }) => {
    const answer = known.get(name) ?? ask(name);
    known.set(name, answer);
    return answer;
  };
}

function accountOf(namespace: string, name: string): Identity {
  const all = 'system:serviceaccounts';
  return { username: `system:serviceaccount:${namespace}:${name}`, groups: [all, `${all}:${namespace}`] };
}

/** A new pod is stored with the name of its policy, unless what it was given makes it a pod that no server takes. */
function letIn({ operation, pod: asked }: PodRequest, pod: Pod, { name }: Rules): PodAnswer {
  if (operation === 'UPDATE') return { ...LET_IN, policy: name };
  const reasons = pod === asked ? [] : contradictions(pod);
  if (reasons.length > 0) return { allowed: false, reasons, policy: name };
  const stored = withSeccompInStep({ ...pod, metadata: withAnnotations(pod, { [ADMITTED_BY]: name }) });
  return { ...LET_IN, policy: name, mutated: stored };
}
