import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { installedObjects, releaseOfObject } from '../diff/cluster';
import type { Release } from '../diff/helmfile';
import type { KubeObject } from '../diff/objects';
import { idOf, refusalNote } from '../diff/report';
import type { Session } from '../diff/session';
import { type StoredRelease, storedReleases } from '../diff/stored';

/** How an application of a project stands in the cluster. */
export type Standing =
  /** There, in the version that the project names. */
  | 'installed'
  /** There, in another version. */
  | 'outdated'
  /** Not there, although the project asks for it. */
  | 'missing'
  /** Its last revision failed, or was stopped half-way. */
  | 'broken'
  /** Gone, as the project asks. */
  | 'removed'
  /** Still there, although the project asks for its removal. */
  | 'unwanted';

export const STANDINGS: readonly Standing[] = ['installed', 'outdated', 'missing', 'broken', 'removed', 'unwanted'];

/** Standings that need nobody's hand. */
const FINE: ReadonlySet<Standing> = new Set<Standing>(['installed', 'removed']);

export interface Application {
  readonly application: string;
  readonly namespace: string;
  readonly standing: Standing;
  /** Version of the chart that the project names, where it does. */
  readonly wanted?: string;
  /** Whether Helm told, or only the objects that it has put there. */
  readonly seen: 'release' | 'objects';
  /** Chart that is installed, such as `apparmor-0.1.0`. */
  readonly chart?: string;
  readonly revision?: number;
  /** What Helm says of the last revision. */
  readonly status?: string;
}

export interface Coverage {
  readonly applications: readonly Application[];
  /** What could not be seen. */
  readonly notes: readonly string[];
}

/**
 * Which applications are installed, missing, removed. Helm's Secrets tell; who may not read them sees what the objects tell.
 * Throws a DiagnosticError when nothing can be seen.
 */
export async function coverageOf(session: Session): Promise<Coverage> {
  const { cluster, releases } = session;
  try {
    const stored = await storedReleases(
      cluster,
      releases.map(({ namespace }) => namespace),
    );
    const of = (release: Release) => stored.find((each) => idOf(each) === idOf(release));
    return { applications: releases.map((release) => applicationOf(release, of(release))), notes: [] };
  } catch (error) {
    if (!(error instanceof DiagnosticError) || error.diagnostics[0]?.code !== 'PROJECT1006') throw error;
    return seenByObjects(session, error);
  }
}

async function seenByObjects(
  { cluster, capabilities, namespaces, releases }: Session,
  refusal: DiagnosticError,
): Promise<Coverage> {
  const { objects, refused } = await installedObjects(cluster, capabilities, namespaces, false);
  if (objects.length === 0 && refused.length > 0) throw refusal;
  const of = (release: Release) => objects.filter((object) => releaseOfObject(object) === idOf(release));
  return {
    applications: releases.map((release) => applicationByObjects(release, of(release))),
    notes: [
      `${refusal.diagnostics[0]?.message ?? 'Secrets may not be read'}: applications are told by their objects, which say ` +
        'nothing of a revision that failed; one without objects counts as not there',
      ...refusalNote(refused),
    ],
  };
}

/** How an application stands as far as the objects tell that Helm has put there for it. */
export function applicationByObjects(release: Release, objects: readonly KubeObject[]): Application {
  const name = release.chart.split('/').at(-1) ?? '';
  // Charts inside the chart have labels of their own.
  const charts = objects
    .map(({ metadata }) => metadata.labels?.['helm.sh/chart'] ?? '')
    .filter((chart) => chart.startsWith(`${name}-`) && /^v?\d+\./.test(chart.slice(name.length + 1)));
  // A label cannot hold the `+` of a version.
  const isWanted = (chart: string): boolean => chart === `${name}-${(release.version ?? '').replaceAll('+', '_')}`;
  const chart = release.version === undefined ? charts[0] : (charts.find((each) => !isWanted(each)) ?? charts[0]);
  return {
    application: release.name,
    namespace: release.namespace,
    standing: standingByObjects(release, objects.length > 0, chart === undefined || isWanted(chart)),
    seen: 'objects',
    ...(release.version === undefined ? {} : { wanted: release.version }),
    ...(chart === undefined ? {} : { chart }),
  };
}

function standingByObjects({ installed, version }: Release, isThere: boolean, isWanted: boolean): Standing {
  if (!isThere) return installed ? 'missing' : 'removed';
  if (!installed) return 'unwanted';
  return version === undefined || isWanted ? 'installed' : 'outdated';
}

export const isFine = ({ standing }: Application): boolean => FINE.has(standing);

export function applicationOf(release: Release, stored: StoredRelease | undefined): Application {
  const { name, namespace, version } = release;
  return {
    application: name,
    namespace,
    standing: standingOf(release, stored),
    seen: 'release',
    ...(version === undefined ? {} : { wanted: version }),
    ...(stored === undefined ? {} : { chart: stored.chart, revision: stored.revision, status: stored.status }),
  };
}

function standingOf({ installed, version }: Release, stored: StoredRelease | undefined): Standing {
  if (stored === undefined) return installed ? 'missing' : 'removed';
  if (!installed) return 'unwanted';
  if (stored.status !== 'deployed') return 'broken';
  return version === undefined || stored.chart.endsWith(`-${version}`) ? 'installed' : 'outdated';
}
