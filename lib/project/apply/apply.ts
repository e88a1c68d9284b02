import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { kubectl } from '../diff/cluster';
import { sync } from '../diff/helmfile';
import { OWN_MANAGER } from '../diff/managed-fields';
import { diffNamespaces } from '../diff/namespaces';
import { NAMESPACES_FILE } from '../diff/namespaces-file';
import { type Change, idOf } from '../diff/report';
import type { Session } from '../diff/session';
import { type StoredRelease, storedReleases } from '../diff/stored';
import { failureOf } from '../failures';
import { problem } from '../problem';
import { type Plan, planReleases, stillDifferent } from './plan';
import { lineWatcher, NOBODY, type Watcher } from './watcher';

/** States of a release that somebody works on. */
const BUSY = /^(pending-|uninstalling)/;
/** So many seconds a helm that was stopped is given to end. */
const PATIENCE = 10;

/** What happened to one release. */
export interface AppliedRelease {
  readonly release: string;
  readonly namespace: string;
  readonly action: 'unchanged' | 'configured' | 'installed' | 'upgraded' | 'uninstalled' | 'failed' | 'not reached';
  /** Revision before; left out for what was not there. */
  readonly from?: number;
  /** Revision now; left out for what is not there. */
  readonly to?: number;
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
  /** What still differs after Helm was done. */
  readonly leftovers: readonly string[];
}

export interface ApplyReport {
  readonly releases: readonly AppliedRelease[];
  /** Why it stopped half-way. */
  readonly failure?: DiagnosticError;
}

/**
 * Installs, upgrades and uninstalls the releases that differ, and no other. What was looked at and found right is not
 * touched: no revision, no hook. Throws a DiagnosticError as long as nothing was changed.
 */
export async function applyProject(session: Session, watcher: Watcher = NOBODY): Promise<ApplyReport> {
  const namespaces = session.releases.map(({ namespace }) => namespace);
  const before = await storedReleases(session.cluster, namespaces);
  mustBeFree(session, before);
  watcher.comparing(session.releases.length);
  const plans = await planReleases(session, before);
  const { releases: first, failure: early } = await applyNamespaces(session);
  if (early !== undefined) {
    return { releases: [...first, ...plans.map((plan) => outcomeOf(plan, before))], failure: early };
  }
  const due = plans.filter(({ action }) => action !== 'nothing');
  if (due.length === 0) return { releases: [...first, ...plans.map((plan) => outcomeOf(plan, before))] };
  watcher.due(due.length);
  const failure = await syncAll(session, due, watcher);
  const free = unstoppable(session);
  const after = await settled(free, namespaces, failure !== undefined);
  const results = plans.map((plan) => outcomeOf(plan, after));
  const releases = [...first, ...(await withLeftovers(free, plans, results))];
  return failure === undefined ? { releases } : { releases, failure };
}

/** What was changed before a stop is said all the same; only a second signal ends that. */
function unstoppable(session: Session): Session {
  const { stop: _, ...programs } = session.programs;
  return { ...session, programs, cluster: { ...session.cluster, programs } };
}

/** Where releases stand after helmfile. A helm that was stopped may take a moment to write down that it was. */
async function settled(
  { cluster }: Session,
  namespaces: readonly string[],
  isStopped: boolean,
): Promise<readonly StoredRelease[]> {
  for (let left = isStopped ? PATIENCE : 0; ; left -= 1) {
    const stored = await storedReleases(cluster, namespaces);
    if (left <= 0 || !stored.some(({ status }) => BUSY.test(status))) return stored;
    await sleep(1000);
  }
}

/** Refuses to begin where somebody else is at work, or was stopped in the middle of it. */
function mustBeFree({ releases }: Session, stored: readonly StoredRelease[]): void {
  const ids = new Set(releases.map(idOf));
  const busy = stored.filter((each) => ids.has(idOf(each)) && BUSY.test(each.status));
  const [first] = busy;
  if (first === undefined) return;
  const names = busy.map((each) => `${idOf(each)} is ${each.status} since ${each.updated.replace(/\..*$/, '')}`);
  const undo = first.revision > 1 ? `helm rollback ${first.name}` : `helm uninstall ${first.name}`;
  throw problem(
    'PROJECT1008',
    `nothing was changed, as ${names.join(', ')}: another pipeline is at work, or one was stopped half-way`,
    `wait until it is done and run again; if nobody works on it: ${undo} --namespace ${first.namespace}`,
  );
}

async function applyNamespaces(session: Session): Promise<ApplyReport> {
  const { report } = await diffNamespaces(session);
  if (report === undefined) return { releases: [] };
  const { release, namespace, changes, notes } = report;
  const result = (action: AppliedRelease['action']): readonly AppliedRelease[] => [
    { release, namespace, action, changes, notes, leftovers: [] },
  ];
  if (changes.length === 0) return { releases: result('unchanged') };
  const file = join(session.project.folder, NAMESPACES_FILE);
  const args = ['apply', '--server-side', '--force-conflicts', `--field-manager=${OWN_MANAGER}`, `--filename=${file}`];
  const failure = await failureIn(async () => {
    const outcome = await kubectl(session.cluster, args);
    if (outcome.code !== 0) throw failureOf('kubectl', `applying ${NAMESPACES_FILE}`, outcome);
  });
  return failure === undefined ? { releases: result('configured') } : { releases: result('failed'), failure };
}

/** Why work on the cluster ended early: something may have been changed by then, so that it is told with what was. */
async function failureIn(work: () => Promise<void>): Promise<DiagnosticError | undefined> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
  return undefined;
}

/**
 * Helm 4 lets the server merge. There a field that somebody changed by hand belongs to that hand until Helm takes it back,
 * which it must be told to, and only for such releases. They are installed already: the others do not wait for them.
 */
function syncAll(
  { programs, project }: Session,
  due: readonly Plan[],
  watcher: Watcher,
): Promise<DiagnosticError | undefined> {
  const calls = [
    { plans: due.filter(({ isContested }) => !isContested), more: [] },
    { plans: due.filter(({ isContested }) => isContested), more: ['--sync-args=--force-conflicts'] },
  ];
  return failureIn(async () => {
    for (const { plans, more } of calls.filter((call) => call.plans.length > 0)) {
      const releases = plans.map(({ release }) => release);
      const outcome = await sync(programs, project, releases, more, lineWatcher(releases, watcher));
      if (outcome.code !== 0) throw failureOf('helmfile', 'installing the releases', outcome);
    }
  });
}

/** What became of a plan. `after`: where the releases stand now. */
export function outcomeOf(
  { release, stored, action, changes, notes }: Plan,
  after: readonly StoredRelease[],
): AppliedRelease {
  const now = after.find((each) => idOf(each) === idOf(release));
  const head = { release: release.name, namespace: release.namespace };
  const revisions = {
    ...(stored === undefined ? {} : { from: stored.revision }),
    ...(now === undefined ? {} : { to: now.revision }),
  };
  const result = (what: AppliedRelease['action']): AppliedRelease => ({
    ...head,
    action: what,
    ...revisions,
    changes,
    notes,
    leftovers: [],
  });
  if (action === 'nothing') return result('unchanged');
  if (action === 'uninstall' && now === undefined) return result('uninstalled');
  if (action === 'uninstall') return result(now?.status === stored?.status ? 'not reached' : 'failed');
  if (now?.revision === stored?.revision) return result('not reached');
  if (now?.status !== 'deployed') return result('failed');
  // An upgrade is one revision. A second one is Helm taking back what failed: what was there before is deployed again.
  if (stored !== undefined && now.revision > stored.revision + 1) return result('failed');
  return result(action === 'install' ? 'installed' : 'upgraded');
}

/** Helm 3 does not put right what somebody changed in a custom resource, and webhooks change what they are sent. */
async function withLeftovers(
  session: Session,
  plans: readonly Plan[],
  results: readonly AppliedRelease[],
): Promise<readonly AppliedRelease[]> {
  const changed = results.filter(({ action }) => action === 'installed' || action === 'upgraded');
  const ids = new Set(changed.map(({ release, namespace }) => idOf({ name: release, namespace })));
  const left = await stillDifferent(
    session,
    plans.filter(({ release }) => ids.has(idOf(release))),
  );
  return results.map((result) => ({
    ...result,
    leftovers: left.get(idOf({ name: result.release, namespace: result.namespace })) ?? [],
  }));
}
