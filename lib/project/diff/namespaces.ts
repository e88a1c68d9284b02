import { type Found, isUnreadable, liveObjects } from './cluster';
import { OWN_MANAGER } from './managed-fields';
import { NAMESPACES_FILE, readNamespaces } from './namespaces-file';
import { nameOf, refOf } from './objects';
import { byKey, type Change, projectChanges, type ReleaseReport, wholeObject } from './report';
import type { Session } from './session';

/** How the namespaces of a project differ. The report is undefined when the project has no such file. */
export async function diffNamespaces(
  session: Session,
): Promise<{ readonly report?: ReleaseReport; readonly refused: readonly string[] }> {
  const all = readNamespaces(session.project.folder);
  if (all.length === 0) return { refused: [] };
  const found: Found = await liveObjects(session.cluster, all);
  // What may not be read is not missing.
  const hidden = all.filter((object) => isUnreadable(object, session.capabilities, found));
  const wanted = all.filter((object) => !hidden.includes(object));
  const live = byKey(found.objects);
  const changes = wanted.flatMap((object): readonly Change[] => {
    const there = [...live.values()].find((other) => nameOf(refOf(other)) === nameOf(refOf(object)));
    return there === undefined ? [wholeObject('missing', object)] : projectChanges(object, there, OWN_MANAGER).changes;
  });
  const state = changes.length === 0 ? 'same' : 'different';
  return {
    report: {
      release: NAMESPACES_FILE,
      namespace: '',
      state,
      changes,
      notes: hidden.map((object) => `${nameOf(refOf(object))} was not compared: no right to read it`),
    },
    refused: found.refused,
  };
}
