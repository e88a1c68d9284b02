/** The clusters that charts are rendered for, without one running. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EDGES, MINOR_NAMES, type Minor } from '../real/cluster/minors';
import { CUSTOM_API_VERSIONS } from './custom-apis/custom-apis';

/** What a cluster says of itself. */
export interface RenderedFor {
  /** For the title of a test. */
  readonly name: string;
  readonly minor: Minor;
  /** Such as `1.36.3`. */
  readonly kubeVersion: string;
  /** What it serves and helm would not take for granted. */
  readonly apiVersions: readonly string[];
}

const ADMISSION = 'admissionregistration.k8s.io/v1';

/** What a minor serves and one of the helms, which know the APIs of one version each, may not take for granted. */
const SERVED: Partial<Readonly<Record<Minor, readonly string[]>>> = {
  '1.24': ['policy/v1beta1/PodSecurityPolicy'],
  '1.34': [`${ADMISSION}/ValidatingAdmissionPolicy`],
  '1.36': [`${ADMISSION}/ValidatingAdmissionPolicy`, `${ADMISSION}/MutatingAdmissionPolicy`],
};

/** The patch release that the control plane of a minor is built from. */
function kubeVersion(minor: Minor): string {
  const goMod = readFileSync(join(__dirname, `../tools/kube-${minor}/go.mod`), 'utf8');
  return /^\s*k8s\.io\/kubernetes v(\S+)/m.exec(goMod)?.[1] ?? `${minor}.0`;
}

const plain = (minor: Minor): RenderedFor => ({
  name: `Kubernetes ${minor}`,
  minor,
  kubeVersion: kubeVersion(minor),
  apiVersions: SERVED[minor] ?? [],
});

const withCustomApis = (cluster: RenderedFor): RenderedFor => ({
  ...cluster,
  name: `${cluster.name} with custom APIs`,
  apiVersions: [...cluster.apiVersions, ...CUSTOM_API_VERSIONS],
});

/** Every minor, bare; the oldest and the newest with the custom APIs too, which none of the minors between knows better. */
export const CLUSTERS: readonly RenderedFor[] = MINOR_NAMES.map(plain).flatMap((cluster) => [
  cluster,
  ...(EDGES.some((minor) => minor === cluster.minor) ? [withCustomApis(cluster)] : []),
]);

/** How helm is told without a cluster. */
export const clusterArguments = ({ kubeVersion: version, apiVersions }: RenderedFor): readonly string[] => [
  '--kube-version',
  version,
  ...apiVersions.flatMap((api) => ['--api-versions', api]),
];

/** How `chart.render()` is told. */
export const clusterOptions = ({ kubeVersion: version, apiVersions }: RenderedFor) => ({
  kubeVersion: `v${version}`,
  apiVersions: [...apiVersions],
});
