import { addedFields, changedFields, type FieldDifference, isHeld, removedFields } from './compare';
import type { Release } from './helmfile';
import { HELM } from './managed-fields';
import { isSecret, type Json, type KubeObject, keyOf, type ObjectRef, refOf } from './objects';

/** How an object, or a field of it, differs. */
export type ChangeKind =
  /** It is not in the cluster. */
  | 'missing'
  /** Its kind is not in the cluster: a custom resource whose definition comes first. */
  | 'unknown-kind'
  /** It is in the cluster, and Helm will not touch it: another release, or nobody, has put it there. */
  | 'foreign'
  /** A field is otherwise. */
  | 'changed'
  /** A field that Helm wrote, and nobody asks for any more. */
  | 'removed'
  /** A field that somebody wrote by hand. */
  | 'added'
  /** An object of the release that nobody asks for. */
  | 'left';

export interface Change {
  readonly what: ChangeKind;
  readonly object: ObjectRef;
  /** The field; left out when the object is meant as a whole. */
  readonly path?: string;
  /** What the project, or the release as it was installed, says. Left out for Secrets. */
  readonly wanted?: Json;
  /** What the cluster has. Left out for Secrets. */
  readonly live?: Json;
  /** Who wrote what is there. */
  readonly managers?: readonly string[];
}

export type ReleaseState =
  /** As it should be. */
  | 'same'
  /** What could be read is as it should be, and something could not be read. */
  | 'unknown'
  | 'different'
  /** Not there yet. */
  | 'new'
  /** There, and to be uninstalled. */
  | 'uninstall'
  /** Not there, as it should be. */
  | 'absent';

export interface ReleaseReport {
  readonly release: string;
  readonly namespace: string;
  readonly state: ReleaseState;
  readonly changes: readonly Change[];
  /** What was not compared, and what differs for a good reason. */
  readonly notes: readonly string[];
}

export interface Report {
  readonly releases: readonly ReleaseReport[];
  /** What concerns no single release. */
  readonly notes: readonly string[];
  /** What could not be read for want of rights, so that the comparison is not whole. */
  readonly unread: readonly string[];
}

/** States in which nothing is known to differ. */
const AS_IT_SHOULD: ReadonlySet<ReleaseState> = new Set(['same', 'absent', 'unknown']);

/** Does anything differ? */
export const hasChanges = ({ releases }: Pick<Report, 'releases'>): boolean =>
  releases.some(({ state }) => !AS_IT_SHOULD.has(state));

/** A job has the rights that the charts of its project need, and no more: of what else was not looked at a count is enough. */
export function refusalNote(refused: readonly string[]): readonly string[] {
  if (refused.length === 0) return [];
  const rest = refused.length === 1 ? '' : `, and ${refused.length - 1} more`;
  return [`what releases left behind was looked for only where this user may list: ${refused[0] ?? ''}${rest}`];
}

/** Objects by what they are. */
export const byKey = (objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> =>
  new Map(objects.map((object) => [keyOf(refOf(object)), object]));

/** `shop/web`. */
export const idOf = ({ namespace, name }: Pick<Release, 'namespace' | 'name'>): string => `${namespace}/${name}`;

export function wholeObject(what: ChangeKind, object: KubeObject): Change {
  return { what, object: refOf(object) };
}

/** Two forms of one object. `added` are fields that nobody wants but that are none of Helm's. */
export interface ObjectChanges {
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/** What the project wants of an object that is there, and that this manager has put there. */
export function projectChanges(wanted: KubeObject, live: KubeObject, manager = HELM): ObjectChanges {
  return split(live, [
    ['changed', changedFields(wanted, live)],
    ['removed', removedFields(wanted, live, manager)],
  ]);
}

/** What became of an object since it was installed. */
export function driftChanges(installed: KubeObject, live: KubeObject): ObjectChanges {
  return split(live, [
    ['changed', changedFields(installed, live)],
    ['added', addedFields(installed, live)],
  ]);
}

function split(live: KubeObject, kinds: readonly (readonly [ChangeKind, readonly FieldDifference[]])[]): ObjectChanges {
  const all = kinds.flatMap(([what, fields]) => fields.map((field) => [what, field] as const));
  const object = refOf(live);
  return {
    changes: all.filter(([, field]) => !isHeld(field)).map(([what, field]) => change(what, object, field)),
    notes: all
      .filter(([, field]) => isHeld(field))
      .map(([, { path, managers }]) => `${object.kind} ${object.name}: ${path} is kept by ${managers.join(', ')}`),
  };
}

/** Whatever stands in a Secret, its annotations included, is nobody's to print. */
function change(what: ChangeKind, object: ObjectRef, { path, wanted, live, managers }: FieldDifference): Change {
  const values = isSecret(object)
    ? {}
    : { ...(wanted === undefined ? {} : { wanted }), ...(live === undefined ? {} : { live }) };
  return { what, object, path, ...values, ...(managers.length === 0 ? {} : { managers }) };
}
