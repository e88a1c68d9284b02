import { ApiObject } from 'cdk8s';
import { expect, it } from 'vitest';
import { ContainerPolicy, type ContainerPolicyProps, Ports, Processes } from '../../lib/container-policy';
import { HelmApp, HelmChart } from '../../lib/helm';

const PROPS: ContainerPolicyProps = {
  pods: { app: 'web' },
  processes: Processes.only('/usr/sbin/nginx'),
  containers: { init: { processes: Processes.any(), ports: Ports.none() } },
};

function chartWith(containers: readonly object[], initContainers: readonly object[]) {
  const app = new HelmApp();
  const chart = new HelmChart(app, 'shop', { version: '1.0.0', description: 'A shop.' });
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers, initContainers } };
  const spec = { selector: { matchLabels: { app: 'web' } }, template };
  const web = new ApiObject(chart, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', spec });
  const policy = new ContainerPolicy(chart, 'policy', PROPS);
  policy.confine(web);
  return { app, chart, policy };
}

it('a policy puts each container under the profile that is its own', () => {
  const { chart, policy } = chartWith([{ name: 'web' }, { name: 'constructor' }], [{ name: 'init' }]);
  const deployment = chart.render({ kubeVersion: 'v1.31.0' }).find(({ kind }) => kind === 'Deployment');
  const { containers, initContainers } = deployment.spec.template.spec;
  const said = [...containers, ...initContainers].map(({ name, securityContext }) => [
    name,
    securityContext.appArmorProfile.localhostProfile,
  ]);
  expect(said).toEqual([
    ['web', policy.profile.profileName],
    ['constructor', policy.profile.profileName],
    ['init', policy.profileOf('init').profileName],
  ]);
  expect(new Set(said.map(([, profile]) => profile)).size).toBe(2);
});

it('a container with rules of its own that the workload lacks is told at synth', () => {
  const { app } = chartWith([{ name: 'web' }], [{ name: 'inti' }]);
  expect(app.check()).toContainEqual(
    expect.objectContaining({ code: 'APPARMOR1027', hint: expect.stringContaining('"inti"') }),
  );
});
