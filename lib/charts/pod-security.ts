import type { Construct } from 'constructs';
import { Expression, HelmChart, ValueSchema } from '../helm';
import { ABOUT } from './about';
import { CI_VALUES } from './pod-security/ci-values';
import { addPolicies } from './pod-security/policies';
import { README } from './pod-security/readme';

const VERSION = '0.1.0';

/**
 * `charts/pod-security`: PodSecurityPolicies as values, for clusters up to Kubernetes 1.24.
 *
 * With the default values, and on clusters that no longer have the API, nothing is rendered.
 */
export function podSecurityChart(scope: Construct): HelmChart {
  const chart = new HelmChart(scope, 'pod-security', {
    ...ABOUT,
    version: VERSION,
    appVersion: VERSION,
    description: 'PodSecurityPolicies by the levels of the Pod Security Standards, and who may use them.',
    keywords: ['podsecuritypolicy', 'pod-security-standards', 'security', 'hardening'],
    readme: README,
  });
  const { policies, served } = addPolicies(chart);
  const labels = chart.values.addMap('commonLabels', {
    description: 'Labels of every object.',
    entries: ValueSchema.text({ maxLength: 63 }),
  });
  chart.addLabels(labels.asMap());
  chart.addNotesWhen(
    Expression.negate(served),
    'PodSecurityPolicy is gone: this cluster does not have it (Kubernetes 1.25 and newer), so no policy was made.',
    'Label the namespaces instead; the cluster then holds their pods against a level of the Pod Security Standards:',
    '  kubectl label namespace NAMESPACE pod-security.kubernetes.io/warn=restricted',
    '  kubectl label namespace NAMESPACE pod-security.kubernetes.io/enforce=baseline',
    'What a level cannot say is the work of a ValidatingAdmissionPolicy (Kubernetes 1.30 and newer).',
  );
  chart.addNotesWhen(
    Expression.allOf(served, policies),
    'The policies act where the API server has the admission plugin PodSecurityPolicy, for those who may use them:',
    '  kubectl get podsecuritypolicies',
    `  kubectl auth can-i use podsecuritypolicy/${chart.fullname}-NAME --as=system:serviceaccount:NAMESPACE:ACCOUNT -n NAMESPACE`,
  );
  chart.addNotesWhen(
    Expression.allOf(served, Expression.negate(policies)),
    'No policy is given yet: set the value "podSecurityPolicies".',
  );
  for (const [name, given] of Object.entries(CI_VALUES)) chart.addCiValues(name, given);
  return chart;
}
