import { type Found, installedObjects, liveObjects, placed, releaseOfObject } from '../diff/cluster';
import { changedFields, isHeld } from '../diff/compare';
import { crdChanges } from '../diff/crd-changes';
import { reportOf } from '../diff/diff';
import { isSame } from '../diff/equal';
import { laneOf, type Release } from '../diff/helmfile';
import { isHelm, managersOf } from '../diff/managed-fields';
import { isHook, type Json, type KubeObject, keyOf, nameOf, refOf } from '../diff/objects';
import { render } from '../diff/render';
import { byKey, type Change, idOf, wholeObject } from '../diff/report';
import type { Session } from '../diff/session';
import { type StoredRelease, storedObjects } from '../diff/stored';
import { inParallel } from '../parallel';
import { problem } from '../problem';

/** What is to be done with one release, and why. */
export interface Plan {
  readonly release: Release;
  readonly stored?: StoredRelease;
  readonly action: 'nothing' | 'install' | 'upgrade' | 'uninstall';
  /** How the cluster differs from what is wanted. */
  readonly changes: readonly Change[];
  /** Reasons that are no field of an object, and what helm will not do. */
  readonly notes: readonly string[];
  /** What the release should bring, hooks left out. */
  readonly objects: readonly KubeObject[];
  /** Somebody changed a field by hand that Helm had the server merge: now it belongs to that hand. */
  readonly isContested: boolean;
}

/** What Helm has stored of one release, and what it would install now. */
interface Compared {
  readonly release: Release;
  readonly stored?: StoredRelease;
  readonly rendered: readonly KubeObject[];
  readonly objects: readonly KubeObject[];
  readonly unknown: readonly KubeObject[];
  readonly crds: readonly KubeObject[];
}

/** Decides for every release. Changes nothing in the cluster. */
export async function planReleases(session: Session, stored: readonly StoredRelease[]): Promise<readonly Plan[]> {
  const compared = await inParallel(session.releases, (release) => renderOne(session, release, stored), laneOf);
  const live = await liveObjects(
    session.cluster,
    compared.flatMap(({ objects }) => objects),
  );
  if (live.refused.length > 0) {
    throw problem(
      'PROJECT1006',
      `nothing was changed: ${live.refused.join('; ')}`,
      'apply compares before it installs: grant get and list of what the charts install',
    );
  }
  const installed = await installedObjects(session.cluster, session.capabilities, session.namespaces, true);
  const definitions = await liveObjects(
    session.cluster,
    compared.flatMap(({ crds }) => crds),
  );
  const there = byKey(live.objects);
  return inParallel(compared, async (each) =>
    withCrds(session, each, definitions, await planOne(session, each, installed.objects, there)),
  );
}

function withCrds({ capabilities }: Session, { release, crds }: Compared, live: Found, plan: Plan): Plan {
  const { changes, notes } = crdChanges(release, crds, live, capabilities, plan.action === 'install');
  return { ...plan, changes: [...changes, ...plan.changes], notes: [...plan.notes, ...notes] };
}

/** Of each plan, the fields of its objects that are still otherwise in the cluster, kept by nobody who should. */
export async function stillDifferent(
  { cluster }: Session,
  plans: readonly Plan[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = plans.flatMap(({ objects }) => objects);
  const live = byKey((await liveObjects(cluster, wanted)).objects);
  return new Map(plans.map(({ release, objects }) => [idOf(release), differencesOf(objects, live)]));
}

function differencesOf(objects: readonly KubeObject[], live: ReadonlyMap<string, KubeObject>): readonly string[] {
  return objects.flatMap((object) => {
    const now = live.get(keyOf(refOf(object)));
    if (now === undefined) return [`${nameOf(refOf(object))} is not there`];
    const fields = changedFields(object, now).filter((field) => !isHeld(field));
    return fields.map(({ path }) => `${nameOf(refOf(object))}: ${path}`);
  });
}

async function renderOne(session: Session, release: Release, all: readonly StoredRelease[]): Promise<Compared> {
  const stored = all.find((each) => idOf(each) === idOf(release));
  const head = stored === undefined ? { release } : { release, stored };
  if (!release.installed) return { ...head, rendered: [], objects: [], unknown: [], crds: [] };
  const { objects: rendered, crds } = await render(session.programs, session.project, release, {
    ...session.capabilities,
    lookup: true,
    // Revision 1 was rendered as an installation, and charts may tell the two apart.
    isUpgrade: stored !== undefined && stored.revision > 1,
  });
  const objects = rendered.filter((object) => !isHook(object));
  return { ...head, rendered, crds, ...placed(objects, release.namespace, session.capabilities) };
}

async function planOne(
  session: Session,
  { release, stored, rendered, objects, unknown }: Compared,
  installed: readonly KubeObject[],
  there: ReadonlyMap<string, KubeObject>,
): Promise<Plan> {
  const own = installed.filter((object) => releaseOfObject(object) === idOf(release));
  if (stored === undefined) {
    if (!release.installed) return { release, action: 'nothing', changes: [], notes: [], objects, isContested: false };
    const { changes, notes } = reportOf({ release, objects, unknown, installed: [] }, there, true);
    return { release, action: 'install', changes, notes, objects, isContested: false };
  }
  if (!release.installed) {
    const changes = own.map((object) => wholeObject('left', object));
    return { release, stored, action: 'uninstall', changes, notes: [], objects, isContested: false };
  }
  const { manifest, hooks } = await storedObjects(session.cluster, release);
  const known = new Set(
    placed(manifest, release.namespace, session.capabilities).objects.map((each) => keyOf(refOf(each))),
  );
  // What Helm does not know it will not delete: another revision would change nothing.
  const strays = own.filter((object) => !known.has(keyOf(refOf(object))) && !asksFor(objects, object));
  const { changes, notes } = reportOf(
    { release, objects, unknown, installed: own.filter((object) => !strays.includes(object)) },
    there,
    true,
  );
  const reasons = [
    ...(stored.status === 'deployed' ? [] : [`its last revision is ${stored.status}`]),
    ...versionReason(release, stored),
    ...contentReason(manifest, hooks, rendered),
  ];
  return {
    release,
    stored,
    action: reasons.length > 0 || changes.length > 0 ? 'upgrade' : 'nothing',
    changes,
    notes: [
      ...reasons,
      ...notes,
      ...strays.map(
        (object) => `${nameOf(refOf(object))} says it belongs to the release; Helm does not know it and leaves it`,
      ),
    ],
    objects,
    isContested: changes.some(({ what }) => what === 'changed') && own.some(isMergedByServer),
  };
}

const isMergedByServer = (object: KubeObject): boolean =>
  managersOf(object).some(({ name, isApplied }) => isHelm(name) && isApplied);

const asksFor = (objects: readonly KubeObject[], object: KubeObject): boolean =>
  objects.some((each) => keyOf(refOf(each)) === keyOf(refOf(object)));

function versionReason({ version }: Release, { chart }: StoredRelease): readonly string[] {
  if (version === undefined || chart.endsWith(`-${version}`)) return [];
  return [`the chart becomes ${version}, it was ${chart}`];
}

/** What Helm has stored is what it would render now, or not; said where no field of the cluster may tell. */
function contentReason(
  manifest: readonly KubeObject[],
  hooks: readonly KubeObject[],
  rendered: readonly KubeObject[],
): readonly string[] {
  const now = rendered.filter((object) => !isHook(object));
  return [
    ...(isSameContent(manifest, now) ? [] : ['the manifest of its last revision is another']),
    ...(isSameContent(hooks, rendered.filter(isHook)) ? [] : ['its hooks change']),
  ];
}

function isSameContent(a: readonly KubeObject[], b: readonly KubeObject[]): boolean {
  const asData = (objects: readonly KubeObject[]): Json =>
    Object.fromEntries(objects.map((object) => [keyOf(refOf(object)), object as unknown as Json]));
  return a.length === b.length && isSame(asData(a), asData(b));
}
