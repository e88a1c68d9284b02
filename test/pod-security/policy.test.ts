import { App, Chart, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../lib/diagnostics/diagnostic-error';
import { type Expression, HelmApp, HelmChart, ValueSchema } from '../../lib/helm';
import { PodSecurityPolicy, PolicySubject } from '../../lib/pod-security';
import { LEVELS, POLICY_OF_LEVEL } from '../../lib/pod-security/language/levels';
import type { KubeObject } from '../charts/objects';

const API = 'policy/v1beta1/PodSecurityPolicy';
const ANY = { rule: 'RunAsAny' };
const LEAST = { seLinux: ANY, runAsUser: ANY, supplementalGroups: ANY, fsGroup: ANY };

const helmChart = (): HelmChart => new HelmChart(new HelmApp(), 'shop', { version: '1.0.0', description: 'A shop.' });
const plainChart = (): Chart => new Chart(new App(), 'shop');

const served = (chart: HelmChart): readonly KubeObject[] =>
  chart.render({
    releaseName: 'r',
    releaseNamespace: 'space',
    kubeVersion: 'v1.24.17',
    apiVersions: [API],
  }) as KubeObject[];
const plain = (chart: Chart): readonly KubeObject[] => Testing.synth(chart) as KubeObject[];
const ofKind = (objects: readonly KubeObject[], kind: string): readonly KubeObject[] =>
  objects.filter((object) => object.kind === kind);

/** The DiagnosticError that a call ends with. */
function errorOf(call: () => unknown): DiagnosticError {
  try {
    call();
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a PodSecurityPolicy', () => {
  it('is an object with the spec as it was given, and annotations for profiles', () => {
    const chart = plainChart();
    const spec = {
      ...LEAST,
      privileged: false,
      volumes: ['secret'],
      hostPID: true,
      runAsGroup: { rule: 'MustRunAs', ranges: [{ min: 1, max: 2 }] },
      runtimeClass: { allowedRuntimeClassNames: [] },
    };
    new PodSecurityPolicy(chart, 'policy', {
      ...spec,
      hostPorts: [],
      metadata: { name: 'web', labels: { team: 'a' }, annotations: { note: 'b' } },
      appArmorDefaultProfile: 'localhost/web',
      appArmorAllowedProfiles: ['localhost/web', 'runtime/default'],
      seccompDefaultProfile: 'runtime/default',
      seccompAllowedProfiles: ['*'],
    });
    expect(plain(chart)).toEqual([
      {
        apiVersion: 'policy/v1beta1',
        kind: 'PodSecurityPolicy',
        metadata: {
          name: 'web',
          labels: { team: 'a' },
          annotations: {
            note: 'b',
            'apparmor.security.beta.kubernetes.io/defaultProfileName': 'localhost/web',
            'apparmor.security.beta.kubernetes.io/allowedProfileNames': 'localhost/web,runtime/default',
            'seccomp.security.alpha.kubernetes.io/defaultProfileName': 'runtime/default',
            'seccomp.security.alpha.kubernetes.io/allowedProfileNames': '*',
          },
        },
        spec,
      },
    ]);
  });

  it('says nothing of profiles when the lists are empty: written out, an empty list would forbid them', () => {
    const chart = plainChart();
    new PodSecurityPolicy(chart, 'policy', { ...LEAST, appArmorAllowedProfiles: [], seccompAllowedProfiles: [] });
    expect(plain(chart)[0]?.metadata.annotations ?? {}).toEqual({});
  });

  it('is rendered only where the cluster has the API, with all that belongs to it', () => {
    const chart = helmChart();
    PodSecurityPolicy.restricted(chart, 'web', { subjects: [PolicySubject.authenticated()] });
    expect(served(chart).map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      'PodSecurityPolicy/r-shop-web',
      'ClusterRole/r-shop-web-role',
      'ClusterRoleBinding/r-shop-web-binding',
    ]);
    expect(chart.render({ kubeVersion: 'v1.36.0' })).toEqual([]);
  });

  it('takes values of a chart wherever a field is', () => {
    const chart = helmChart();
    const readOnly = chart.values.addBoolean('readOnly', { description: 'Read-only.', defaultValue: true });
    const uid = chart.values.addInteger('uid', { description: 'User.', defaultValue: 7 });
    const kind = chart.values.addString('volume', { description: 'Volume.', defaultValue: 'secret' });
    const policy = PodSecurityPolicy.baseline(chart, 'web', {
      readOnlyRootFilesystem: readOnly.asAny(),
      runAsUser: { rule: 'MustRunAs', ranges: [{ min: uid.asNumber(), max: uid.asNumber() }] },
      volumes: [`${kind}`],
    });
    expect(chart._problems).toEqual([]);
    expect(policy.warnings).toEqual([]);
    expect(served(chart)[0]?.spec).toMatchObject({
      readOnlyRootFilesystem: true,
      runAsUser: { rule: 'MustRunAs', ranges: [{ min: 7, max: 7 }] },
      volumes: ['secret'],
    });
  });
});

describe('profiles that a chart computes', () => {
  const APPARMOR = 'apparmor.security.beta.kubernetes.io';
  const annotationsOf = (
    props: (value: { readonly list: Expression; readonly text: Expression }) => object,
    values: object = {},
  ): unknown => {
    const chart = helmChart();
    const list = chart.values.addList('list', { description: 'Profiles.', items: ValueSchema.text() });
    const text = chart.values.addString('text', { description: 'Profile.', defaultValue: '' });
    PodSecurityPolicy.baseline(chart, 'web', { seccompAllowedProfiles: [], ...props({ list, text }) });
    expect(chart._problems).toEqual([]);
    const options = { kubeVersion: 'v1.24.17', apiVersions: [API], values };
    return (chart.render(options) as KubeObject[])[0]?.metadata.annotations ?? {};
  };

  it.each<readonly [string, (list: Expression) => unknown]>([
    ['a list', (list) => list.asList()],
    ['an expression', (list) => list],
    ['anything', (list) => list.asAny()],
  ])('are joined when they are %s, and left out while the list is empty', (_what, given) => {
    const props = ({ list }: { readonly list: Expression }) => ({ appArmorAllowedProfiles: given(list) });
    expect(annotationsOf(props, { list: ['localhost/a', 'unconfined'] })).toEqual({
      [`${APPARMOR}/allowedProfileNames`]: 'localhost/a,unconfined',
    });
    expect(annotationsOf(props)).toEqual({});
  });

  it('stand beside those that are known', () => {
    const props = ({ list }: { readonly list: Expression }) => ({
      appArmorAllowedProfiles: ['runtime/default', ...list.asList()],
      appArmorDefaultProfile: 'runtime/default',
    });
    expect(annotationsOf(props, { list: ['localhost/a'] })).toEqual({
      [`${APPARMOR}/allowedProfileNames`]: 'runtime/default,localhost/a',
      [`${APPARMOR}/defaultProfileName`]: 'runtime/default',
    });
  });

  it('can be one text, an expression too', () => {
    const whole = ({ text }: { readonly text: Expression }) => ({ appArmorDefaultProfile: text });
    expect(annotationsOf(whole, { text: 'unconfined' })).toEqual({ [`${APPARMOR}/defaultProfileName`]: 'unconfined' });
    expect(annotationsOf(whole)).toEqual({});
    expect(annotationsOf(({ text }) => ({ appArmorDefaultProfile: `localhost/${text}` }), { text: 'web' })).toEqual({
      [`${APPARMOR}/defaultProfileName`]: 'localhost/web',
    });
  });
});

it('takes a label of SELinux that a chart computes', () => {
  const chart = helmChart();
  const label = chart.values.addMap('label', { description: 'Label.', entries: ValueSchema.text() });
  const seLinux = { rule: 'MustRunAs', seLinuxOptions: label.asMap() };
  PodSecurityPolicy.baseline(chart, 'web', { seLinux });
  expect(chart._problems).toEqual([]);
  const wrong = errorOf(() =>
    PodSecurityPolicy.baseline(plainChart(), 'web', { seLinux: { rule: 'MustRunAs', seLinuxOptions: { typ: 'a' } } }),
  );
  expect(wrong.diagnostics).toMatchObject([{ hint: 'did you mean "type"?' }]);
});

describe.each(LEVELS)('the factory %s', (level) => {
  it('writes what the table of levels says', () => {
    const chart = plainChart();
    PodSecurityPolicy[level](chart, 'policy');
    expect(plain(chart)[0]?.spec).toEqual(POLICY_OF_LEVEL[level].spec);
  });

  it('lets props replace whole fields, and props that are undefined nothing', () => {
    const chart = plainChart();
    PodSecurityPolicy[level](chart, 'policy', {
      runAsUser: { rule: 'MustRunAs', ranges: [{ min: 3, max: 3 }] },
      allowedCapabilities: [],
      seccompAllowedProfiles: ['localhost/a'],
      volumes: undefined,
    });
    const { allowedCapabilities: _, ...spec } = POLICY_OF_LEVEL[level].spec;
    expect(plain(chart)[0]).toMatchObject({
      metadata: { annotations: { 'seccomp.security.alpha.kubernetes.io/allowedProfileNames': 'localhost/a' } },
    });
    expect(plain(chart)[0]?.spec).toEqual({ ...spec, runAsUser: { rule: 'MustRunAs', ranges: [{ min: 3, max: 3 }] } });
  });
});

describe('who may use a policy', () => {
  const rbac = 'rbac.authorization.k8s.io';

  it('is said by a role for this policy alone, and one binding per place', () => {
    const chart = plainChart();
    const policy = PodSecurityPolicy.baseline(chart, 'policy', { metadata: { name: 'base' } });
    policy.allow(PolicySubject.serviceAccountsOf('shop'));
    policy.allowIn('shop', PolicySubject.serviceAccount('web'), PolicySubject.user('jane'));
    policy.allow(PolicySubject.serviceAccount('job', 'batch'), PolicySubject.group('dev'));
    policy.allowIn('shop', PolicySubject.allServiceAccounts());
    const objects = plain(chart);
    const [role] = ofKind(objects, 'ClusterRole');
    expect(role?.rules).toEqual([
      { apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames: ['base'], verbs: ['use'] },
    ]);
    const roleRef = { apiGroup: rbac, kind: 'ClusterRole', name: role?.metadata.name };
    expect(ofKind(objects, 'ClusterRoleBinding')).toMatchObject([
      {
        roleRef,
        subjects: [
          { kind: 'Group', apiGroup: rbac, name: 'system:serviceaccounts:shop' },
          { kind: 'ServiceAccount', name: 'job', namespace: 'batch' },
          { kind: 'Group', apiGroup: rbac, name: 'dev' },
        ],
      },
    ]);
    expect(ofKind(objects, 'RoleBinding')).toMatchObject([
      {
        metadata: { namespace: 'shop' },
        roleRef,
        subjects: [
          { kind: 'ServiceAccount', name: 'web', namespace: 'shop' },
          { kind: 'User', apiGroup: rbac, name: 'jane' },
          { kind: 'Group', apiGroup: rbac, name: 'system:serviceaccounts' },
        ],
      },
    ]);
    expect(objects).toHaveLength(4);
  });

  it('gives a service account the namespace of the release in a chart of Helm', () => {
    const chart = helmChart();
    PodSecurityPolicy.baseline(chart, 'web').allow(PolicySubject.serviceAccount('web'));
    expect(ofKind(served(chart), 'ClusterRoleBinding')[0]?.subjects).toEqual([
      { kind: 'ServiceAccount', name: 'web', namespace: 'space' },
    ]);
  });

  it('must be said with a namespace where no release has one', () => {
    const policy = PodSecurityPolicy.baseline(plainChart(), 'web');
    const error = errorOf(() => policy.allow(PolicySubject.serviceAccount('web')));
    expect(error.diagnostics).toMatchObject([{ code: 'PODSECURITY1011', hint: expect.stringContaining('allowIn') }]);
  });

  it('is never everybody because a namespace was left empty', () => {
    const policy = PodSecurityPolicy.baseline(plainChart(), 'web');
    const error = errorOf(() => policy.allowIn('', PolicySubject.authenticated()));
    expect(error.diagnostics).toMatchObject([
      { code: 'PODSECURITY1011', message: expect.stringContaining('allowIn.namespaceName') },
    ]);
  });

  it('is nobody when nobody is named: no role and no binding', () => {
    const chart = plainChart();
    PodSecurityPolicy.baseline(chart, 'web').allowIn('shop');
    expect(plain(chart)).toHaveLength(1);
  });

  it('must have a name', () => {
    expect(errorOf(() => PolicySubject.group('')).diagnostics).toMatchObject([{ code: 'PODSECURITY1011' }]);
  });

  it('is nobody by default: nothing but the policy is there', () => {
    const chart = plainChart();
    PodSecurityPolicy.privileged(chart, 'policy');
    expect(plain(chart).map(({ kind }) => kind)).toEqual(['PodSecurityPolicy']);
  });
});

describe('mistakes in a policy', () => {
  const wrong = { volumes: ['configmap'], requiredDropCapabilities: ['ALL'], allowedCapabilities: ['*'] };
  const told = [
    { code: 'PODSECURITY1001', place: { path: 'shop/web', key: 'volumes[0]' }, hint: 'did you mean "configMap"?' },
    { code: 'PODSECURITY1005', place: { path: 'shop/web', key: 'requiredDropCapabilities' } },
  ];

  it('end the program all at once, with path, key and hint', () => {
    const { diagnostics } = errorOf(() => PodSecurityPolicy.baseline(plainChart(), 'web', wrong));
    expect([...diagnostics].reverse()).toMatchObject(told);
  });

  it('are told at synth in a chart of Helm, with those of others', () => {
    const chart = helmChart();
    PodSecurityPolicy.baseline(chart, 'web', wrong);
    expect(chart._problems).toMatchObject(told);
  });

  it('that the API server lets pass are warnings', () => {
    const chart = helmChart();
    const fsGroup = { rule: 'MustRunAs' };
    const code = 'PODSECURITY1004';
    expect(PodSecurityPolicy.baseline(chart, 'web', { fsGroup }).warnings).toMatchObject([
      { code, severity: 'warning' },
    ]);
    expect(chart._problems).toMatchObject([{ code, severity: 'warning' }]);
    expect(PodSecurityPolicy.baseline(plainChart(), 'web', { fsGroup }).warnings).toMatchObject([{ code }]);
  });

  it('of callers without types are told too', () => {
    const call = PodSecurityPolicy.baseline as unknown as (...args: readonly unknown[]) => unknown;
    const error = errorOf(() => call(plainChart(), 'web', { subjects: ['jane'], metadata: 'name', hostPid: true }));
    expect(error.diagnostics.map(({ place }) => place?.key).sort()).toEqual(['hostPid', 'metadata', 'subjects[0]']);
  });

  it.each<unknown>([null, 3, 'restricted'])('are props that are no object: %j', (props) => {
    const error = errorOf(() => PodSecurityPolicy.restricted(plainChart(), 'web', props as object));
    expect(error.diagnostics).toMatchObject([{ code: 'PODSECURITY1001', place: { path: 'shop/web' } }]);
  });

  it.each([null, 'jane', { kind: 'ServiceAccount', name: 'web', namespace: 'shop' }])(
    'are subjects that are none: %j',
    (given) => {
      const policy = PodSecurityPolicy.baseline(helmChart(), 'web');
      const subject = given as unknown as PolicySubject;
      for (const call of [() => policy.allow(subject), () => policy.allowIn('shop', subject)]) {
        expect(errorOf(call).diagnostics).toMatchObject([
          { code: 'PODSECURITY1011', hint: expect.stringContaining('PolicySubject.serviceAccount') },
        ]);
      }
      const props = { subjects: [subject] };
      expect(errorOf(() => PodSecurityPolicy.baseline(plainChart(), 'web', props)).diagnostics).toHaveLength(1);
    },
  );
});
