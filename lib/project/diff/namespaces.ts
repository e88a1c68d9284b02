import { type Found, liveObjects } from './cluster';
import { OWN_MANAGER } from './managed-fields';
import { NAMESPACES_FILE, readNamespaces } from './namespaces-file';
import { nameOf, refOf } from './objects';
import { byKey, type Change, projectChanges, type ReleaseReport, wholeObject } from './report';
import type { Session } from './session';

/** How the namespaces of a project differ. The report is undefined when the project has no such file. */
export async function diffNamespaces(
  session: Session,
): Promise<{ readonly report?: ReleaseReport; readonly refused: readonly string[] }> {
  const wanted = readNamespaces(session.project.folder);
  if (wanted.length === 0) return { refused: [] };
  const found: Found = await liveObjects(session.cluster, wanted);
  const live = byKey(found.objects);
  const changes = wanted.flatMap((object): readonly Change[] => {
    const there = [...live.values()].find((other) => nameOf(refOf(other)) === nameOf(refOf(object)));
    return there === undefined ? [wholeObject('missing', object)] : projectChanges(object, there, OWN_MANAGER).changes;
  });
  const state = changes.length === 0 ? 'same' : 'different';
  return {
    report: { release: NAMESPACES_FILE, namespace: '', state, changes, notes: [] },
    refused: found.refused,
  };
}
