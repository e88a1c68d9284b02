import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppArmorProfile } from '../../../lib/apparmor';
import { AutoDeployValues } from '../../../lib/gitlab/auto-deploy-values';
import { HelmApp, HelmChart, If, Overlay, Range } from '../../../lib/helm';
import { NetworkPolicy, Peer, Port } from '../../../lib/network';

import { EVERY_KEY } from './every-key';

const RELEASE = '{{ .Release.Name }}';
const PROFILE = 'abi <abi/3.0>,\nprofile shop {\n  file,\n}\n';

let chart: Chart;
beforeEach(() => {
  chart = new Chart(new App(), 'shop');
});

const helmChart = (): HelmChart => new HelmChart(new HelmApp(), 'helm', { version: '1.0.0', description: 'A chart.' });
const policy = (scope: Construct, spec: object = { podSelector: {} }, name = 'lock') =>
  new ApiObject(scope, name, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec });
const resourcesOf = (values: AutoDeployValues) => values.toValues().customResources;

describe('AutoDeployValues with constructs', () => {
  it('takes the name of an AppArmor profile for application, workers and cron jobs', () => {
    const appArmorProfile = AppArmorProfile.fromText(chart, 'profile', PROFILE);
    const probe = { probeType: 'exec', command: ['true'] };
    const own = { containerSecurityContext: { appArmorProfile }, livenessProbe: probe, readinessProbe: probe };
    const values = new AutoDeployValues({
      securityContext: { appArmorProfile },
      containerSecurityContext: { appArmorProfile },
      workers: { mail: own },
      cronjobs: { report: { schedule: '@daily', ...own } },
    }).toValues();
    const expected = { appArmorProfile: { type: 'Localhost', localhostProfile: 'shop' } };
    expect(values).toMatchObject({
      securityContext: expected,
      containerSecurityContext: expected,
      workers: { mail: { containerSecurityContext: expected } },
      cronjobs: { report: { containerSecurityContext: expected } },
    });
  });

  it('refuses another construct in its place', () => {
    const appArmorProfile = policy(chart);
    expect(() => new AutoDeployValues({ containerSecurityContext: { appArmorProfile } })).toThrow(/GITLAB1001/);
  });

  it('takes the spec of a NetworkPolicy, and leaves nothing of the one of the chart', () => {
    const spec = { podSelector: { matchLabels: { tier: 'web' } }, policyTypes: ['Egress'], egress: [{}] };
    const values = new AutoDeployValues({ networkPolicy: { enabled: true, spec: policy(chart, spec) } });
    expect(values.toValues()).toEqual({ networkPolicy: { enabled: true, spec: { ...spec, ingress: null } } });
    expect(values.warnings).toEqual([]);
  });

  it('refuses something else than one NetworkPolicy there', () => {
    const empty = new Construct(chart, 'empty');
    const two = new Construct(chart, 'two');
    policy(two, {}, 'a');
    policy(two, {}, 'b');
    for (const spec of [empty, two, new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' })]) {
      expect(() => new AutoDeployValues({ networkPolicy: { enabled: true, spec } })).toThrow(
        /one NetworkPolicy.*GITLAB1012/s,
      );
    }
  });

  it('takes every object of a subtree, each with a name of its release', () => {
    const subtree = new Construct(chart, 'subtree');
    policy(subtree);
    policy(new Construct(subtree, 'below'), { podSelector: {} }, 'second');
    const values = new AutoDeployValues({ customResources: [subtree] });
    expect(resourcesOf(values)).toMatchObject([
      { kind: 'NetworkPolicy', metadata: { name: `${RELEASE}-lock` } },
      { kind: 'NetworkPolicy', metadata: { name: `${RELEASE}-second` } },
    ]);
    expect(values.warnings).toEqual([]);
  });

  it('follows references from one object to another, of the right kind only', () => {
    new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' } });
    new ApiObject(chart, 'account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'scanner' } });
    new ApiObject(chart, 'role', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'web' },
    });
    new ApiObject(chart, 'binding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'web' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'web' },
      subjects: [
        { kind: 'ServiceAccount', name: 'scanner' },
        { kind: 'User', name: 'web' },
      ],
    });
    new ApiObject(chart, 'job', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pod' },
      spec: {
        serviceAccountName: 'scanner',
        containers: [{ name: 'web', env: [{ valueFrom: { configMapKeyRef: { name: 'web', key: 'web' } } }] }],
        volumes: [
          { name: 'web', configMap: { name: 'web' } },
          { name: 's', secret: { secretName: 'web' } },
        ],
      },
    });
    const [, , , binding, pod] = resourcesOf(new AutoDeployValues({ customResources: [chart] }));
    expect(binding).toMatchObject({
      roleRef: { name: `${RELEASE}-web` },
      subjects: [{ name: `${RELEASE}-scanner` }, { name: 'web' }],
    });
    expect(pod.spec).toEqual({
      serviceAccountName: `${RELEASE}-scanner`,
      containers: [{ name: 'web', env: [{ valueFrom: { configMapKeyRef: { name: `${RELEASE}-web`, key: 'web' } } }] }],
      volumes: [
        { name: 'web', configMap: { name: `${RELEASE}-web` } },
        { name: 's', secret: { secretName: 'web' } },
      ],
    });
  });

  it('puts the name of the release where its mark stands', () => {
    const release = AutoDeployValues.RELEASE_NAME;
    const spec = { podSelector: { matchLabels: { release } }, ingress: [] };
    const values = new AutoDeployValues({ customResources: [policy(chart, spec, `lock-${release}`)] });
    expect(resourcesOf(values)).toEqual([
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `lock-${RELEASE}` },
        spec: { podSelector: { matchLabels: { release: RELEASE } }, ingress: [] },
      },
    ]);
    expect(values.warnings).toEqual([]);
    const own = { enabled: true, spec: policy(chart, spec, 'own') };
    expect(() => new AutoDeployValues({ networkPolicy: own })).toThrow(/GITLAB1008/);
  });

  it('masks braces in every text and key', () => {
    const data = { alert: 'on {{ $labels.pod }}', '{{ key }}': 'x' };
    const map = new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });
    expect(resourcesOf(new AutoDeployValues({ customResources: [map] }))[0].data).toEqual({
      alert: 'on {{`{{`}} $labels.pod }}',
      '{{`{{`}} key }}': 'x',
    });
  });

  it('names an object of the cluster after namespace and release, and says that the job needs rights', () => {
    const role = new ApiObject(chart, 'r', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'r' },
    });
    const values = new AutoDeployValues({ customResources: [role] });
    expect(resourcesOf(values)[0].metadata.name).toBe(`{{ .Release.Namespace }}-${RELEASE}-r`);
    expect(values.warnings.map(({ code }) => code)).toEqual(['GITLAB1010']);
  });

  it('says what a construct finds wrong with itself, and that an empty one is empty', () => {
    const wrong = policy(chart);
    wrong.node.addValidation({ validate: () => ['no rule at all'] });
    expect(() => new AutoDeployValues({ customResources: [wrong] })).toThrow(/no rule at all.*GITLAB1012/s);
    expect(() => new AutoDeployValues({ customResources: [new Construct(chart, 'empty')] })).toThrow(/holds no object/);
  });

  it('refuses expressions of a Helm chart', () => {
    const own = helmChart();
    const name = own.values.addString('name', { description: 'A name.', defaultValue: 'a' });
    const map = new ApiObject(own, 'map', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { name: name.asString() },
    });
    expect(() => new AutoDeployValues({ customResources: [map] })).toThrow(/expression of a Helm chart.*GITLAB1012/s);
  });

  it('says for images that carry out no expressions that names cannot differ', () => {
    const autoDeployImageVersion = 'v2.90.0';
    expect(() => new AutoDeployValues({ autoDeployImageVersion, customResources: [policy(chart)] })).toThrow(
      /v2\.91\.0.*GITLAB1009|GITLAB1009.*v2\.91\.0/s,
    );
  });
});

describe('what a construct says of itself', () => {
  const doubtful = (scope: Construct = chart): NetworkPolicy =>
    new NetworkPolicy(scope, 'lock', { pods: { tier: 'web' } }).allowTo(Peer.namespaceNamed('a'), Port.tcp(5));
  const codes = ({ warnings }: AutoDeployValues): readonly string[] => warnings.map(({ code }) => code);

  it('is among the warnings: a policy, a profile', () => {
    expect(codes(new AutoDeployValues({ customResources: [doubtful()] }))).toEqual(['NETWORK1021']);
    const appArmorProfile = AppArmorProfile.fromText(chart, 'profile', 'profile shop {\n  file,\n}\n');
    const expected = appArmorProfile.warnings.map(({ code }) => code);
    expect(expected.length).toBeGreaterThan(0);
    const own = { containerSecurityContext: { appArmorProfile } };
    expect(codes(new AutoDeployValues({ ...own, securityContext: { appArmorProfile } }))).toEqual(expected);
  });

  it('stays when values are merged, once', () => {
    const values = new AutoDeployValues({ customResources: [doubtful()] });
    expect(codes(new AutoDeployValues().merge(values, values).merge(new AutoDeployValues()))).toEqual(['NETWORK1021']);
  });

  it('is an error where it would have stopped synth, of a chart of Helm too', () => {
    const wrong = (scope: Construct) => new NetworkPolicy(scope, 'wrong', { pods: { tier: 'web' } });
    expect(() => new AutoDeployValues({ customResources: [wrong(chart)] })).toThrow(/allows nothing.*GITLAB1012/s);
    const metadata = { name: 'wrong' };
    const inHelm = new NetworkPolicy(helmChart(), 'wrong', { pods: { tier: 'web' }, metadata });
    expect(() => new AutoDeployValues({ customResources: [inHelm] })).toThrow(/allows nothing.*NETWORK\d/s);
  });
});

describe('what belongs to a Helm chart', () => {
  const named = (scope: Construct) =>
    new ApiObject(scope, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });

  it('is refused: a condition or a loop around an object, wherever it stands', () => {
    const over = helmChart();
    const when = over.values.addBoolean('on', { description: 'On.', defaultValue: false });
    for (const scope of [new If(over, 'if', { when }), new Range(over, 'range', { over: when })]) {
      const map = named(scope);
      for (const given of [map, scope]) {
        expect(() => new AutoDeployValues({ customResources: [given] })).toThrow(/below an If.*GITLAB1012/s);
      }
    }
  });

  it('is refused: an overlay', () => {
    const map = named(helmChart());
    expect(new AutoDeployValues({ customResources: [map] }).warnings).toEqual([]);
    Overlay.on(map).put('/data', { a: 'b' });
    expect(() => new AutoDeployValues({ customResources: [map] })).toThrow(/an Overlay.*GITLAB1012/s);
  });
});

describe('names', () => {
  it('of classes are followed', () => {
    const api = (kind: string, apiVersion: string, more = {}) =>
      new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: 'fast' }, ...more });
    api('PriorityClass', 'scheduling.k8s.io/v1');
    api('Pod', 'v1', { spec: { priorityClassName: 'fast', runtimeClassName: 'fast' } });
    const [priority, pod] = resourcesOf(new AutoDeployValues({ customResources: [chart] }));
    expect(pod.spec).toEqual({ priorityClassName: priority.metadata.name, runtimeClassName: 'fast' });
  });

  it('of a profile that is given for an object lead to where it belongs', () => {
    const profile = AppArmorProfile.fromText(chart, 'profile', PROFILE);
    expect(() => new AutoDeployValues({ customResources: [profile] })).toThrow(
      /hint: give it as "containerSecurityContext.appArmorProfile"/,
    );
  });
});

describe('merge', () => {
  it('mixes objects key by key, keeps resources and volumes of both, and takes the last target', () => {
    const first = new AutoDeployValues({
      autoDeployImageVersion: 'v2.113.0',
      comments: ['One.'],
      securityContext: { runAsUser: 1 },
      extraVolumes: [{ name: 'a' }],
      customResources: [policy(chart)],
    });
    const second = new AutoDeployValues({
      comments: ['Two.'],
      securityContext: { runAsUser: 2, runAsGroup: 3 },
      extraVolumes: [{ name: 'b' }],
      customResources: [policy(chart, { podSelector: {} }, 'second')],
    });
    const both = first.merge(second);
    expect(both.autoDeployImageVersion).toBe('v2.113.0');
    expect(both.toValues()).toMatchObject({
      securityContext: { runAsUser: 2, runAsGroup: 3 },
      extraVolumes: [{ name: 'a' }, { name: 'b' }],
    });
    expect(resourcesOf(both).length).toBe(2);
    expect(both.toYaml()).toMatch(/^# One\.\n#\n# Two\.\n/);
    expect(first.toValues().securityContext).toEqual({ runAsUser: 1 });
  });

  it('takes a profile, a policy and the like whole', () => {
    const unconfined = new AutoDeployValues({ containerSecurityContext: { appArmorProfile: { type: 'Unconfined' } } });
    const merged = AutoDeployValues.appArmor({ profileName: 'shop' }).merge(unconfined);
    expect(merged.toValues().containerSecurityContext).toEqual({ appArmorProfile: { type: 'Unconfined' } });
  });

  it('takes what has one name once: the later one', () => {
    const tmp = AutoDeployValues.restricted({ readOnlyRootFilesystem: true });
    const big = new AutoDeployValues({ extraVolumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }] });
    const { extraVolumes, extraVolumeMounts } = tmp.merge(tmp, big).toValues();
    expect(extraVolumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }]);
    expect(extraVolumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    const lock = new AutoDeployValues({ customResources: [policy(chart)] });
    expect(lock.merge(lock).toValues()).toEqual(lock.toValues());
  });

  it('keeps names that every object of JavaScript knows', () => {
    const first = new AutoDeployValues({ extraLabels: { constructor: 'a' } });
    const both = first.merge(new AutoDeployValues({ extraLabels: { b: 'c' } }));
    expect(both.toValues()).toEqual({ extraLabels: { constructor: 'a', b: 'c' } });
  });

  it('finds what is wrong with all of them together', () => {
    const key = 'container.apparmor.security.beta.kubernetes.io/auto-deploy-app';
    const annotated = new AutoDeployValues({ podAnnotations: { [key]: 'localhost/x' } });
    expect(() => annotated.merge(new AutoDeployValues({ workers: { a: {} } }))).toThrow(/GITLAB1007/);
  });
});

describe('a file', () => {
  it('that was written is read as the same values, and written as the same file', () => {
    new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '{{ x }}', b: 'no' } });
    const all = AutoDeployValues.restricted({ readOnlyRootFilesystem: true }).merge(
      AutoDeployValues.networkPolicy({ limitEgress: true }),
      new AutoDeployValues(EVERY_KEY),
      new AutoDeployValues({ customResources: [chart], extraEnv: [{ name: 'A', value: '2001-01-01' }] }),
    );
    const again = AutoDeployValues.fromYaml(all.toYaml());
    expect(again.toValues()).toEqual(all.toValues());
    expect(again.warnings).toEqual(all.warnings);
    expect(AutoDeployValues.fromYaml(again.toYaml()).toYaml()).toBe(again.toYaml());
  });
});

describe('the ready ones', () => {
  it('restricted() can close the root file system, and then leaves /tmp', () => {
    const values = AutoDeployValues.restricted({ readOnlyRootFilesystem: true, runAsUser: 1000 }).toValues();
    expect(values).toMatchObject({
      securityContext: { runAsNonRoot: true, runAsUser: 1000 },
      containerSecurityContext: { readOnlyRootFilesystem: true },
      extraVolumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    });
  });

  it('networkPolicy() limits what goes out when it is asked to, and never cuts off names', () => {
    const { warnings, ...values } = AutoDeployValues.networkPolicy({
      limitEgress: true,
      egressCidrs: ['10.0.0.0/8'],
      ingressNamespaces: [],
    });
    expect(warnings).toEqual([]);
    expect(values.autoDeployImageVersion).toBe('v2.118.0');
    const { spec } = AutoDeployValues.networkPolicy({ limitEgress: true, egressCidrs: ['10.0.0.0/8'] }).toValues()
      .networkPolicy;
    expect(spec.egress.at(-1)).toEqual({ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] });
  });

  it.each([
    AutoDeployValues.restricted(),
    AutoDeployValues.networkPolicy(),
    AutoDeployValues.networkPolicy({ limitEgress: true }),
    AutoDeployValues.monitorOnly({ labels: { team: 'shop' } }),
    AutoDeployValues.appArmor({ profileName: 'shop' }),
  ])('are doubtful in nothing', (values) => {
    expect(values.warnings).toEqual([]);
    expect(values.toYaml()).toMatch(/^# /);
  });

  it('are refused for an image that is too old for them', () => {
    const autoDeployImageVersion = 'v2.68.0';
    expect(() => AutoDeployValues.restricted({ autoDeployImageVersion })).toThrow(
      /containerSecurityContext.*GITLAB1003/s,
    );
    expect(() => AutoDeployValues.appArmor({ profileName: 'a', autoDeployImageVersion })).toThrow(/GITLAB1003/);
    expect(AutoDeployValues.networkPolicy({ autoDeployImageVersion }).warnings).toEqual([]);
  });
});
