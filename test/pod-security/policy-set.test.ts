import { App, Chart, Testing } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../lib/diagnostics/diagnostic-error';
import { HelmApp, HelmChart, Overlay, ValueSchema } from '../../lib/helm';
import { PodSecurityPolicy, PodSecurityPolicySet, PolicySubject } from '../../lib/pod-security';
import { literalsOf } from '../../lib/pod-security/language/admission/literals';
import { environmentOfServer, parseCel } from '../../lib/pod-security/language/cel';
import { checkPolicy } from '../../lib/pod-security/language/check-policy';
import { POLICY_OF_LEVEL } from '../../lib/pod-security/language/levels';
import type { PodSecurityPolicySpec } from '../../lib/pod-security/language/spec';
import { celOf } from '../../lib/pod-security/literals';
import { at, type KubeObject } from '../charts/objects';
import { arbitraryPolicy } from './arbitrary-policy';

const ADMISSION = 'admissionregistration.k8s.io/v1';
const NEWEST_APIS = [`${ADMISSION}/ValidatingAdmissionPolicy`, `${ADMISSION}/MutatingAdmissionPolicy`];
const SEED = Number(process.env.LITERALS_SEED ?? 20_261_121);

/** What a cluster of a minor serves. */
const CLUSTERS: Readonly<Record<string, readonly string[]>> = {
  '1.24': ['policy/v1beta1/PodSecurityPolicy'],
  '1.29': NEWEST_APIS,
  '1.34': [`${ADMISSION}/ValidatingAdmissionPolicy`],
  '1.36': NEWEST_APIS,
};

const helmChart = (): HelmChart => new HelmChart(new HelmApp(), 'shop', { version: '1.0.0', description: 'A shop.' });
const plainChart = (): Chart => new Chart(new App(), 'shop');

const render = (chart: HelmChart, minor: string, values: object = {}): readonly KubeObject[] =>
  chart.render({
    releaseName: 'r',
    releaseNamespace: 'space',
    kubeVersion: `v${minor}.1`,
    apiVersions: [...(CLUSTERS[minor] ?? [])],
    values,
  }) as KubeObject[];
const kinds = (objects: readonly KubeObject[]): readonly string[] => objects.map(({ kind }) => kind).sort();
const ofKind = (objects: readonly KubeObject[], kind: string): readonly KubeObject[] =>
  objects.filter((object) => object.kind === kind);

/** What synth would tell: codes and severities. */
function told(chart: Chart): readonly string[] {
  const set = PodSecurityPolicySet.ofConstruct(chart);
  set.node.validate();
  return (chart as HelmChart)._problems.map(({ code, severity, place }) => `${code} ${severity} ${place?.path}`);
}

function errorOf(call: () => unknown): DiagnosticError {
  try {
    call();
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** CEL of a variable of an admission policy. */
function variableOf(policy: KubeObject | undefined, name: string): string | undefined {
  const variables = at(policy, 'spec.variables') as { name: string; expression: string }[];
  return variables.find((variable) => variable.name === name)?.expression;
}

describe('the policies of a chart', () => {
  const RIGHTS = ['ClusterRole', 'ClusterRoleBinding'];
  const VALIDATION = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];
  const DEFAULTING = ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'];

  it.each<readonly [string, readonly string[]]>([
    ['1.24', [...RIGHTS, ...RIGHTS, 'PodSecurityPolicy', 'PodSecurityPolicy']],
    ['1.29', []],
    ['1.34', [...RIGHTS, ...RIGHTS, ...VALIDATION]],
    ['1.36', [...RIGHTS, ...RIGHTS, ...VALIDATION, ...DEFAULTING]],
  ])('are what Kubernetes %s knows: one admission policy for all', (minor, wanted) => {
    const chart = helmChart();
    const subjects = [PolicySubject.authenticated()];
    PodSecurityPolicy.restricted(chart, 'web', { subjects });
    PodSecurityPolicy.baseline(chart, 'agents', { subjects });
    const objects = render(chart, minor);
    expect(kinds(objects)).toEqual([...wanted].sort());
    const [validation] = ofKind(objects, 'ValidatingAdmissionPolicy');
    if (validation === undefined) return;
    expect(validation.metadata.name).toBe('r-shop');
    const [{ expression }] = at(validation, 'spec.validations') as [{ expression: string }];
    expect(expression.split(' || ')).toHaveLength(2);
    const [binding] = ofKind(objects, 'ValidatingAdmissionPolicyBinding');
    expect(binding?.spec).toMatchObject({ policyName: 'r-shop', validationActions: ['Deny'] });
  });

  it('only tell in audit: nothing is there up to 1.24, and nothing is set on 1.36', () => {
    const chart = helmChart();
    new PodSecurityPolicySet(chart, 'set', { mode: 'audit' });
    PodSecurityPolicy.restricted(chart, 'web', { subjects: [PolicySubject.authenticated()] });
    expect(render(chart, '1.24')).toEqual([]);
    const objects = render(chart, '1.36');
    expect(kinds(objects)).toEqual([...RIGHTS, ...VALIDATION].sort());
    const [binding] = ofKind(objects, 'ValidatingAdmissionPolicyBinding');
    expect(binding?.spec?.validationActions).toEqual(['Audit', 'Warn']);
  });

  it('take their mode from a value of the chart', () => {
    const chart = helmChart();
    const mode = chart.values.addString('mode', { description: 'Mode.', defaultValue: 'audit' });
    new PodSecurityPolicySet(chart, 'set', { mode: mode.asString(), namespaces: ['shop'] });
    PodSecurityPolicy.restricted(chart, 'web');
    expect(chart._problems).toEqual([]);
    expect(render(chart, '1.24')).toEqual([]);
    expect(kinds(render(chart, '1.24', { mode: 'enforce' }))).toEqual(['PodSecurityPolicy']);
    expect(kinds(render(chart, '1.36'))).toEqual(VALIDATION);
    expect(kinds(render(chart, '1.36', { mode: 'enforce' }))).toEqual([...VALIDATION, ...DEFAULTING].sort());
  });

  it('leave out namespaces that are exempt, each cluster in its way', () => {
    const chart = helmChart();
    new PodSecurityPolicySet(chart, 'set', { exemptNamespaces: ['kube-system', 'lab'] });
    PodSecurityPolicy.restricted(chart, 'web');
    for (const { spec } of render(chart, '1.36').filter(({ kind }) => kind.endsWith('Binding'))) {
      expect(at(spec, 'matchResources.namespaceSelector.matchExpressions')).toEqual([
        { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'lab'] },
      ]);
    }
    const old = render(chart, '1.24');
    expect(ofKind(old, 'PodSecurityPolicy').map(({ spec }) => spec)).toContainEqual(POLICY_OF_LEVEL.privileged.spec);
    expect(ofKind(old, 'RoleBinding').map(({ metadata }) => metadata.namespace)).toEqual(['kube-system', 'lab']);
  });

  it('leave out the namespaces that a value lists, and none where it lists none', () => {
    const chart = helmChart();
    const names = chart.values.addList('exempt', { description: 'Exempt.', items: ValueSchema.text() });
    new PodSecurityPolicySet(chart, 'set', { exemptNamespaces: ['lab', ...names.asList()] });
    const only = helmChart();
    const own = only.values.addList('own', { description: 'Own.', items: ValueSchema.text() });
    new PodSecurityPolicySet(only, 'set', { namespaces: own.asList() });
    for (const each of [chart, only]) PodSecurityPolicy.restricted(each, 'web');
    const selected = (each: HelmChart, values: object): unknown =>
      at(
        ofKind(render(each, '1.34', values), 'ValidatingAdmissionPolicyBinding')[0]?.spec,
        'matchResources.namespaceSelector.matchExpressions',
      );
    const key = 'kubernetes.io/metadata.name';
    expect(selected(chart, { exempt: ['a'] })).toEqual([{ key, operator: 'NotIn', values: ['lab', 'a'] }]);
    expect(selected(only, { own: ['a', 'b'] })).toEqual([{ key, operator: 'In', values: ['a', 'b'] }]);
    expect(selected(only, {}) ?? []).toEqual([]);
    const bound = ofKind(render(chart, '1.24', { exempt: ['a'] }), 'RoleBinding').map(({ metadata }) => metadata);
    expect(bound.map(({ namespace }) => namespace)).toEqual(['lab', 'a']);
  });

  it('let pods leave open what nothing sets, where their author says so, and not where it is set', () => {
    const chart = helmChart();
    PodSecurityPolicy.restricted(chart, 'web', { unset: 'allow' });
    const open = (minor: string): string | undefined =>
      variableOf(ofKind(render(chart, minor), 'ValidatingAdmissionPolicy')[0], 'escalation_open_0');
    expect(open('1.34')).toBeUndefined();
    expect(open('1.36')).toContain('variables.escalationMissing');
  });

  it('take values of the chart as JSON', () => {
    const chart = helmChart();
    const { values } = chart;
    const uid = values.addInteger('uid', { description: 'User.', defaultValue: 7 });
    const host = values.addBoolean('host', { description: 'Host.', defaultValue: true });
    const volumes = values.addList('volumes', { description: 'Volumes.', items: ValueSchema.text() });
    const paths = values.addList('paths', { description: 'Paths.', items: ValueSchema.anything() });
    PodSecurityPolicy.baseline(chart, 'web', {
      hostNetwork: host.asAny(),
      runAsUser: { rule: 'MustRunAs', ranges: [{ min: uid.asNumber(), max: uid.asNumber() }] },
      volumes: volumes.asList(),
      allowedHostPaths: paths.asAny(),
    });
    expect(chart._problems).toEqual([]);
    const given = {
      volumes: ['secret', 'a"b'],
      paths: [{ pathPrefix: '/a', readOnly: true }, { pathPrefix: '/b' }],
    };
    const [validation] = ofKind(render(chart, '1.34', given), 'ValidatingAdmissionPolicy');
    const policy = variableOf(validation, 'policy_0');
    expect(policy).toContain(`'runAsUserRanges': dyn([{"max":7,"min":7}])`);
    expect(policy).toContain(`'volumes': dyn(["secret","a\\"b"])`);
    expect(policy).toContain('[{"pathPrefix":"/a","readOnly":"true"},{"pathPrefix":"/b"}]');
    expect(policy).toContain(`'hostNetwork': dyn(true)`);
  });

  it('have names that stay text in CEL, whatever a value holds', () => {
    const chart = helmChart();
    const name = chart.values.addString('name', { description: 'Name.', defaultValue: 'web' });
    PodSecurityPolicy.baseline(chart, 'web', { metadata: { name: name.asString() } });
    const evil = `x").check("use").allowed() || true || authorizer.group("x\\`;
    const [validation, ...more] = render(chart, '1.36', { name: evil }).filter(({ kind }) => kind.endsWith('Policy'));
    expect(variableOf(validation, 'policy_0')).toContain(`'name': dyn(${JSON.stringify(evil)})`);
    for (const { spec } of [validation, ...more] as readonly KubeObject[]) {
      const texts = JSON.stringify(spec, (key, value: unknown) => (key === 'expression' ? [value] : value));
      const expressions = [...texts.matchAll(/"expression":\[("(?:[^"\\]|\\.)*")\]/g)].map(([, text]) =>
        String(JSON.parse(text ?? '""')),
      );
      expect(expressions.length).toBeGreaterThan(10);
      const environment = { minor: environmentOfServer(36), params: false, patch: true };
      expect(expressions.flatMap((expression) => parseCel(expression, environment).problems)).toEqual([]);
    }
  });

  it('are named together in roles once there are many', { timeout: 30_000 }, () => {
    const chart = plainChart();
    new PodSecurityPolicySet(chart, 'set', { kubernetes: '1.34', namespaces: ['shop'] });
    for (const id of 'abcdefghijkl') {
      PodSecurityPolicy.baseline(chart, id, { metadata: { name: id }, subjects: [PolicySubject.user('jane')] });
    }
    const names = ofKind(Testing.synth(chart) as KubeObject[], 'ClusterRole').map(({ rules }) =>
      at((rules as readonly unknown[])[0], 'resourceNames'),
    );
    expect(names.slice(0, 2)).toEqual([
      ['a', 'a or b'],
      ['b', 'a or b'],
    ]);
  });
});

describe('a plain chart', () => {
  it.each<readonly [string, readonly string[]]>([
    ['1.24', ['ClusterRole', 'ClusterRoleBinding', 'PodSecurityPolicy']],
    ['1.27', []],
    ['1.34', ['ClusterRole', 'ClusterRoleBinding', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']],
    [
      'v1.36.3',
      [
        'ClusterRole',
        'ClusterRoleBinding',
        'MutatingAdmissionPolicy',
        'MutatingAdmissionPolicyBinding',
        'ValidatingAdmissionPolicy',
        'ValidatingAdmissionPolicyBinding',
      ],
    ],
  ])('has the objects of the version that it is told: %s', (kubernetes, wanted) => {
    const chart = plainChart();
    new PodSecurityPolicySet(chart, 'set', { kubernetes });
    PodSecurityPolicy.restricted(chart, 'web', { subjects: [PolicySubject.user('jane')] });
    expect(kinds(Testing.synth(chart) as KubeObject[])).toEqual(wanted);
  });

  it('binds its admission policy by the name that it has', () => {
    const chart = plainChart();
    new PodSecurityPolicySet(chart, 'set', { kubernetes: '1.34' });
    PodSecurityPolicy.restricted(chart, 'web');
    const objects = Testing.synth(chart) as KubeObject[];
    const [binding] = ofKind(objects, 'ValidatingAdmissionPolicyBinding');
    expect(binding?.spec?.policyName).toBe(ofKind(objects, 'ValidatingAdmissionPolicy')[0]?.metadata.name);
  });
});

describe('a set of policies', () => {
  it('is one of a chart, and comes before the policies', () => {
    const chart = plainChart();
    new PodSecurityPolicySet(chart, 'set');
    expect(errorOf(() => new PodSecurityPolicySet(chart, 'other')).diagnostics).toMatchObject([
      { code: 'PODSECURITY1051' },
    ]);
    const late = plainChart();
    PodSecurityPolicy.baseline(late, 'web');
    expect(errorOf(() => new PodSecurityPolicySet(late, 'set')).diagnostics).toMatchObject([
      { code: 'PODSECURITY1051' },
    ]);
  });

  it.each<readonly [object, string]>([
    [{ mode: 'warn' }, 'mode'],
    [{ namespaces: ['Shop'] }, 'namespaces[0]'],
    [{ kubernetes: 'newest' }, 'kubernetes'],
    [{ exempt: [] }, 'exempt'],
  ])('refuses %j', (props, key) => {
    const error = errorOf(() => new PodSecurityPolicySet(plainChart(), 'set', props));
    expect(error.diagnostics).toMatchObject([{ code: 'PODSECURITY1050', place: { key } }]);
  });

  it('warns where every pod of the cluster is judged, and of what nothing sets, unless the author has decided', () => {
    const chart = helmChart();
    PodSecurityPolicy.restricted(chart, 'web');
    expect(told(chart)).toEqual([
      'PODSECURITY1052 warning shop/PodSecurityPolicySet',
      'PODSECURITY1053 note shop/PodSecurityPolicySet',
      'PODSECURITY1053 warning shop/web',
    ]);
    const decided = helmChart();
    new PodSecurityPolicySet(decided, 'set', { namespaces: ['shop'] });
    PodSecurityPolicy.restricted(decided, 'web', { unset: 'refuse' });
    PodSecurityPolicy.privileged(decided, 'all');
    expect(told(decided)).toEqual(['PODSECURITY1053 note shop/set', 'PODSECURITY1053 note shop/web']);
    expect(PodSecurityPolicySet.ofConstruct(decided).warnings).toEqual([]);
  });

  it('refuses two policies with one name: who may use the one could use the other', () => {
    const alike = <T extends Chart>(chart: T): T => {
      PodSecurityPolicy.baseline(chart, 'one', { metadata: { name: 'web' } });
      PodSecurityPolicy.privileged(chart, 'two', { metadata: { name: 'web' } });
      return chart;
    };
    expect(told(alike(helmChart()))).toEqual(['PODSECURITY1055 error shop/two']);
    expect(() => Testing.synth(alike(plainChart()))).toThrow(
      'two PodSecurityPolicies of the chart have the name "web"',
    );
  });

  it('warns of an overlay, which admission policies know nothing of', () => {
    const chart = helmChart();
    new PodSecurityPolicySet(chart, 'set', { namespaces: ['shop'] });
    const { policy } = PodSecurityPolicy.privileged(chart, 'web');
    Overlay.on(policy).put('/metadata/labels/team', 'a');
    expect(told(chart).filter((each) => each.includes('1054'))).toEqual([]);
    Overlay.on(policy).put('/spec/hostPID', false);
    expect(told(chart)).toContain('PODSECURITY1054 warning shop/web');
  });

  it('is an error where all of its namespaces are exempt', () => {
    const chart = helmChart();
    new PodSecurityPolicySet(chart, 'set', { namespaces: ['shop', 'lab'], exemptNamespaces: ['lab', 'shop'] });
    PodSecurityPolicy.privileged(chart, 'web');
    expect(told(chart)).toContain('PODSECURITY1056 error shop/set');
  });

  it('ends synth when the API server could not afford it, and says which could be one', () => {
    const chart = plainChart();
    new PodSecurityPolicySet(chart, 'set', { kubernetes: '1.34', namespaces: ['shop'] });
    for (let number = 100; number < 141; number += 1) {
      const policy = PodSecurityPolicy.restricted(chart, `p${number}`, {
        hostPorts: [{ min: number, max: number }],
        ...(number < 102 ? { subjects: [PolicySubject.user('jane')] } : {}),
      });
      expect(policy.policyName).toContain(String(number));
    }
    const [problem] = PodSecurityPolicySet.ofConstruct(chart).node.validate();
    expect(problem).toContain('PODSECURITY1030');
    expect(problem).toContain('41 policies are too many for one chart: an admission policy can ask for 40');
    expect(problem).toMatch(/merge \S+p100\S* and \S+p101\S*: the same subjects may use them/);
  });

  it('names the constructs where Helm makes the names of policies', () => {
    const chart = helmChart();
    new PodSecurityPolicySet(chart, 'set', { namespaces: ['shop'] });
    for (let number = 100; number < 141; number += 1) PodSecurityPolicy.restricted(chart, `p${number}`);
    expect(told(chart)).toContain('PODSECURITY1030 error shop/set');
    const found = chart._problems.find(({ code }) => code === 'PODSECURITY1030');
    expect(found?.hint).toMatch(/^merge shop\/p100 and shop\/p101 and .*: they say the same$/);
  });

  it('says of a policy that no expression holds how long it is', () => {
    const chart = plainChart();
    new PodSecurityPolicySet(chart, 'set', { kubernetes: '1.34', namespaces: ['shop'] });
    PodSecurityPolicy.privileged(chart, 'web', {
      metadata: { name: 'web' },
      allowedHostPaths: Array.from({ length: 6000 }, (_, index) => ({ pathPrefix: `/var/lib/application/${index}` })),
    });
    expect(PodSecurityPolicySet.ofConstruct(chart).node.validate().join()).toMatch(
      /the policy "web" is an expression of 1\d{5} signs, and the API server takes 100000 \[PODSECURITY1031\]/,
    );
  });
});

it('says of every policy that is known the same as the table of literals', () => {
  fc.assert(
    fc.property(arbitraryPolicy, (policy) => {
      fc.pre(checkPolicy(policy).every(({ severity }) => severity !== 'error'));
      const named = { name: 'p', spec: policy as unknown as PodSecurityPolicySpec, profiles: policy as object };
      const { name: _, lenient: __, ...texts } = literalsOf(named, 'refuse');
      const fields = policy as Readonly<Record<string, unknown>>;
      const ours = celOf((field) => fields[field]);
      const parsed = (all: object): unknown =>
        Object.fromEntries(Object.entries(all).map(([key, text]) => [key, JSON.parse(String(text))]));
      expect(parsed(ours)).toEqual(parsed(texts));
    }),
    { seed: SEED, numRuns: 300 },
  );
});
