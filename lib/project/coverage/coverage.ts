import type { Release } from '../diff/helmfile';
import { idOf } from '../diff/report';
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
  /** Chart that is installed, such as `apparmor-0.1.0`. */
  readonly chart?: string;
  readonly revision?: number;
  /** What Helm says of the last revision. */
  readonly status?: string;
}

/** Which applications are installed, missing, removed. Needs to read the Secrets of Helm. Throws a DiagnosticError. */
export async function coverageOf({ cluster, releases }: Session): Promise<readonly Application[]> {
  const stored = await storedReleases(
    cluster,
    releases.map(({ namespace }) => namespace),
  );
  return releases.map((release) =>
    applicationOf(
      release,
      stored.find((each) => idOf(each) === idOf(release)),
    ),
  );
}

export const isFine = ({ standing }: Application): boolean => FINE.has(standing);

export function applicationOf(release: Release, stored: StoredRelease | undefined): Application {
  const { name, namespace, version } = release;
  return {
    application: name,
    namespace,
    standing: standingOf(release, stored),
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
