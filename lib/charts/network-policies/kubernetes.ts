import { ApiObject } from 'cdk8s';
import { Block, type HelmChart, Range, ValueSchema } from '../../helm';

/** Keys of the maps become the ends of names. */
export const NAME_PATTERN = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$';

const anything = ValueSchema.anything();
const RULES = ValueSchema.listOf(ValueSchema.mapOf(anything));

/** NetworkPolicies, one for each entry of a map. */
export function addNetworkPolicies(chart: HelmChart): void {
  const policies = chart.values.addMap('networkPolicies', {
    description: 'NetworkPolicies of Kubernetes: a name, and the spec. Names of objects get the release in front.',
    keyPattern: NAME_PATTERN,
    entries: ValueSchema.record({
      podSelector: {
        schema: ValueSchema.mapOf(anything),
        description: 'Which pods of the namespace the policy is for; {} is all of them.',
        required: true,
      },
      policyTypes: {
        schema: ValueSchema.listOf(ValueSchema.choice('Ingress', 'Egress'), { maxItems: 2 }),
        description:
          'Directions in which the pods are isolated. Not given: Ingress, and Egress where there are such rules.',
      },
      ingress: { schema: RULES, description: 'Who may call the pods, on which ports.' },
      egress: { schema: RULES, description: 'Whom the pods may call, on which ports.' },
    }),
    example: {
      web: {
        podSelector: { matchLabels: { app: 'web' } },
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'edge' } } }], ports: [{ port: 8080 }] }],
      },
    },
  });
  const each = new Range(chart, 'network-policies', { over: policies, keyName: 'name', itemName: 'policy' });
  // An empty list means what a missing one means, and would look like a change each time it is applied.
  const optional = (field: string): object => ({ [field]: Block.when(each.item.field(field), each.item.field(field)) });
  new ApiObject(each, 'policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    spec: {
      podSelector: each.item.field('podSelector'),
      ...optional('policyTypes'),
      ...optional('ingress'),
      ...optional('egress'),
    },
  });
}
