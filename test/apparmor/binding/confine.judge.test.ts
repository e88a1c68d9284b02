import { join } from 'node:path';
import { Deployment, Job } from 'cdk8s-plus-27';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppArmorProfile } from '../../../lib/apparmor';
import { HelmApp, HelmChart, If } from '../../../lib/helm';
import { HelmJudge } from '../../helm/chart/helm-judge';
import { describeWith } from '../../tools/describe';
import { tool } from '../../tools/find';

const VERSIONS = ['1.24.0', '1.29.9', '1.30.0', '1.31.4-gke.1', '1.36.1'];

for (const name of ['helm3', 'helm4']) {
  describeWith([name], `what ${name} makes of workloads under a profile`, () => {
    const judge = new HelmJudge();
    beforeAll(() => {
      const app = new HelmApp({ outdir: judge.folder });
      const chart = new HelmChart(app, 'shop', { version: '1.0.0', description: 'A shop.' });
      const profile = AppArmorProfile.fromText(chart, 'profile', 'abi <abi/3.0>,\nprofile web { file, }\n');
      const web = new Deployment(chart, 'web');
      profile.confine(web, { containers: ['web', 'init'] });
      web.addContainer({ name: 'web', image: 'nginx:1' });
      web.addContainer({ name: 'side', image: 'side:1' });
      web.addInitContainer({ name: 'init', image: 'init:1' });
      const migration = chart.values.addBoolean('migrate', { defaultValue: true, description: 'Whether to migrate.' });
      const job = new Job(new If(chart, 'migration', { when: migration }), 'job');
      job.addContainer({ name: 'job', image: 'job:1' });
      profile.confine(job);
      app.synth();
    });
    afterAll(() => judge.remove());

    it.each(VERSIONS)('Kubernetes %s reads the profile where it looks for it, and only there', async (version) => {
      const args = ['--kube-version', version];
      const rendering = await judge.template(tool(name) ?? '', join(judge.folder, 'shop'), { args });
      if (!rendering.accepted) throw new Error(rendering.error);
      const said = rendering.documents
        .map(({ text }) => yaml.load(text) as Workload)
        .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
        .flatMap(({ spec: { template } }) => saidBy(template));
      const field = Number(version.split('.')[1]) >= 30;
      const expected = ['init', 'job', 'web'].map((container) => `${container} ${field ? 'field' : 'annotation'} web`);
      expect(said.sort()).toEqual(expected);
    });
  });
}

interface Workload {
  readonly kind: string;
  readonly spec: { readonly template: Template };
}

interface Template {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<'containers' | 'initContainers', readonly Container[] | undefined>>;
}

interface Container {
  readonly name: string;
  readonly securityContext?: { readonly appArmorProfile?: { readonly localhostProfile: string } };
}

function saidBy({ metadata, spec }: Template): readonly string[] {
  const annotations = Object.entries(metadata.annotations ?? {}).map(
    ([key, value]) =>
      `${key.replace('container.apparmor.security.beta.kubernetes.io/', '')} annotation ${value.replace('localhost/', '')}`,
  );
  const fields = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(({ name, securityContext }) =>
    securityContext?.appArmorProfile ? [`${name} field ${securityContext.appArmorProfile.localhostProfile}`] : [],
  );
  return [...annotations, ...fields];
}
