import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AppArmorProfile, type ConfineProps } from '../../../lib/apparmor';
import { HelmApp, HelmChart } from '../../../lib/helm';

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
    expect(now.metadata.annotations).toEqual({});
    expect(now.spec.containers[0].securityContext).toEqual(FIELD);
    const before = rendered('v1.29.9', deployment).spec.template;
    expect(before.metadata.annotations).toEqual(
      Object.fromEntries(['init', 'web', 'side'].map((name) => [annotation(name), 'localhost/web'])),
    );
    expect(before.spec.containers[0]).toEqual({ name: 'web', securityContext: {} });
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
  });
});
