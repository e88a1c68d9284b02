import { type Expression, type HelmChart, ValueSchema } from '../../helm';
import { MOST_IN_VALUES } from '../../pod-security/language/admission/policy-map';
import { POLICY, POLICY_KEY } from './policy-values';

/** What the user of the chart says. */
export interface PolicyValues {
  readonly policies: Expression;
  /** Whether pods are only told of. */
  readonly audits: Expression;
  readonly exemptNamespaces: Expression;
  readonly namespaces: Expression;
}

const NAMESPACES = ValueSchema.text({ pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' });

/** Declares the values. */
export function policyValues({ values }: HelmChart): PolicyValues {
  const policies = values.addMap('podSecurityPolicies', {
    description: `PodSecurityPolicies by name. A pod is let in by any policy that it fits and that it may use. There is room for ${MOST_IN_VALUES}: from Kubernetes 1.30 on each costs up to a tenth of what the API server spends on an admission policy.`,
    keyPattern: POLICY_KEY,
    maxEntries: MOST_IN_VALUES,
    entries: POLICY,
    example: {
      restricted: {
        level: 'restricted',
        subjects: [{ kind: 'Group', name: 'system:serviceaccounts:shop' }],
      },
    },
  });
  const mode = values.addChoice('mode', {
    description:
      'What becomes of a pod that no policy lets in. enforce: it is refused. audit: whoever makes it is warned, and the audit log says so, from Kubernetes 1.30 on; up to 1.24 nothing is rendered, for a PodSecurityPolicy knows no audit. Where the API server has the admission plugin PodSecurityPolicy and no other policy is there, it then refuses every pod: switch the plugin off first.',
    choices: ['audit', 'enforce'],
    defaultValue: 'audit',
  });
  const exemptNamespaces = values.addList('exemptNamespaces', {
    description:
      'Namespaces in which every pod is let in. They must exist: up to Kubernetes 1.24 a policy that allows everything is bound there.',
    items: NAMESPACES,
    uniqueItems: true,
    example: ['kube-system'],
  });
  const namespaces = values.addList('namespaces', {
    description:
      'From Kubernetes 1.30 on only pods of these namespaces are judged. Empty: of all but the exempt ones. A PodSecurityPolicy knows no such limit.',
    items: NAMESPACES,
    uniqueItems: true,
    example: ['shop'],
  });
  return { policies, audits: mode.eq('audit'), exemptNamespaces, namespaces };
}
