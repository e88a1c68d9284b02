import { Expression, type HelmChart } from '../../helm';
import { bandsOf } from '../../pod-security/bands';
import { addPolicyNotes } from '../../pod-security/notes';
import { all, asExpression, not, some } from '../../pod-security/when';
import type { CheckedPolicies, CheckedPolicy } from './checked';
import type { PolicyValues } from './values';

const { allOf, anyOf, call, choose, concat, negate } = Expression;

/** NOTES.txt: what the cluster does with the policies, what it does not, and what to do next. */
export function addNotes(chart: HelmChart, values: PolicyValues, checked: CheckedPolicies): void {
  const { policies, audits, namespaces, exemptNamespaces } = values;
  const bands = bandsOf(chart);
  chart.addNotesWhen(negate(policies), 'No policy is given yet: set the value "podSecurityPolicies".');
  addPolicyNotes(chart, { given: policies, audits, policyName: `${chart.fullname}-NAME` });

  const note = (condition: Expression, head: readonly string[], lines: Expression): void =>
    chart.addNotesWhen(allOf(condition, lines), ...head, call('join', '\n', lines).asString());
  const everywhere = allOf(policies, negate(anyOf(namespaces, exemptNamespaces)));
  chart.addNotesWhen(
    asExpression(all(bands.validation, not(audits), everywhere)),
    'The policies judge every pod of the cluster, those of kube-system too: the values "namespaces" and "exemptNamespaces" say',
    'which they judge.',
  );
  note(
    asExpression(bands.none),
    ['The policies begin with these levels. What they set in pods elsewhere is not set here:'],
    levels(checked.each()),
  );
  note(
    asExpression(all(bands.validation, not(bands.defaulting))),
    ['Nothing is set in pods: that takes Kubernetes 1.36. To pods that leave out what a policy sets, it says:'],
    unset(checked.each(), audits),
  );
  note(
    asExpression(all(bands.defaulting, audits)),
    [
      'Nothing is set in pods while they are only told of. In mode "enforce" these fields are set in pods that leave them out:',
    ],
    sets(checked.each()),
  );
  note(
    asExpression(all(bands.defaulting, not(audits))),
    [`Set by the MutatingAdmissionPolicy ${chart.fullname} in pods that leave it out:`],
    sets(checked.each()),
  );
  note(
    asExpression(some(bands.validation, all(bands.policies, not(audits)))),
    ['Nobody may use these policies by this release, so they let nobody in: they have no "subjects".'],
    unused(checked.each()),
  );
}

/** What a policy would set: the names of its fields, in one text. */
function setFields(policy: CheckedPolicy): Expression {
  const names = SETTING.map(([name, sets]) => choose(sets(policy), name, ''));
  return call('join', ', ', call('compact', call('list', ...names)));
}

const hasIds = (name: 'runAsUser' | 'runAsGroup' | 'supplementalGroups' | 'fsGroup') => {
  return [name, (policy: CheckedPolicy) => call('hasPrefix', 'MustRunAs', policy.rule(name))] as const;
};

/** Fields, and when they set something in a pod that leaves it out. */
const SETTING: readonly (readonly [string, (policy: CheckedPolicy) => Expression])[] = [
  ['allowPrivilegeEscalation', (policy) => policy.denies('allowPrivilegeEscalation')],
  [
    'defaultAllowPrivilegeEscalation',
    (policy) => call('kindIs', 'bool', policy.field('defaultAllowPrivilegeEscalation')),
  ],
  ['defaultAddCapabilities', (policy) => policy.list('defaultAddCapabilities')],
  ['requiredDropCapabilities', (policy) => policy.list('requiredDropCapabilities')],
  ['seLinux', (policy) => policy.rule('seLinux').ne('RunAsAny')],
  hasIds('runAsUser'),
  hasIds('runAsGroup'),
  hasIds('supplementalGroups'),
  hasIds('fsGroup'),
  ['readOnlyRootFilesystem', (policy) => policy.field('readOnlyRootFilesystem')],
  ['runtimeClass', (policy) => policy.record('runtimeClass').field('defaultRuntimeClassName')],
  ['appArmorDefaultProfile', (policy) => policy.profile('appArmorDefaultProfile')],
  ['seccompDefaultProfile', (policy) => policy.profile('seccompDefaultProfile')],
];

function sets(policy: CheckedPolicy): Expression {
  const fields = setFields(policy);
  return policy.loop.collectWhen(fields, concat('  ', policy.name, ': ', fields));
}

function unset(policy: CheckedPolicy, audits: Expression): Expression {
  const fields = setFields(policy);
  const refused = choose(audits, 'would refuse', 'refuses');
  const answer = choose(policy.text('unset').eq('allow'), 'lets in', refused);
  const says = concat('  ', policy.name, ' ', answer, ' those without ', fields);
  return policy.loop.collectWhen(fields, says);
}

function levels(policy: CheckedPolicy): Expression {
  const level = policy.text('level').defaultTo('none');
  const more = choose(policy.saysMore, ' and fields of its own', '');
  const fields = setFields(policy);
  return policy.loop.collect(
    concat('  ', policy.name, ': ', level, more, choose(fields, concat(', sets ', fields), '')),
  );
}

function unused(policy: CheckedPolicy): Expression {
  return policy.loop.collectWhen(negate(policy.subjects), concat('  ', policy.name));
}
