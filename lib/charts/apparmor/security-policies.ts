import { ApiObject } from 'cdk8s';
import { Block, Expression, ExpressionType, type HelmChart, If, Loop, Range, ValueSchema } from '../../helm';
import { bandsOf, POD_SECURITY_POLICY } from '../../pod-security/bands';
import { MOST_IN_VALUES } from '../../pod-security/language/admission/policy-map';
import { asExpression } from '../../pod-security/when';
import { addAdmissionPolicies } from '../pod-security/admission';
import { effectivePolicies } from '../pod-security/effective';

/** A profile: `NAME`, `localhost/NAME`, `runtime/default` or `unconfined`. Annotations hold lists with commas. */
const PROFILE_NAME = '^[^,<>]+$';

const NAMESPACE = ValueSchema.text({ pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' });

/**
 * PodSecurityPolicies with AppArmor annotations, as GitLab's chart made them, where the cluster still has that API; from
 * Kubernetes 1.30 on admission policies that say the same, and that only tell until somebody has them refuse.
 */
export function addSecurityPolicies(chart: HelmChart): void {
  const policies = chart.values.addMap('securityPolicies', {
    description: `PodSecurityPolicies that put pods under profiles; from Kubernetes 1.30 on admission policies that say the same, of which there may be ${MOST_IN_VALUES}.`,
    maxEntries: MOST_IN_VALUES,
    keyPattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
    entries: ValueSchema.record({
      defaultProfile: {
        schema: ValueSchema.text({ pattern: PROFILE_NAME }),
        description: 'Profile of containers that name none: its name, or runtime/default.',
      },
      allowedProfiles: {
        schema: ValueSchema.listOf(ValueSchema.text({ pattern: PROFILE_NAME })),
        description: 'Profiles that containers may name: names, runtime/default or unconfined.',
      },
      spec: {
        schema: ValueSchema.mapOf(ValueSchema.anything()),
        description: 'The spec of the PodSecurityPolicy.',
        required: true,
      },
    }),
  });
  const audits = chart.values
    .addChoice('securityPoliciesMode', {
      description:
        'What becomes of a pod that no policy lets in, from Kubernetes 1.30 on. audit: whoever makes it is warned, and the audit log says so. enforce: it is refused. Up to 1.24 the admission plugin of the API server decides.',
      choices: ['audit', 'enforce'],
      defaultValue: 'audit',
    })
    .eq('audit');
  const options = { items: NAMESPACE, uniqueItems: true };
  const exemptNamespaces = chart.values.addList('securityPoliciesExemptNamespaces', {
    ...options,
    description: 'Namespaces in which every pod is let in, from Kubernetes 1.30 on.',
    example: ['kube-system'],
  });
  const namespaces = chart.values.addList('securityPoliciesNamespaces', {
    ...options,
    description: 'From Kubernetes 1.30 on only pods of these namespaces are judged. Empty: of all but the exempt ones.',
    example: ['shop'],
  });
  const bands = bandsOf(chart);
  const served = new If(chart, 'served', { when: asExpression(bands.policies) });
  const each = new Range(served, 'policies', { over: policies, keyName: 'name', itemName: 'policy' });
  const [fallback, allowed] = [each.item.field('defaultProfile'), each.item.field('allowedProfiles')];
  new ApiObject(each, 'policy', {
    apiVersion: POD_SECURITY_POLICY,
    kind: 'PodSecurityPolicy',
    metadata: {
      name: `${chart.fullname}-${each.key}`,
      annotations: {
        ...Block.pairs(fallback, {
          'apparmor.security.beta.kubernetes.io/defaultProfileName': references(
            Expression.call('list', fallback),
          ).asString(),
        }),
        ...Block.pairs(allowed, {
          'apparmor.security.beta.kubernetes.io/allowedProfileNames': references(allowed).asString(),
        }),
      },
    },
    spec: each.item.field('spec'),
  });

  const loop = Loop.over(policies, { keyName: 'name', itemName: 'policy' });
  const [defaultHere, allowedHere] = [loop.item.field('defaultProfile'), loop.item.field('allowedProfiles')];
  const effective = effectivePolicies(loop, {
    name: Expression.concat(chart.fullname, '-', loop.key),
    spec: loop.item.field('spec').typed(ExpressionType.MAP),
    profiles: Expression.literal({
      appArmorDefaultProfile: Expression.choose(defaultHere, references(Expression.call('list', defaultHere)), ''),
      appArmorAllowedProfiles: Expression.choose(
        allowedHere,
        Expression.call('splitList', ',', references(allowedHere)),
        [],
      ),
    }),
    allowUnset: Expression.literal(false),
  });
  const parts = { name: chart.fullname.asString(), audits, exemptNamespaces, namespaces, bands, policies: effective };
  addAdmissionPolicies(new If(chart, 'security-policies', { when: policies }), parts);
}

/**
 * Profiles as annotations have them: `localhost/` in front of a bare name, as GitLab's chart took it. The names are put into
 * brackets, so that each of them is looked at as a whole.
 */
function references(names: Expression): Expression {
  const marked = Expression.call('printf', '<localhost/%s>', Expression.call('join', '><localhost/', names));
  const known = '<localhost/(localhost/[^>]*|runtime/default|unconfined)>';
  const right = Expression.call('regexReplaceAll', known, marked, '<${1}>');
  return Expression.call(
    'trimSuffix',
    '>',
    Expression.call('trimPrefix', '<', Expression.call('replace', '><', ',', right)),
  );
}
