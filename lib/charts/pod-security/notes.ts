import { Expression, type HelmChart } from '../../helm';
import { addPolicyNotes } from '../../pod-security/notes';
import type { PolicyValues } from './values';

/** NOTES.txt: what the cluster does with the policies, and what to do next. */
export function addNotes(chart: HelmChart, { policies, audits }: PolicyValues): void {
  chart.addNotesWhen(Expression.negate(policies), 'No policy is given yet: set the value "podSecurityPolicies".');
  addPolicyNotes(chart, { given: policies, audits, policyName: `${chart.fullname}-NAME` });
}
