import { describe, expect, it } from 'vitest';
import { checkValues } from '../../lib/helm/values/check-value';
import type { JsonMap } from '../../lib/helm/values/shape';
import { checkNetworkPolicySpec } from '../../lib/network/language/check-network-policy';
import { checkCiliumSpec } from '../../lib/network/language/cilium/check-policy';
import { CLUSTERS, clusterOptions } from './clusters';
import { type KubeObject, nameOf } from './objects';
import { constructOf, SHIPPED } from './shipped';

const CHART = { name: 'network-policies' };
const [PLAIN] = CLUSTERS;
const WITH_CILIUM = CLUSTERS.find(({ apiVersions }) => apiVersions.includes('cilium.io/v2/CiliumNetworkPolicy'));

interface Where {
  readonly cluster?: (typeof CLUSTERS)[number] | undefined;
  readonly namespace?: string;
  readonly release?: string;
}

function render(
  values: object,
  { cluster = WITH_CILIUM, namespace = 'shop', release = 'r' }: Where = {},
): readonly KubeObject[] {
  if (cluster === undefined) throw new Error('there is no such cluster');
  const options = {
    releaseName: release,
    releaseNamespace: namespace,
    values: { ...values },
    ...clusterOptions(cluster),
  };
  return constructOf(CHART).render(options) as KubeObject[];
}

const CILIUM = {
  ciliumNetworkPolicies: { web: { spec: { endpointSelector: {}, ingress: [{ fromEndpoints: [] }] } } },
  ciliumClusterwideNetworkPolicies: {
    all: { spec: { endpointSelector: {}, egressDeny: [{ toCIDR: ['10.0.0.1/32'] }] } },
  },
};

describe('charts/network-policies', () => {
  it('renders nothing with its default values', () => {
    expect(render({})).toEqual([]);
  });

  it.each([
    [{ ingress: true }, ['deny-ingress']],
    [{ egress: true }, ['allow-dns', 'deny-egress']],
    [{ egress: true, allowDns: false }, ['deny-egress']],
    [{ allowSameNamespace: true }, []],
    [{ ingress: true, allowSameNamespace: true }, ['allow-from-inside', 'deny-ingress']],
    [
      { ingress: true, egress: true, allowSameNamespace: true },
      ['allow-dns', 'allow-from-inside', 'allow-to-inside', 'deny-egress', 'deny-ingress'],
    ],
  ])('with defaultDeny %j has the policies %j', (defaultDeny, ends) => {
    const names = render({ defaultDeny }).map(({ metadata }) => metadata.name.replace('r-network-policies-', ''));
    expect(names.sort()).toEqual(ends);
  });

  it('hands a NetworkPolicy on, without lists that are empty', () => {
    const web = { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [], egress: [] };
    const [policy] = render({ networkPolicies: { web } });
    expect(policy).toMatchObject({ kind: 'NetworkPolicy', metadata: { name: 'r-network-policies-policy-web' } });
    expect(policy?.spec).toEqual({ podSelector: web.podSelector, policyTypes: ['Ingress'] });
  });

  it('hands policies of Cilium on as they are, empty lists too, where the cluster has that API', () => {
    expect(render(CILIUM, { cluster: PLAIN })).toEqual([]);
    const specs = Object.fromEntries(render(CILIUM).map(({ kind, spec }) => [kind, spec]));
    expect(specs).toEqual({
      CiliumNetworkPolicy: CILIUM.ciliumNetworkPolicies.web.spec,
      CiliumClusterwideNetworkPolicy: CILIUM.ciliumClusterwideNetworkPolicies.all.spec,
    });
  });

  it('names cluster-wide policies so that releases of other namespaces and names do not meet', () => {
    const where = [{}, { namespace: 'other' }, { release: `${'r'.repeat(52)}1` }, { release: `${'r'.repeat(52)}2` }];
    const names = where.flatMap((each) =>
      render(CILIUM, each)
        .filter(({ kind }) => kind === 'CiliumClusterwideNetworkPolicy')
        .map(nameOf),
    );
    expect(new Set(names).size).toBe(where.length);
  });

  it.each<JsonMap>([
    { networkPolicies: { web: { ingress: [] } } },
    { networkPolicies: { Web: { podSelector: {} } } },
    { networkPolicies: { web: { podSelector: {}, policyTypes: ['ingress'] } } },
    { networkPolicies: { web: { podSelector: {}, ingres: [] } } },
    { ciliumNetworkPolicies: { web: { specs: [] } } },
  ])('refuses the values %j', (values) => {
    expect(checkValues(constructOf(CHART).values._declarations, values)).not.toEqual([]);
  });

  it('is judged with policies in ci/ of which the language has nothing to say', () => {
    const problems: string[] = [];
    const cases = SHIPPED.find(({ name }) => name === CHART.name)?.cases ?? [];
    const objects = cases.flatMap(({ values }) => render(values));
    for (const { kind, spec } of objects) {
      const report = ({ message }: { readonly message: string }): void => void problems.push(message);
      if (kind === 'NetworkPolicy') checkNetworkPolicySpec(spec, {}, report);
      if (kind === 'CiliumNetworkPolicy' || kind === 'CiliumClusterwideNetworkPolicy')
        checkCiliumSpec(kind, spec, {}, report, () => false);
    }
    expect(objects.length).toBeGreaterThan(5);
    expect(problems).toEqual([]);
  });
});
