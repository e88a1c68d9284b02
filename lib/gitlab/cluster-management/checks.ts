import type { Diagnostic } from '../../diagnostics/diagnostic';
import { nearestHint } from '../../diagnostics/nearest';
import type { Application, Cluster, Project } from './model';

/** What is wrong with the parts of a project beside each other. */
export function projectProblems(
  project: Project,
  chartVersions: readonly string[],
  path: string,
): readonly Diagnostic[] {
  const { clusters, applications } = project;
  return [
    ...sameClusters(clusters, path),
    ...sameApplications(applications),
    ...applications.flatMap((application) => unknownClusters(application, clusters)),
    ...unknownVersions(applications, chartVersions, path),
  ];
}

/** Two clusters of one name, or of one agent, which is one cluster. */
function sameClusters(clusters: readonly Cluster[], path: string): readonly Diagnostic[] {
  const keys = [
    ['GITLAB2002', 'the name', ({ name }: Cluster) => name, 'give another name'],
    [
      'GITLAB2003',
      'the agent',
      ({ agent, agentProject }: Cluster) => `${agentProject}:${agent}`,
      'an agent runs in one cluster: each needs its own',
    ],
  ] as const;
  return keys.flatMap(([code, noun, keyOf, hint]) =>
    repeated(clusters, keyOf).map(([key, index, first]) => ({
      code,
      severity: 'error' as const,
      message: `the clusters ${first + 1} and ${index + 1} have ${noun} "${key}"`,
      hint,
      place: { path, key: `clusters[${index}]` },
    })),
  );
}

function sameApplications(applications: readonly Application[]): readonly Diagnostic[] {
  return repeated(applications, ({ name }) => name).map(([name, index, first]) => ({
    code: 'GITLAB2004',
    severity: 'error',
    message: `the application name "${name}" is taken by ${applications[first]?.path}: both would be one release`,
    hint: 'give one of them another "name" with configure()',
    place: { path: applications[index]?.path },
  }));
}

/** Items whose key an earlier one has: the key, its index, that of the first. */
function repeated<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, number, number])[] {
  const first = new Map<string, number>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    return before === undefined ? [] : [[key, index, before] as const];
  });
}

function unknownClusters(
  { name, path, ...application }: Application,
  clusters: readonly Cluster[],
): readonly Diagnostic[] {
  const known = clusters.map((cluster) => cluster.name);
  const given = [
    ...(application.clusters ?? []).map((cluster) => ['clusters', cluster] as const),
    ...Object.keys(application.clusterValues).map((cluster) => ['clusterValues', cluster] as const),
  ];
  return given
    .filter(([, cluster]) => !known.includes(cluster))
    .map(([key, cluster]) => ({
      code: 'GITLAB2005',
      severity: 'error',
      message: `the application ${name} names the cluster "${cluster}", which this project does not have`,
      hint: nearestHint(cluster, known) ?? `it has ${shortList(known)}`,
      place: { path, key },
    }));
}

/** Nobody reads a hundred names. */
const shortList = (names: readonly string[]): string =>
  names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ');

function unknownVersions(
  applications: readonly Application[],
  chartVersions: readonly string[],
  path: string,
): readonly Diagnostic[] {
  const upstream = applications.filter(({ reference }) => reference.version !== undefined).map(({ name }) => name);
  return chartVersions
    .filter((name) => !upstream.includes(name))
    .map((name) => ({
      code: 'GITLAB2006',
      severity: 'error',
      message: `"chartVersions" names "${name}", and no chart of somebody else is installed under that name`,
      hint: nearestHint(name, upstream) ?? (upstream.length > 0 ? `there are ${shortList(upstream)}` : 'there is none'),
      place: { path, key: `chartVersions.${name}` },
    }));
}
