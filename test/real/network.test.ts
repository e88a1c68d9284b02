import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkNetworkPolicySpec } from '../../lib/network/language/check-network-policy';
import { networkPolicySpec } from '../network/policies';
import { describeWith } from '../tools/describe';
import { api } from './cluster/api';
import { type Cluster, clusterTools, EDGES, freshNamespace, type Minor, sharedCluster } from './cluster/cluster';

const SEED = Number(process.env.NETWORK_SEED ?? 20_261_121);
const COUNT = 500;
const AT_ONCE = 8;

/** Addresses that Go once read and people write by mistake. */
const ODD_BLOCKS = [
  '010.0.0.0/8',
  '10.0.0.0/08',
  '10.1.2.3/8',
  '::ffff:10.0.0.0/104',
  '::ffff:10.0.0.0/96',
  '0000a::/16',
  '::1.2.3.4/128',
  '::1.2.3.04/128',
  '2001:DB8::/32',
  '1:2:3:4:5:6:1.2.3.4/128',
  '1:2:3:4:5:6:7:1.2.3.4/128',
];

const SPECS: readonly unknown[] = fc.sample(networkPolicySpec, { seed: SEED, numRuns: COUNT });

/** What we say of a spec: errors, and on a newer server what only those refuse. */
function verdictOf(spec: unknown, minor: Minor): readonly string[] {
  const messages: string[] = [];
  checkNetworkPolicySpec(spec, {}, ({ severity, message }) => {
    if (severity === 'error' || minor !== '1.24') messages.push(message);
  });
  return messages;
}

describe.each(EDGES)('Kubernetes %s', (minor) => {
  describeWith(clusterTools(minor), 'judges NetworkPolicies as we do', () => {
    let cluster: Cluster;
    let path: string;
    beforeAll(async () => {
      cluster = await sharedCluster(minor);
      const namespace = await freshNamespace(cluster, 'network');
      path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies?dryRun=All&fieldValidation=Strict`;
    });

    /** What the server says against a spec; undefined when it takes it. */
    async function refusal(spec: unknown): Promise<string | undefined> {
      const object = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p' }, spec };
      const { status, body } = await api(cluster, 'POST', path, object);
      if (status !== 201 && status !== 422) throw new Error(`${status}: ${body}`);
      return status === 201 ? undefined : (JSON.parse(body) as { readonly message: string }).message;
    }

    async function refusals(specs: readonly unknown[]): Promise<readonly (string | undefined)[]> {
      const said: (string | undefined)[] = [];
      for (let start = 0; start < specs.length; start += AT_ONCE)
        said.push(...(await Promise.all(specs.slice(start, start + AT_ONCE).map(refusal))));
      return said;
    }

    it.each(ODD_BLOCKS)('the block %s, alone and around and inside of others', async (cidr) => {
      const ipBlocks = [
        { cidr },
        { cidr, except: ['10.1.0.0/16'] },
        { cidr, except: ['::ffff:10.1.0.0/112'] },
        { cidr: '10.0.0.0/7', except: [cidr] },
        { cidr: '::/0', except: [cidr] },
      ];
      const specs = ipBlocks.map((ipBlock) => ({ podSelector: {}, ingress: [{ from: [{ ipBlock }] }] }));
      const theirs = await refusals(specs);
      expect(specs.map((spec) => verdictOf(spec, minor).length === 0)).toEqual(
        theirs.map((said) => said === undefined),
      );
    });

    it('values of expressions, of which Kubernetes 1.24 takes any', async () => {
      const spec = { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['-'] }] } };
      expect(verdictOf(spec, minor)).toHaveLength(1);
      expect([await refusal(spec)].map((said) => said === undefined)).toEqual([minor === '1.24']);
    });

    it(`${COUNT} generated ones, right and wrong`, async () => {
      const said = await refusals(SPECS);
      const disagreements = SPECS.flatMap((spec, index) => {
        const ours = verdictOf(spec, minor);
        const theirs = said[index];
        return ours.length > 0 === (theirs !== undefined) ? [] : [{ spec: JSON.stringify(spec), ours, theirs }];
      });
      expect(disagreements).toEqual([]);
      const refused = said.filter((message) => message !== undefined).length;
      expect(refused).toBeGreaterThan(COUNT / 5);
      expect(COUNT - refused).toBeGreaterThan(COUNT / 5);
    });
  });
});
