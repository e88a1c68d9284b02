import { ApiObject } from 'cdk8s';
import { Expression, type HelmChart, If, Range, ValueSchema } from '../../helm';
import { NAME_PATTERN } from './kubernetes';

const CILIUM = 'cilium.io/v2';

/** The kinds of Cilium: only where the cluster serves them, which it does once Cilium's operator has run. */
const KINDS = [
  {
    value: 'ciliumNetworkPolicies',
    kind: 'CiliumNetworkPolicy',
    isWide: false,
    description: 'CiliumNetworkPolicies: a name, and the spec. Rendered only where the cluster has that API.',
    example: {
      web: { spec: { endpointSelector: { matchLabels: { app: 'web' } }, ingress: [{ fromEntities: ['cluster'] }] } },
    },
  },
  {
    value: 'ciliumClusterwideNetworkPolicies',
    kind: 'CiliumClusterwideNetworkPolicy',
    isWide: true,
    description:
      'CiliumClusterwideNetworkPolicies, for pods of every namespace or for nodes: a name, and the spec. Rendered only where the cluster has that API.',
    example: {
      metadata: { spec: { endpointSelector: {}, egressDeny: [{ toCIDR: ['169.254.169.254/32'] }] } },
    },
  },
] as const;

/** Policies of Cilium, one for each entry of a map. Their specs are handed on as they are, empty lists too. */
export function addCiliumPolicies(chart: HelmChart): void {
  for (const { value, kind, isWide, description, example } of KINDS) {
    const policies = chart.values.addMap(value, {
      description,
      keyPattern: NAME_PATTERN,
      entries: ValueSchema.record({
        spec: {
          schema: ValueSchema.mapOf(ValueSchema.anything()),
          description: `The spec of the ${kind}.`,
          required: true,
        },
      }),
      example,
    });
    const served = chart.capabilities.hasApi(`${CILIUM}/${kind}`);
    chart.addNotesWhen(
      Expression.allOf(Expression.negate(served), policies),
      '',
      `None of "${value}" was made: the cluster does not serve the API of Cilium. Upgrade the release once it does.`,
    );
    const where = new If(chart, `${value}-served`, { when: served });
    const each = new Range(where, value, { over: policies, keyName: 'name', itemName: 'policy' });
    new ApiObject(each, 'policy', {
      apiVersion: CILIUM,
      kind,
      ...metadataOf(chart, isWide, each.key),
      spec: each.item.field('spec'),
    });
  }
}

/**
 * Cluster-wide objects of releases in two namespaces must not meet: a hash stands for namespace and release. The chart itself
 * names what lies in a namespace.
 */
function metadataOf(
  chart: HelmChart,
  isWide: boolean,
  key: Expression,
): { readonly metadata?: { readonly name: string } } {
  if (!isWide) return {};
  const { namespaceName, name } = chart.release;
  const owner = Expression.call('trunc', 8, Expression.call('sha256sum', Expression.concat(namespaceName, '/', name)));
  const readable = Expression.call('trimSuffix', '-', Expression.call('trunc', 31, chart.fullname));
  return { metadata: { name: `${readable}-${owner}-${key}` } };
}
