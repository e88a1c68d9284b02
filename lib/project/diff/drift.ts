import { inParallel } from '../parallel';
import { installedObjects, isUnreadable, liveObjects, placed, releaseOfObject } from './cluster';
import type { Release } from './helmfile';
import { type KubeObject, keyOf, refOf } from './objects';
import { byKey, driftChanges, idOf, type ReleaseReport, type Report, refusalNote, wholeObject } from './report';
import type { Session } from './session';
import { storedObjects, storedReleases } from './stored';

/** Compares what was installed with what the cluster has now: what somebody changed by hand. */
export async function driftOfProject(session: Session): Promise<Report> {
  const { cluster, capabilities, releases } = session;
  const stored = await storedReleases(
    cluster,
    releases.map(({ namespace }) => namespace),
  );
  const isThere = (release: Release): boolean => stored.some((each) => idOf(each) === idOf(release));
  const found = releases.filter(isThere);
  const manifests = await inParallel(found, async (release) => {
    const { manifest } = await storedObjects(cluster, release);
    return { release, ...placed(manifest, release.namespace, capabilities) };
  });
  const live = await liveObjects(
    cluster,
    manifests.flatMap(({ objects }) => objects),
  );
  const owned = await installedObjects(cluster, capabilities, session.namespaces, true);
  const there = byKey(live.objects);
  return {
    releases: manifests.map(({ release, objects, unknown }) => {
      const compared = objects
        .filter((object) => !isUnreadable(object, capabilities, live))
        .map((object) => driftOf(object, there.get(keyOf(refOf(object)))));
      const known = new Set(objects.map((object) => keyOf(refOf(object))));
      const extra = owned.objects.filter(
        (object) => releaseOfObject(object) === idOf(release) && !known.has(keyOf(refOf(object))),
      );
      const changes = [
        ...unknown.map((object) => wholeObject('unknown-kind', object)),
        ...compared.flatMap((each) => each.changes),
        ...extra.map((object) => wholeObject('left', object)),
      ];
      return {
        release: release.name,
        namespace: release.namespace,
        state: changes.length === 0 ? 'same' : 'different',
        changes,
        notes: compared.flatMap((each) => each.notes),
      } satisfies ReleaseReport;
    }),
    notes: [
      ...releases.filter((each) => each.installed && !isThere(each)).map((each) => `${idOf(each)} is not installed`),
      ...refusalNote(owned.refused),
    ],
    unread: live.refused,
  };
}

function driftOf(installed: KubeObject, live: KubeObject | undefined): ReturnType<typeof driftChanges> {
  return live === undefined
    ? { changes: [wholeObject('missing', installed)], notes: [] }
    : driftChanges(installed, live);
}
