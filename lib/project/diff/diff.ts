import { failureOf } from '../failures';
import { inParallel } from '../parallel';
import { installedObjects, isUnreadable, kubectl, liveObjects, placed, releaseOfObject } from './cluster';
import { crdChanges } from './crd-changes';
import { laneOf, type Release } from './helmfile';
import { diffNamespaces } from './namespaces';
import { isHook, isSecret, type KubeObject, keyOf, nameOf, objectsIn, refOf } from './objects';
import { render } from './render';
import {
  byKey,
  type Change,
  idOf,
  projectChanges,
  type ReleaseReport,
  type Report,
  refusalNote,
  wholeObject,
} from './report';
import type { Session } from './session';
import { storedReleases } from './stored';

/**
 * How much may be asked of the cluster:
 * `offline`: get and list, and never a Secret. `full`: Secrets too, and templates may look things up.
 * `server`: the server says what it would make of each object, which takes the right to patch.
 */
export type DiffMode = 'offline' | 'full' | 'server';

/** An annotation by which Helm leaves an object in place when nobody asks for it any more. */
const KEEP = 'helm.sh/resource-policy';

/** Compares what the project wants with what the cluster has. Throws a DiagnosticError when there is nothing to compare. */
export async function diffProject(session: Session, mode: DiffMode): Promise<Report> {
  const secrets = mode !== 'offline';
  const installed = await installedObjects(session.cluster, session.capabilities, session.namespaces, secrets);
  const wanted = await inParallel(
    session.releases,
    (release) => wantedOf(session, release, installed.objects, mode, true),
    laneOf,
  );
  const readable = wanted.flatMap(({ objects }) => objects.filter((object) => secrets || !isSecret(object)));
  const live = await liveObjects(session.cluster, readable);
  const definitions = await liveObjects(
    session.cluster,
    wanted.flatMap(({ crds }) => crds),
  );
  const namespaces = await diffNamespaces(session);
  const there = byKey(live.objects);
  const stored = secrets ? await storedReleases(session.cluster, session.namespaces) : undefined;
  const readableOf = (each: Wanted): Wanted => ({
    ...each,
    ...(stored === undefined ? {} : { isStored: stored.some((other) => idOf(other) === idOf(each.release)) }),
    objects: each.objects.filter((object) => !isUnreadable(object, session.capabilities, live)),
    unreadable: each.objects.filter((object) => isUnreadable(object, session.capabilities, live)),
  });
  const reportFor = async (each: Wanted): Promise<ReleaseReport> => {
    const first = reportOf(await checked(session, each, there, mode), there, secrets);
    const report = first.state === 'different' ? await asFirstInstalled(session, each, first, there, mode) : first;
    const crds = crdChanges(each.release, each.crds, definitions, session.capabilities, report.state === 'new');
    return { ...report, changes: [...crds.changes, ...report.changes], notes: [...report.notes, ...crds.notes] };
  };
  const releases = await inParallel(wanted.map(readableOf), reportFor, ({ release }) => laneOf(release));
  return {
    releases: [...(namespaces.report === undefined ? [] : [namespaces.report]), ...releases],
    notes: refusalNote(installed.refused),
    unread: [...live.refused, ...namespaces.refused],
  };
}

/** A release, what it should bring, and what Helm has put into the cluster for it. */
export interface Wanted {
  readonly release: Release;
  readonly objects: readonly KubeObject[];
  readonly unknown: readonly KubeObject[];
  readonly crds: readonly KubeObject[];
  readonly installed: readonly KubeObject[];
  /** Objects that it should bring and that this user may not read. */
  readonly unreadable?: readonly KubeObject[];
  /** Whether Helm has it; left out where Helm's Secrets are not read. */
  readonly isStored?: boolean;
}

async function wantedOf(
  session: Session,
  release: Release,
  all: readonly KubeObject[],
  mode: DiffMode,
  isUpgrade: boolean,
): Promise<Wanted> {
  const installed = all.filter((object) => releaseOfObject(object) === idOf(release));
  if (!release.installed) return { release, objects: [], unknown: [], crds: [], installed };
  const { objects: rendered, crds } = await render(session.programs, session.project, release, {
    ...session.capabilities,
    lookup: mode !== 'offline',
    isUpgrade: isUpgrade && installed.length > 0,
  });
  const objects = rendered.filter((object) => !isHook(object));
  return { release, installed, crds, ...placed(objects, release.namespace, session.capabilities) };
}

/**
 * Some charts write other text into a first installation than into an upgrade. What is there as it was first installed does
 * not differ; which revision it is only Helm's Secrets tell.
 */
async function asFirstInstalled(
  session: Session,
  { release, installed, isStored }: Wanted,
  report: ReleaseReport,
  there: ReadonlyMap<string, KubeObject>,
  mode: DiffMode,
): Promise<ReleaseReport> {
  const wanted = await wantedOf(session, release, installed, mode, false);
  const first = reportOf({ ...wanted, ...(isStored === undefined ? {} : { isStored }) }, there, mode !== 'offline');
  return first.state === 'same' ? first : report;
}

/** In the mode `server` with the objects as the server would have them: defaults, webhooks and all. */
async function checked(
  { cluster }: Session,
  wanted: Wanted,
  there: ReadonlyMap<string, KubeObject>,
  mode: DiffMode,
): Promise<Wanted> {
  const asked = wanted.objects.filter((object) => there.has(keyOf(refOf(object))));
  if (mode !== 'server' || asked.length === 0) return wanted;
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: asked });
  const dryRun = ['apply', '--server-side', '--dry-run=server', '--force-conflicts', '--field-manager=helm'];
  const outcome = await kubectl(cluster, [...dryRun, '--output=json', '--filename=-'], input);
  if (outcome.code !== 0) throw failureOf('kubectl', `asking the server about ${idOf(wanted.release)}`, outcome);
  const answered = byKey(objectsIn(JSON.parse(outcome.stdout)));
  return { ...wanted, objects: wanted.objects.map((object) => answered.get(keyOf(refOf(object))) ?? object) };
}

/** How one release differs. `secrets`: whether Secrets were read. */
export function reportOf(
  { release, objects, unknown, installed, isStored, unreadable = [] }: Omit<Wanted, 'crds'>,
  there: ReadonlyMap<string, KubeObject>,
  secrets: boolean,
): ReleaseReport {
  const head = { release: release.name, namespace: release.namespace };
  if (!release.installed) {
    const changes = installed.map((object) => wholeObject('left', object));
    const isThere = isStored ?? changes.length > 0;
    return { ...head, state: isThere ? 'uninstall' : 'absent', changes: isThere ? changes : [], notes: [] };
  }
  const asked = new Set([...objects, ...unknown, ...unreadable].map((object) => keyOf(refOf(object))));
  const left = installed.filter(
    (object) => !asked.has(keyOf(refOf(object))) && object.metadata.annotations?.[KEEP] !== 'keep',
  );
  const compared = objects
    .filter((object) => secrets || !isSecret(object))
    .map((object) => compareOne(object, there.get(keyOf(refOf(object))), idOf(release)));
  const hidden = secrets ? [] : objects.filter(isSecret);
  const changes = [
    ...unknown.map((object) => wholeObject('unknown-kind', object)),
    ...compared.flatMap((each) => each.changes),
    ...left.map((object) => wholeObject('left', object)),
  ];
  const isNew = isStored === undefined ? installed.length === 0 && changes.length > 0 : !isStored;
  const isEmpty = isStored === undefined && asked.size === 0;
  return {
    ...head,
    state: isNew ? 'new' : changes.length > 0 ? 'different' : unreadable.length > 0 ? 'unknown' : 'same',
    changes,
    notes: [
      ...compared.flatMap((each) => each.notes),
      ...(isEmpty ? ['it brings no object here, so only the Secrets of Helm tell whether it is installed'] : []),
      ...unreadable.map((object) => `${nameOf(refOf(object))} was not compared: no right to read it`),
      ...hidden.map((object) => `${nameOf(refOf(object))} was not compared: Secrets are not read here`),
    ],
  };
}

function compareOne(
  wanted: KubeObject,
  live: KubeObject | undefined,
  release: string,
): { readonly changes: readonly Change[]; readonly notes: readonly string[] } {
  if (live === undefined) return { changes: [wholeObject('missing', wanted)], notes: [] };
  const foreign = releaseOfObject(live) === release ? [] : [wholeObject('foreign', live)];
  const { changes, notes } = projectChanges(wanted, live);
  return { changes: [...foreign, ...changes], notes };
}
