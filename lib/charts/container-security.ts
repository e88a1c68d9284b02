import type { Construct } from 'constructs';
import { HelmChart } from '../helm';
import { ABOUT } from './about';

const VERSION = '0.1.0';

const README = `Everything at once, for those who install by hand:

\`\`\`sh
helm install container-security charts/container-security --namespace container-security --create-namespace
\`\`\`

Each part has its values below its own name, and goes with \`NAME.enabled=false\`. With the default values no profile, no policy
and no rule of ours is active: the loader of AppArmor profiles runs, and loads nothing.

Falco and Cilium have charts of their own; the documentation tells with which values they are installed beside this one.`;

/**
 * `charts/container-security`: all our charts in one, each under the condition `<name>.enabled`.
 *
 * @param parts the charts that it brings with it; they are written on their own as well.
 */
export function containerSecurityChart(scope: Construct, parts: readonly HelmChart[]): HelmChart {
  const chart = new HelmChart(scope, 'container-security', {
    ...ABOUT,
    version: VERSION,
    appVersion: VERSION,
    description: 'All charts of cdk8s-container-security in one, for an installation by hand.',
    keywords: ['security', 'apparmor', 'podsecuritypolicy', 'networkpolicy', 'hardening'],
    readme: README,
  });
  for (const part of parts) {
    const { chartName } = part;
    chart.values
      .addGroup(chartName, `Values of the chart ${chartName}: those of its own values.yaml.`)
      .addBoolean('enabled', { description: `Install the chart ${chartName}.`, defaultValue: true });
    chart.addLocalSubchart(part, { condition: `${chartName}.enabled`, standalone: true });
    chart.addCiValues(`without-${chartName}`, { [chartName]: { enabled: false } });
  }
  chart.addNotes(
    `Installed as ${chart.release.name} in the namespace ${chart.release.namespaceName}.`,
    'It blocks only what profiles and policies say that are given as values, below the names of the parts: by default none.',
    'What each part has to say is printed with --render-subchart-notes.',
  );
  return chart;
}
