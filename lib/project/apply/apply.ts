import { join } from 'node:path';
import type { DiagnosticError } from '../../diagnostics/diagnostic-error';
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
import type { Outcome } from '../programs';
import { type Plan, planReleases, stillDifferent } from './plan';

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
export async function applyProject(session: Session): Promise<ApplyReport> {
  const namespaces = session.releases.map(({ namespace }) => namespace);
  const before = await storedReleases(session.cluster, namespaces);
  mustBeFree(session, before);
  const plans = await planReleases(session, before);
  const first = await applyNamespaces(session);
  const due = plans.filter(({ action }) => action !== 'nothing');
  if (due.length === 0) return { releases: [...first, ...plans.map((plan) => outcomeOf(plan, before))] };
  const outcome = await syncAll(session, due);
  const after = await storedReleases(session.cluster, namespaces);
  const results = plans.map((plan) => outcomeOf(plan, after));
  const releases = [...first, ...(await Promise.all(results.map((result) => withLeftovers(session, plans, result))))];
  return outcome.code === 0
    ? { releases }
    : { releases, failure: failureOf('helmfile', 'installing the releases', outcome) };
}

/** Refuses to begin where somebody else is at work, or was stopped in the middle of it. */
function mustBeFree({ releases }: Session, stored: readonly StoredRelease[]): void {
  const ids = new Set(releases.map(idOf));
  const busy = stored.filter((each) => ids.has(idOf(each)) && /^(pending-|uninstalling)/.test(each.status));
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

async function applyNamespaces(session: Session): Promise<readonly AppliedRelease[]> {
  const { report } = await diffNamespaces(session);
  if (report === undefined) return [];
  const { release, namespace, changes, notes } = report;
  if (changes.length === 0) return [{ release, namespace, action: 'unchanged', changes, notes, leftovers: [] }];
  const file = join(session.project.folder, NAMESPACES_FILE);
  const args = ['apply', '--server-side', '--force-conflicts', `--field-manager=${OWN_MANAGER}`, `--filename=${file}`];
  const outcome = await kubectl(session.cluster, args);
  if (outcome.code !== 0) throw failureOf('kubectl', `applying ${NAMESPACES_FILE}`, outcome);
  return [{ release, namespace, action: 'configured', changes, notes, leftovers: [] }];
}

/**
 * Helm 4 lets the server merge. There a field that somebody changed by hand belongs to that hand until Helm takes it back,
 * which it must be told to, and only for such releases. They are installed already: the others do not wait for them.
 */
async function syncAll({ programs, project }: Session, due: readonly Plan[]): Promise<Outcome> {
  const calls = [
    { plans: due.filter(({ isContested }) => !isContested), more: [] },
    { plans: due.filter(({ isContested }) => isContested), more: ['--sync-args=--force-conflicts'] },
  ];
  let outcome: Outcome = { code: 0, stdout: '', stderr: '' };
  for (const { plans, more } of calls) {
    if (plans.length === 0 || outcome.code !== 0) continue;
    const releases = plans.map(({ release }) => release);
    outcome = await sync(programs, project, releases, more);
  }
  return outcome;
}

function outcomeOf({ release, stored, action, changes, notes }: Plan, after: readonly StoredRelease[]): AppliedRelease {
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
  if (action === 'uninstall') return result(now === undefined ? 'uninstalled' : 'failed');
  if (now?.revision === stored?.revision) return result('not reached');
  if (now?.status !== 'deployed') return result('failed');
  return result(action === 'install' ? 'installed' : 'upgraded');
}

/** Helm 3 does not put right what somebody changed in a custom resource, and webhooks change what they are sent. */
async function withLeftovers(
  session: Session,
  plans: readonly Plan[],
  result: AppliedRelease,
): Promise<AppliedRelease> {
  const plan = plans.find(({ release }) => release.name === result.release && release.namespace === result.namespace);
  if (plan === undefined || (result.action !== 'installed' && result.action !== 'upgraded')) return result;
  return { ...result, leftovers: await stillDifferent(session, plan) };
}
