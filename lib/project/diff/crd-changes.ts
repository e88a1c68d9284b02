import { type Capabilities, type Found, isUnreadable } from './cluster';
import { changedFields, isHeld } from './compare';
import type { Release } from './helmfile';
import { type KubeObject, keyOf, nameOf, refOf } from './objects';
import { byKey, type ObjectChanges, wholeObject } from './report';

/** A definition may differ in hundreds of fields. */
const MOST = 3;

/**
 * How definitions in folders `crds/` of a chart differ from those of the cluster. Helm installs them with a release that is
 * new and never touches them again: only what is missing then is a change, the rest are notes that say what to do.
 */
export function crdChanges(
  release: Release,
  crds: readonly KubeObject[],
  live: Found,
  capabilities: Capabilities,
  isNew: boolean,
): ObjectChanges {
  const there = byKey(live.objects);
  const found = crds.map((crd): ObjectChanges => {
    const note = (text: string): ObjectChanges => ({ changes: [], notes: [`${nameOf(refOf(crd))} ${text}`] });
    if (isUnreadable(crd, capabilities, live)) return note('was not compared: this user may not read it');
    const now = there.get(keyOf(refOf(crd)));
    if (now === undefined) {
      return isNew
        ? { changes: [wholeObject('missing', crd)], notes: [] }
        : note(`is missing, and Helm installs crds/ only with a release that is new: ${remedy(release)}`);
    }
    const fields = changedFields(crd, now).filter((field) => !isHeld(field));
    if (fields.length === 0) return { changes: [], notes: [] };
    const paths = fields.slice(0, MOST).map(({ path }) => path);
    const more = fields.length > MOST ? `, and ${fields.length - MOST} more` : '';
    return note(
      `is another one in the chart (${paths.join(', ')}${more}), and Helm never upgrades it: ${remedy(release)}`,
    );
  });
  return { changes: found.flatMap(({ changes }) => changes), notes: found.flatMap(({ notes }) => notes) };
}

function remedy({ chart, version }: Release): string {
  const isLocal = chart.startsWith('.') || chart.startsWith('/');
  const which = version === undefined || isLocal ? chart : `${chart} --version ${version}`;
  return `helm show crds ${which} | kubectl apply --server-side --force-conflicts --filename=-`;
}
