import type { ParserVersion } from '../../apparmor/language/versions';
import { loaderOf } from '../../charts/apparmor/loader';
import { profilesOf } from '../../container-policy/compile';
import type { Policy } from '../../container-policy/language/model';
import { ContainerPolicy } from '../../container-policy/policy';
import { HelmApp, HelmChart } from '../../helm';

/** Version of the loader that the chart installs. */
const LOADER = '0.1.0';

/** A policy with the text that it was read from. */
export interface ReadPolicy {
  readonly policy: Policy;
  readonly text: string;
}

/** What the chart is called, and where it goes. */
export interface ChartOptions {
  readonly name: string;
  readonly version: string;
  readonly outdir: string;
  readonly parser: ParserVersion;
}

/** A chart that loads the profiles of policies on every node. Nothing is written before `synth`. */
export function policyChart(policies: readonly ReadPolicy[], { name, version, outdir, parser }: ChartOptions): HelmApp {
  const app = new HelmApp({ outdir });
  const chart = new HelmChart(app, name, {
    version,
    appVersion: LOADER,
    description: `Loads the container policies ${policies.map(({ policy }) => policy.name).join(', ')} on every node.`,
    kubeVersion: '>=1.24.0-0',
    readme: readme(policies, name),
  });
  const made = policies.map(({ policy, text }) =>
    ContainerPolicy.fromYamlText(chart, policy.name, text, { parserVersion: parser }),
  );
  loaderOf(chart, { profiles: made.flatMap(({ profiles }) => profiles) });
  chart.addNotes(
    '',
    'The namespace must let in pods that mount host paths and add MAC_ADMIN:',
    `  kubectl label namespace ${chart.release.namespaceName} pod-security.kubernetes.io/enforce=privileged`,
  );
  return app;
}

/** Who runs under the profiles; what they do the policies say themselves. */
function readme(policies: readonly ReadPolicy[], chart: string): string {
  const parts = policies.flatMap(({ policy }) =>
    profilesOf(policy, `${chart}-${policy.name}`).map(
      ({ name, container }) => `## Use the profile ${name}\n\n${whoUses(policy, name, container)}`,
    ),
  );
  return `Written by \`container-security generate\` from container policies: edit those, and write the chart again.\n\n${parts.join('\n\n')}`;
}

function whoUses({ pods }: Policy, profile: string, container: string | undefined): string {
  const labels = Object.entries(pods).map(([key, value]) => `\`${key}=${value}\``);
  const which = labels.length === 0 ? '' : ` of pods with ${labels.join(', ')}`;
  const whose = container === undefined ? `Containers${which} run` : `The container \`${container}\`${which} runs`;
  return `${whose} under it when \`securityContext\` says so (Kubernetes 1.30 and newer):

\`\`\`yaml
appArmorProfile:
  type: Localhost
  localhostProfile: ${profile}
\`\`\``;
}
