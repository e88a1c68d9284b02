import { isDefault } from './defaults';
import { isList, isSame } from './equal';
import {
  below,
  childrenOf,
  entryKeys,
  HELM,
  isController,
  isHelm,
  isSet,
  type Manager,
  managersOf,
  type Owned,
  ownedBy,
} from './managed-fields';
import { isEmpty, isIgnored, isMap, isNothing, isSameScalar, KEY_DEFAULTS, normalised } from './normalise';
import type { Json, JsonMap, KubeObject } from './objects';
import { type Path, pathText, type Step } from './path';

/** A field in which an object and what is wanted of it differ. */
export interface FieldDifference {
  readonly path: string;
  /** Undefined: nobody asks for it. */
  readonly wanted?: Json;
  /** Undefined: it is not there. */
  readonly live?: Json;
  /** Who wrote what is there, if the server knows. */
  readonly managers: readonly string[];
}

interface Place {
  readonly object: KubeObject;
  readonly path: Path;
  readonly owned: Owned;
}

/** What Helm itself writes on each object of a release. */
const HELMS_OWN: ReadonlySet<string> = new Set([
  'metadata.labels["app.kubernetes.io/managed-by"]',
  'metadata.annotations["meta.helm.sh/release-name"]',
  'metadata.annotations["meta.helm.sh/release-namespace"]',
]);
/** What kubectl notes for itself. */
const NOTES: ReadonlySet<string> = new Set([
  'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]',
]);

/** Fields that are wanted and are otherwise, or not there. What the server adds to the wanted is no difference. */
export function changedFields(wanted: KubeObject, live: KubeObject): readonly FieldDifference[] {
  const object = normalised(live);
  return compare(asJson(normalised(wanted)), asJson(object), {
    object,
    path: [],
    owned: ownedBy(managersOf(live)),
  });
}

/** Fields that a manager, by default Helm, has written and that nobody wants any more. */
export function removedFields(wanted: KubeObject, live: KubeObject, manager = HELM): readonly FieldDifference[] {
  const own = managersOf(live).filter(({ name, subresource }) => name === manager && subresource === '');
  return unwanted(wanted, live, own).filter(
    ({ path, live: value }) => !HELMS_OWN.has(path) && !isDefault(live, path, value ?? null),
  );
}

/** Fields that neither Helm nor a controller has written, and that nobody wants: somebody's hand. */
export function addedFields(wanted: KubeObject, live: KubeObject): readonly FieldDifference[] {
  const hands = managersOf(live).filter(
    ({ name, subresource }) => !isHelm(name) && !isController(name) && subresource === '',
  );
  return unwanted(wanted, live, hands).filter(({ path }) => !NOTES.has(path) && !HELMS_OWN.has(path));
}

/** Does a controller keep the field as it is? Then it is no one's mistake, and installing again would start a quarrel. */
export const isHeld = ({ managers }: FieldDifference): boolean => managers.length > 0 && managers.every(isController);

function compare(wanted: Json, live: Json | undefined, place: Place): readonly FieldDifference[] {
  const path = pathText(place.path);
  // Null is the same as nothing written: the server takes its default, and Helm puts annotations of its own there.
  if (wanted === null || isIgnored(place.object, path) || (isEmpty(live) && isNothing(wanted))) return [];
  const differs = [{ path, wanted, live, managers: [...new Set(place.owned.owners.map(({ name }) => name))] }];
  if (live === undefined || live === null) return differs;
  if (isMap(wanted)) return isMap(live) ? compareMaps(wanted, live, place) : differs;
  if (isList(wanted)) return isList(live) ? (compareLists(wanted, live, place) ?? differs) : differs;
  return isSameScalar(place.object, place.path, wanted, live) || (isNothing(wanted) && isNothing(live)) ? [] : differs;
}

function compareMaps(wanted: JsonMap, live: JsonMap, { object, path, owned }: Place): readonly FieldDifference[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const next = below(owned, () => `f:${key}`);
    return compare(value, own(live, key), { object, path: [...path, key], owned: next });
  });
}

/** Undefined when the lists differ as a whole. */
function compareLists(
  wanted: readonly Json[],
  live: readonly Json[],
  { object, path, owned }: Place,
): readonly FieldDifference[] | undefined {
  const keys = entryKeys(owned);
  if (keys !== undefined && wanted.every(isMap)) {
    return wanted.flatMap((item) => {
      const entry = entryOf(item, keys);
      const next = below(owned, (fields) => Object.keys(fields).find((key) => isEntry(key, entry)));
      const found = live.find((other) => isMap(other) && isSame(entryOf(other, keys), entry));
      return compare(item, found, { object, path: [...path, { entry }], owned: next });
    });
  }
  if (isSet(owned)) {
    return wanted
      .filter((item) => !live.some((other) => isSame(item, other)))
      .map((value) => ({ path: pathText([...path, { value }]), wanted: value, managers: [] }));
  }
  if (wanted.length !== live.length) return undefined;
  // The server knows owners of the whole list only.
  return wanted.flatMap((item, index) => compare(item, live[index], { object, path: [...path, index], owned }));
}

/** What these managers own and nobody wants; of a part that is unwanted as a whole its top alone. */
function unwanted(wanted: KubeObject, live: KubeObject, managers: readonly Manager[]): readonly FieldDifference[] {
  const found = new Map<string, FieldDifference>();
  for (const { name, fields } of managers) walk(fields, asJson(normalised(live)), asJson(normalised(wanted)), [], name);
  return [...found.values()];

  function walk(fields: JsonMap, here: Json, asked: Json | undefined, path: Path, manager: string): void {
    for (const [step, inside] of childrenOf(fields)) {
      const nextPath = [...path, step];
      const text = pathText(nextPath);
      const value = descend(here, step);
      if (value === undefined || isIgnored(live, text)) continue;
      const next = asked === undefined ? undefined : descend(asked, step);
      // A map is gone through even if nobody wants it: Helm's own annotations may be all that is in it.
      const isOpen = next !== undefined || (typeof step === 'string' && isMap(value));
      if (isOpen && childrenOf(inside).length > 0) walk(inside, value, next, nextPath, manager);
      else if (next === undefined && !isEmpty(value)) {
        const managers = [...(found.get(text)?.managers ?? []), manager];
        found.set(text, { path: text, live: value, managers: [...new Set(managers)] });
      }
    }
  }
}

function descend(value: Json, step: Step): Json | undefined {
  if (typeof step === 'string') return isMap(value) ? own(value, step) : undefined;
  if (!isList(value)) return undefined;
  if (typeof step === 'number') return value[step];
  if ('value' in step) return value.find((item) => isSame(item, step.value));
  const keys = Object.keys(step.entry);
  return value.find((item) => isMap(item) && isSame(entryOf(item, keys), step.entry));
}

/** A map of YAML may have a key `constructor`. */
const own = (map: JsonMap, key: string): Json | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

function entryOf(item: JsonMap, keys: readonly string[]): JsonMap {
  const pairs = keys.map((key) => [key, item[key] ?? KEY_DEFAULTS[key]] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, Json] => pair[1] !== undefined));
}

const isEntry = (key: string, entry: JsonMap): boolean =>
  key.startsWith('k:') && isSame(JSON.parse(key.slice(2)) as JsonMap, entry);

/** Objects are JSON, of which the interface names a part. */
const asJson = (object: KubeObject): Json => object as unknown as JsonMap;
