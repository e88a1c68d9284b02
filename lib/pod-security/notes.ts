import type { HelmChart } from '../helm';
import { bandsOf } from './bands';
import { all, not, some, type When } from './when';

/** What the notes depend on. */
export interface NotesParts {
  /** Whether there are policies. */
  readonly given: When;
  readonly audits: When;
  /** How the names of the policies begin or what they are, as a user would write it. */
  readonly policyName: string;
}

/** NOTES.txt: what the cluster does with the policies, and what to do next. */
export function addPolicyNotes(chart: HelmChart, { given, audits, policyName }: NotesParts): void {
  const bands = bandsOf(chart);
  const enforces = not(audits);
  const note = (conditions: readonly When[], ...lines: readonly string[]): void => {
    const when = all(given, ...conditions);
    if (when === true) chart.addNotes(...lines);
    else if (when !== false) chart.addNotesWhen(when, ...lines);
  };
  note(
    [bands.policies, audits],
    'No PodSecurityPolicy was made: this cluster has them, and they know no audit. To enforce the policies: mode "enforce".',
    'WARNING: where the API server has the admission plugin PodSecurityPolicy and the cluster has no other policy, every pod is',
    'refused now, those of administrators too. Take PodSecurityPolicy out of --enable-admission-plugins, or keep another policy.',
  );
  note(
    [bands.policies, enforces],
    'The PodSecurityPolicies act where the API server has the admission plugin PodSecurityPolicy, which is not seen from here.',
  );
  note(
    [bands.none],
    'No policy was made: Kubernetes 1.25 to 1.29 has neither PodSecurityPolicy nor ValidatingAdmissionPolicy. Label the',
    'namespaces instead; the cluster then holds their pods against a level of the Pod Security Standards:',
    '  kubectl label namespace NAMESPACE pod-security.kubernetes.io/warn=restricted',
    '  kubectl label namespace NAMESPACE pod-security.kubernetes.io/enforce=baseline',
    'What a level does not say is not enforced: who may use a policy, ranges of ids, folders of the node, read-only root file',
    'systems, and whatever policies set in pods.',
  );
  note(
    [bands.validation, audits],
    'Pods that no policy lets in are let in all the same: whoever makes one is warned, and the audit log of the API server has',
    'the annotation validation.policy.admission.k8s.io/validation_failure. To refuse them: mode "enforce".',
  );
  note(
    [bands.validation, enforces],
    `Pods that no policy lets in are refused by the ValidatingAdmissionPolicy ${chart.fullname}.`,
  );
  note(
    [some(bands.validation, all(bands.policies, enforces))],
    'Who may use a policy:',
    `  kubectl auth can-i use podsecuritypolicies.policy/${policyName} -n NAMESPACE --as=system:serviceaccount:NAMESPACE:ACCOUNT`,
  );
}
