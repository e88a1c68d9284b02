import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AppArmorLoader, AppArmorProfile, type ConfineProps } from '../../../lib/apparmor';
import { Block, HelmApp, HelmChart, Overlay, ValueSchema } from '../../../lib/helm';

const TEXT = 'abi <abi/3.0>,\nprofile web { file, }\n';
const FIELD = { appArmorProfile: { type: 'Localhost', localhostProfile: 'web' } };
const annotation = (container: string) => `container.apparmor.security.beta.kubernetes.io/${container}`;

const pod = { initContainers: [{ name: 'init' }], containers: [{ name: 'web' }, { name: 'side' }] };
const cronJob = (scope: Chart) =>
  new ApiObject(scope, 'job', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    spec: { schedule: '@daily', jobTemplate: { spec: { template: { spec: { ...pod } } } } },
  });
const deployment = (scope: Chart, spec: object = pod) =>
  new ApiObject(scope, 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec } },
  });

/** The first manifest of a plain cdk8s chart. */
function plain(make: (chart: Chart) => IConstruct, props?: ConfineProps) {
  const chart = new Chart(new App(), 'shop');
  AppArmorProfile.fromText(chart, 'profile', TEXT).confine(make(chart), props);
  return Testing.synth(chart)[0];
}

/** The first manifest of a chart of ours on a cluster. */
function rendered(kubeVersion: string, make: (chart: HelmChart) => IConstruct, props?: ConfineProps) {
  const { chart } = helm(make, props);
  return chart.render({ kubeVersion }).find(({ kind }) => kind !== 'ConfigMap');
}

function helm(make: (chart: HelmChart) => IConstruct, props?: ConfineProps) {
  const app = new HelmApp();
  const chart = new HelmChart(app, 'shop', { version: '1.0.0', description: 'A shop.' });
  AppArmorProfile.fromText(chart, 'profile', TEXT).confine(make(chart), props);
  return { app, chart };
}

describe('in a plain cdk8s chart', () => {
  it('all containers of a pod template come under the profile, init containers too', () => {
    const { template } = plain(deployment).spec;
    expect(template.spec).toEqual({
      initContainers: [{ name: 'init', securityContext: FIELD }],
      containers: [
        { name: 'web', securityContext: FIELD },
        { name: 'side', securityContext: FIELD },
      ],
    });
    expect(template.metadata).toEqual({ labels: { app: 'web' } });
  });

  it('only the named containers do, and what else their security context says stays', () => {
    const spec = { containers: [{ name: 'web', securityContext: { privileged: false } }, { name: 'side' }] };
    const { containers } = plain((chart) => deployment(chart, spec), { containers: ['web'] }).spec.template.spec;
    expect(containers).toEqual([{ name: 'web', securityContext: { privileged: false, ...FIELD } }, { name: 'side' }]);
  });

  it('before Kubernetes 1.30 annotations of the pod say it', () => {
    const { template } = plain(cronJob, { kubernetesVersion: '1.29', containers: ['init', 'web'] }).spec.jobTemplate
      .spec;
    expect(template.metadata.annotations).toEqual({
      [annotation('init')]: 'localhost/web',
      [annotation('web')]: 'localhost/web',
    });
    expect(template.spec).toEqual(pod);
  });

  it('containers that cdk8s-plus adds later come under the profile', () => {
    const { containers } = plain((chart) => {
      const web = new Deployment(chart, 'web');
      web.addContainer({ name: 'web', image: 'nginx:1' });
      return web;
    }).spec.template.spec;
    expect(containers[0].securityContext).toMatchObject(FIELD);
  });

  it('what is wrong ends synth', () => {
    const app = new App({ outdir: '/nonexistent' });
    const chart = new Chart(app, 'shop');
    const profile = AppArmorProfile.fromText(chart, 'profile', TEXT);
    profile.confine(deployment(chart), { containers: ['wep'] });
    expect(() => app.synth()).toThrow(/no container \\?"wep.*APPARMOR1027.*web/s);
  });
});

describe('in a Helm chart', () => {
  it('the cluster decides how the profile is said', () => {
    const now = rendered('v1.30.0', deployment).spec.template;
    expect(now.metadata).toEqual({ labels: { app: 'web' } });
    expect(now.spec.containers[0].securityContext).toEqual(FIELD);
    const before = rendered('v1.29.9', deployment).spec.template;
    expect(before.metadata.annotations).toEqual(
      Object.fromEntries(['init', 'web', 'side'].map((name) => [annotation(name), 'localhost/web'])),
    );
    expect(before.spec.containers[0]).toEqual({ name: 'web' });
  });

  it('a container that is added after the call comes under the profile', () => {
    const { chart } = helm((scope) => new Deployment(scope, 'web'));
    const web = chart.node.findChild('web') as Deployment;
    web.addContainer({ name: 'late', image: 'nginx:1' });
    const manifest = chart.render({ kubeVersion: 'v1.31.0' }).find(({ kind }) => kind === 'Deployment');
    expect(manifest.spec.template.spec.containers[0].securityContext).toMatchObject(FIELD);
  });

  it.each([
    [
      'a construct that makes no pods',
      (chart: Chart) => new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' }),
      {},
      'APPARMOR1026',
    ],
    ['a container that is not there', deployment, { containers: ['wep'] }, 'APPARMOR1027'],
    [
      'a container that is under another profile',
      (chart: Chart) =>
        deployment(chart, {
          containers: [
            { name: 'web', securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'other' } } },
          ],
        }),
      {},
      'APPARMOR1028',
    ],
  ])('%s is told at synth', (_name, make, props, code) => {
    const problems = helm(make, props).app.check();
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([expect.objectContaining({ code })]);
  });

  it('the loader stays as it is: it cannot wait for the profile that it loads', () => {
    const { chart } = helm((scope) => {
      deployment(scope);
      new AppArmorLoader(scope, 'loader', { image: 'registry.example.com/loader:1' });
      return scope;
    });
    const loader = chart.render({ kubeVersion: 'v1.31.0' }).find(({ kind }) => kind === 'DaemonSet').spec.template.spec;
    expect(loader.containers[0].securityContext.appArmorProfile).toEqual({ type: 'Unconfined' });
    expect(loader.containers[1].securityContext.appArmorProfile).toBeUndefined();
  });

  it('of several workloads those with the named container come under the profile', () => {
    const make = (scope: HelmChart) => {
      deployment(scope);
      new ApiObject(scope, 'other', {
        apiVersion: 'v1',
        kind: 'Pod',
        spec: { containers: [{ name: 'alone' }] },
      } as never);
      return scope;
    };
    const { app, chart } = helm(make, { containers: ['web'] });
    expect(app.check().filter(({ severity }) => severity === 'error')).toEqual([]);
    const pods = chart.render({ kubeVersion: 'v1.31.0' }).find(({ kind }) => kind === 'Pod');
    expect(pods.spec.containers).toEqual([{ name: 'alone' }]);
    const problems = helm(make, { containers: ['web', 'wep'] }).app.check();
    expect(problems.map(({ code }) => code).filter((code) => code === 'APPARMOR1027')).toHaveLength(1);
  });

  it('all workloads below a construct come under the profile', () => {
    const { chart } = helm((scope) => {
      deployment(scope);
      cronJob(scope);
      return scope;
    });
    const [job, web] = ['CronJob', 'Deployment'].map((wanted) =>
      chart.render({ kubeVersion: 'v1.31.0' }).find(({ kind }) => kind === wanted),
    );
    expect(job.spec.jobTemplate.spec.template.spec.containers[0].securityContext).toEqual(FIELD);
    expect(web.spec.template.spec.containers[0].securityContext).toEqual(FIELD);
  });
});

describe('what is there already', () => {
  const profiles = (chart: Chart, ...names: readonly string[]) =>
    names.map((name) => AppArmorProfile.fromText(chart, name, `abi <abi/3.0>,\nprofile ${name} { file, }\n`));
  const codes = (app: HelmApp) =>
    app
      .check()
      .map(({ code }) => code)
      .filter((code) => code.startsWith('APPARMOR'));

  it('two calls put two containers under two profiles', () => {
    const { chart } = helm(deployment, { containers: ['web'] });
    const [other] = profiles(chart, 'other');
    other?.confine(chart.node.findChild('web'), { containers: ['side'] });
    const { containers } = chart.render({ kubeVersion: 'v1.31.0' }).find(({ kind }) => kind === 'Deployment').spec
      .template.spec;
    const names = containers.map(
      (each: { securityContext: typeof FIELD }) => each.securityContext.appArmorProfile.localhostProfile,
    );
    expect(names).toEqual(['web', 'other']);
    const before = chart.render({ kubeVersion: 'v1.29.0' }).find(({ kind }) => kind === 'Deployment').spec.template;
    expect(before.metadata.annotations).toEqual({
      [annotation('web')]: 'localhost/web',
      [annotation('side')]: 'localhost/other',
    });
  });

  it('the same call twice is as good as once, two profiles for one container are told', () => {
    const { app, chart } = helm(deployment);
    const web = chart.node.findChild('web');
    (chart.node.findChild('profile') as AppArmorProfile).confine(web);
    expect(codes(app)).toEqual([]);
    profiles(chart, 'other')[0]?.confine(web, { containers: ['side'] });
    expect(codes(app)).toEqual(['APPARMOR1028']);
  });

  it.each([
    [
      'a value',
      (values: HelmChart['values']) => values.addMap('notes', { description: 'Notes.', entries: ValueSchema.text() }),
    ],
    [
      'a block',
      (values: HelmChart['values']) =>
        Block.when(values.addBoolean('noted', { description: 'Notes.', defaultValue: true }), { note: 'a' }),
    ],
  ])('annotations and a security context that are %s are kept', (_name, make) => {
    const { app, chart } = helm((scope) => {
      const open = make(scope.values);
      const containers = [{ name: 'web', securityContext: open }];
      const template = { metadata: { labels: { app: 'web' }, annotations: open }, spec: { containers } };
      const spec = { selector: { matchLabels: { app: 'web' } }, template };
      return new ApiObject(scope, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', spec } as never);
    });
    expect(app.check().filter(({ severity }) => severity === 'error')).toEqual([]);
    const values = { notes: { note: 'a' } };
    const at = (kubeVersion: string) =>
      chart
        .render({ kubeVersion, values: 'notes' in chart.values ? values : {} })
        .find(({ kind }) => kind === 'Deployment').spec.template;
    expect(at('v1.31.0').spec.containers[0].securityContext).toMatchObject(FIELD);
    expect(at('v1.29.0').metadata.annotations).toMatchObject({ [annotation('web')]: 'localhost/web' });
    expect(Object.keys(at('v1.31.0').metadata.annotations)).not.toContain('0');
  });

  it('an overlay finds the maps that it puts something into', () => {
    const { app, chart } = helm(deployment);
    Overlay.on(chart.node.findChild('web'))
      .put('/spec/template/metadata/annotations/note', 'a')
      .put('/spec/template/spec/containers/0/securityContext/privileged', false);
    expect(app.check().filter(({ severity }) => severity === 'error')).toEqual([]);
    const { template } = chart.render({ kubeVersion: 'v1.31.0' }).find(({ kind }) => kind === 'Deployment').spec;
    expect(template.metadata.annotations).toEqual({ note: 'a' });
    expect(template.spec.containers[0].securityContext).toEqual({ privileged: false, ...FIELD });
  });

  it('containers that only the values know are told of, those beside them come under the profile', () => {
    const { app, chart } = helm((scope) => {
      const list = scope.values.addList('extra', { description: 'More containers.', items: ValueSchema.text() });
      return deployment(scope, { containers: [{ name: 'web' }, ...list.asList()], initContainers: list.asList() });
    });
    expect(codes(app)).toEqual(['APPARMOR1024', 'APPARMOR1024']);
    const { containers } = chart.render({ kubeVersion: 'v1.31.0' }).find(({ kind }) => kind === 'Deployment').spec
      .template.spec;
    expect(containers).toEqual([{ name: 'web', securityContext: FIELD }]);
  });
});

it.each([[undefined], [null], ['web'], [{}]])('%j is no workload, and refused at once', (workload) => {
  const profile = AppArmorProfile.fromText(new Chart(new App(), 'shop'), 'profile', TEXT);
  expect(() => profile.confine(workload as never)).toThrow(/must be a construct \[HELM1050\]/);
});

it('no names of containers are not taken for none', () => {
  const chart = new Chart(new App(), 'shop');
  const profile = AppArmorProfile.fromText(chart, 'profile', TEXT);
  expect(() => profile.confine(deployment(chart), { containers: [] })).toThrow(/at least one container/);
});

it('wrong props are refused at once', () => {
  const chart = new Chart(new App(), 'shop');
  const profile = AppArmorProfile.fromText(chart, 'profile', TEXT);
  const wrong = { container: ['web'], kubernetesVersion: 'new' } as ConfineProps;
  expect(() => profile.confine(deployment(chart), wrong)).toThrow(
    /"container" is not known.*"kubernetesVersion" must be/s,
  );
});

describe('values for a chart of others', () => {
  const chart = new Chart(new App(), 'shop');
  const profile = AppArmorProfile.fromText(chart, 'profile', TEXT);

  it('say the field, the annotation, or both', () => {
    expect(profile.chartValues({ securityContext: 'controller.containerSecurityContext' })).toEqual({
      controller: { containerSecurityContext: FIELD },
    });
    const both = { securityContext: 'a.context', podAnnotations: 'a.annotations', container: 'web' };
    expect(profile.chartValues(both)).toEqual({
      a: { context: FIELD, annotations: { [annotation('web')]: 'localhost/web' } },
    });
  });

  it.each([[{}], [{ podAnnotations: 'a' }], [{ securityContext: 'a', podAnnotations: 'b' }]])(
    'are refused when nothing would come under the profile: %j',
    (props) => {
      expect(() => profile.chartValues(props)).toThrow(/APPARMOR1029/);
    },
  );

  it('are refused for a path that is none', () => {
    expect(() => profile.chartValues({ securityContext: 'a..b' })).toThrow(/path of keys/);
    expect(() => profile.chartValues({ securityContext: 'containers[0].securityContext' })).toThrow(/path of keys/);
  });
});
