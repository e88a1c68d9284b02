/** What an admission policy of PodSecurityPolicies may cost, and whom it asks about, on a server. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useNames } from '../../../lib/pod-security/language/admission/authorisation';
import { literalsOf } from '../../../lib/pod-security/language/admission/literals';
import { type AdmissionPolicy, admissionObjects } from '../../../lib/pod-security/language/admission/objects';
import type { Variable } from '../../../lib/pod-security/language/admission/variable';
import { BINDING_LIMIT } from '../../../lib/pod-security/language/admission/worst-case';
import {
  type Authority,
  CelActivation,
  compileCel,
  compileVariables,
  environmentOfServer,
  evaluateCel,
} from '../../../lib/pod-security/language/cel';
import { POLICY_OF_LEVEL } from '../../../lib/pod-security/language/levels';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import type { NamedPolicy } from '../../../lib/pod-security/language/psp/policy';
import { inParallel } from '../../helm/values/helm-chart';
import { describeWith } from '../../tools/describe';
import { api, create } from '../cluster/api';
import { type Cluster, clusterTools, freshNamespace, sharedCluster } from '../cluster/cluster';
import { tryPod } from './ask';
import { accountOf as account, namespaceOf, podMaker, put, settled } from './place';
import { accountOf, binding, groupOf, roleOf, useRole } from './rights';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const KINDS = ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'] as const;
const POLICIES = 12;

const image = 'example.com/main:1';
const plain: Pod = { spec: { containers: [{ name: 'main', image }] } };

describeWith(clusterTools('1.36'), 'the limits of admission policies, on Kubernetes 1.36', () => {
  let cluster: Cluster;
  let namespace: string;
  const standing: string[] = [];
  const roles: string[] = [];

  const install = async (policy: AdmissionPolicy, ...others: object[]): Promise<void> => {
    standing.push(policy.metadata.name);
    for (const [index, object] of [policy, ...others].entries()) {
      await create(cluster, `${GROUP}/${KINDS[index]}`, object);
    }
  };

  beforeAll(async () => {
    cluster = await sharedCluster('1.36');
    namespace = await freshNamespace(cluster, 'limits');
    await put(cluster, [account(namespace)]);
    roles.push(`${namespace}-makers`);
    await put(cluster, [
      roleOf(`${namespace}-makers`, { apiGroups: [''], resources: ['pods'], verbs: ['*'] }),
      binding(`${namespace}-makers`, groupOf('pod-makers'), namespace),
    ]);
    await settled('the namespace has its account', async () => {
      const said = await tryPod(cluster, namespace, plain, podMaker());
      return 'message' in said ? said.message : undefined;
    });
  });

  afterAll(async () => {
    for (const kind of [...KINDS].reverse()) {
      await inParallel(4, standing, (name) => api(cluster, 'DELETE', `${GROUP}/${kind}/${name}`));
    }
    await inParallel(4, roles, (name) =>
      api(cluster, 'DELETE', `/apis/rbac.authorization.k8s.io/v1/clusterroles/${name}`),
    );
  });

  const withPort = (hostPort: number, serviceAccountName = 'default'): Pod => ({
    spec: { serviceAccountName, containers: [{ name: 'main', image, ports: [{ containerPort: hostPort, hostPort }] }] },
  });

  it(`asks for ${POLICIES} policies two by two, and takes the right to one for the right to both`, async () => {
    const name = (index: number): string => `${namespace}-${String(index).padStart(2, '0')}`;
    const policies = Array.from({ length: POLICIES }, (_, index): NamedPolicy => {
      const { spec, profiles } = POLICY_OF_LEVEL.baseline;
      const hostPorts = [{ min: 1000 + index, max: 1000 + index }];
      return { name: name(index), spec: { ...spec, hostPorts }, profiles };
    });
    const names = useNames(policies.map((policy) => policy.name));
    expect(names[1]).toEqual([name(1), `${name(0)} or ${name(1)}`]);
    const literals = policies.map((policy) => literalsOf(policy, 'refuse'));
    const [law, bound] = admissionObjects(literals, {
      name: `${namespace}-two`,
      mode: 'enforce',
      namespaces: [namespace],
    });
    await install(law, bound);
    roles.push(...policies.map((policy) => policy.name));
    await put(
      cluster,
      policies.map((policy, index) => useRole(policy.name, names[index] ?? [])),
    );
    await put(cluster, [
      binding(name(1), groupOf('users-of-1'), namespace),
      binding(name(3), accountOf(namespace, 'web'), namespace),
    ]);
    const ask = async (pod: Pod, ...groups: string[]): Promise<string> => {
      const said = await tryPod(cluster, namespace, pod, podMaker(...groups));
      return 'message' in said ? said.message : 'let in';
    };
    const notAllowed = (index: number) =>
      `${name(index)}: fits, but neither the user nor the service account may use it`;
    await settled('the policy is in force', async () => {
      const said = await ask(withPort(1000));
      return said.includes(notAllowed(0)) ? undefined : said;
    });
    // All fit; the user may use one of them.
    expect(await ask(plain, 'users-of-1')).toBe('let in');
    expect(await ask(withPort(1001), 'users-of-1')).toBe('let in');
    // Only the other one of the two fits.
    expect(await ask(withPort(1000), 'users-of-1')).toContain(notAllowed(0));
    expect(await ask(withPort(1000), 'users-of-1')).toContain(
      `${name(1)}: spec.containers[0].hostPort: Invalid value: 1000: Host port 1000 is not allowed to be used. Allowed ports: [1001]`,
    );
    // The account may, whoever asks.
    expect(await ask(withPort(1003, 'web'))).toBe('let in');
    expect(await ask(withPort(1002, 'web'))).toContain(notAllowed(2));
    expect(await ask(withPort(1003))).toContain(notAllowed(3));
  });

  /** Who may do everything, and accounts nothing: as the administrator's requests are answered. */
  const ADMINISTRATOR: Authority = {
    who: { username: 'admin', groups: ['system:masters'] },
    authorise: ({ username }) => username === 'admin',
    authorisePath: () => true,
  };

  /** What our engine says that a policy costs for one pod: the validation, and the message that knows nobody. */
  function costOf({ spec }: AdmissionPolicy, object: object): number {
    const { variables, environment } = compileVariables(spec.variables, { minor: environmentOfServer(36) });
    const [validation] = spec.validations;
    const cost = (text = '', authority?: Authority): number => {
      const { program } = compileCel(text, environment);
      if (program === undefined) throw new Error(text);
      const request = { operation: 'CREATE', namespace };
      const input = { object, oldObject: null, request, ...(authority === undefined ? {} : { authority }) };
      const result = evaluateCel(program, new CelActivation(input, variables));
      if (result.error !== undefined) throw new Error(result.error);
      return result.cost + result.variablesCost;
    };
    return cost(validation?.expression, ADMINISTRATOR) + cost(validation?.messageExpression);
  }

  it('costs what our engine says: to the limit it is let in, a step further it is refused', async () => {
    const own = `${namespace}-cost`;
    const { path, object } = namespaceOf(own);
    await create(cluster, path, object);
    await put(cluster, [account(own), binding(`${namespace}-makers`, groupOf('pod-makers'), own)]);
    const literals = ['restricted', 'baseline', 'privileged'].map((level) =>
      literalsOf({ name: level, ...POLICY_OF_LEVEL[level as 'restricted'] }, 'refuse'),
    );
    const pod: Pod = {
      metadata: { name: 'web' },
      spec: {
        hostNetwork: true,
        serviceAccountName: 'web',
        initContainers: [{ name: 'first', image, securityContext: { capabilities: { add: ['KILL', 'SYS_TIME'] } } }],
        containers: [
          { name: 'main', image, ports: [{ containerPort: 80 }], volumeMounts: [{ name: 'logs', mountPath: '/logs' }] },
          { name: 'side', image, securityContext: { runAsUser: 0, privileged: true } },
        ],
        volumes: [{ name: 'logs', hostPath: { path: '/var/log' } }],
      },
    };
    const seen = await settledPod(own, pod);
    const [law, bound] = admissionObjects(literals, { name: own, mode: 'enforce', namespaces: [own] });
    const check = "authorizer.path('/nothing').check('get').allowed()";
    const fillers = (count: number, zeros: number): Variable[] => [
      ...Array.from({ length: count }, (_, index) => ({ name: `filler_${index}`, expression: `${check} && ${check}` })),
      { name: 'rest', expression: `[${'0,'.repeat(199)}0].all(a, [${'0,'.repeat(zeros)}0].all(b, b == 0))` },
      { name: 'fine', expression: `[${'0,'.repeat(zeros % 97)}0].all(b, b == 0)` },
    ];
    const filled = (name: string, count: number, zeros: number, steps: number): AdmissionPolicy => {
      const variables = [
        ...law.spec.variables,
        ...fillers(count, zeros),
        { name: 'steps', expression: `[${'0,'.repeat(steps)}0].all(b, b == 0)` },
      ];
      const used = variables.slice(law.spec.variables.length).map((variable) => `variables.${variable.name}`);
      const [validation] = law.spec.validations;
      const validations = [{ ...validation, expression: `${used.join(' && ')} && (${validation?.expression})` }];
      return { ...law, metadata: { name }, spec: { ...law.spec, variables, validations } } as AdmissionPolicy;
    };
    const left = (count: number, zeros: number, steps: number): number =>
      BINDING_LIMIT - costOf(filled(own, count, zeros, steps), seen);
    // As many checks as go in, then two lists that use up the rest.
    const checks = Math.floor((left(0, 0, 0) - 1000) / 700_000);
    const perZero = left(checks, 0, 0) - left(checks, 100, 0);
    const zeros = Math.floor(((left(checks, 0, 0) - 5000) / perZero) * 100);
    const perStep = left(checks, zeros, 0) - left(checks, zeros, 1);
    const steps = Math.floor(left(checks, zeros, 0) / perStep);
    expect(perStep).toBeLessThan(10);
    expect([left(checks, zeros, steps) >= 0, left(checks, zeros, steps + 1) < 0]).toEqual([true, true]);
    const answers: string[] = [];
    for (const more of [0, 1]) {
      const name = `${own}-${more}`;
      await install(filled(name, checks, zeros, steps + more), {
        ...bound,
        metadata: { name },
        spec: { ...bound.spec, policyName: name },
      });
      // Who may do nothing is refused as soon as the policy is there.
      await settled('the policy is in force', async () => {
        const said = await tryPod(cluster, own, pod, podMaker());
        return 'message' in said && said.message.includes(name) ? undefined : JSON.stringify(said);
      });
      answers.push(await asAdministrator(own, pod));
      for (const kind of [...KINDS].reverse()) await api(cluster, 'DELETE', `${GROUP}/${kind}/${name}`);
    }
    expect(answers[0]).toBe('let in');
    expect(answers[1]).toMatch(/cost budget/);
  });

  async function asAdministrator(where: string, pod: Pod): Promise<string> {
    const object = { apiVersion: 'v1', kind: 'Pod', ...pod };
    const { status, body } = await api(cluster, 'POST', `/api/v1/namespaces/${where}/pods?dryRun=All`, object);
    return status === 201 ? 'let in' : (JSON.parse(body) as { message: string }).message;
  }

  /** The pod as policies see it: with what the server fills in. */
  async function settledPod(where: string, pod: Pod): Promise<object> {
    let seen: object | undefined;
    await settled('pods can be made', async () => {
      const object = { apiVersion: 'v1', kind: 'Pod', ...pod };
      const { status, body } = await api(cluster, 'POST', `/api/v1/namespaces/${where}/pods?dryRun=All`, object);
      if (status !== 201) return body;
      seen = JSON.parse(body) as object;
      return undefined;
    });
    return seen ?? {};
  }
});
