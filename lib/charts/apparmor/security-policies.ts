import { ApiObject } from 'cdk8s';
import { Block, Expression, type HelmChart, If, Range, ValueSchema } from '../../helm';

/** The API that Kubernetes has had up to 1.24. */
const POD_SECURITY_POLICY = 'policy/v1beta1';

/** A profile: `NAME`, `localhost/NAME`, `runtime/default` or `unconfined`. Annotations hold lists with commas. */
const PROFILE_NAME = '^[^,<>]+$';

/** PodSecurityPolicies with AppArmor annotations, as GitLab's chart made them: only where the cluster still has that API. */
export function addSecurityPolicies(chart: HelmChart): void {
  const policies = chart.values.addMap('securityPolicies', {
    description:
      'PodSecurityPolicies that put pods under profiles. Rendered only where the cluster has that API (up to Kubernetes 1.24).',
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
  const served = new If(chart, 'served', {
    when: chart.capabilities.hasApi(`${POD_SECURITY_POLICY}/PodSecurityPolicy`),
  });
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
