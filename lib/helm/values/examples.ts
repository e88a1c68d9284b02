import type { Json } from '../expression/node';
import { badValues } from './bad-values';
import { checkShape } from './check-shape';
import type { ValueDeclaration, ValueShape } from './declaration';
import { sampleKey, sampleOf } from './sample';
import { formatKey, isGroup, isList, isMap, type JsonMap, keyOf, mustBeGiven, type ValuePath } from './shape';

/** One good and one bad input for one value of a chart, or for a part of it. */
export interface ValueExample {
  /** As in messages: `ports[0].name`. */
  readonly key: string;
  /** JSON Pointer of the value at fault, as Helm names it: `/ports/0/name`. */
  readonly pointer: string;
  /** Values that Helm accepts: this one and the required ones. */
  readonly good: JsonMap;
  /** The same with one fault, which lies at the pointer. */
  readonly bad: JsonMap;
}

/** A place in the values: the shape that the schema asks for there, and how a value gets there with all it needs around it. */
interface Spot {
  readonly path: ValuePath;
  readonly shape: ValueShape;
  readonly good: Json;
  readonly put: (value: Json) => JsonMap;
}

/**
 * One good and one bad input for every value, for the items of lists, the entries of maps and the properties of records.
 *
 * @throws Error when a value is too peculiar for a made-up one: give it an example.
 */
export function valueExamples(declarations: readonly ValueDeclaration[]): readonly ValueExample[] {
  const base = requiredValues(declarations);
  return memberSpots(declarations, [], (key, value) => ({ ...base, [key]: value })).map(exampleAt);
}

function exampleAt({ path, shape, good, put }: Spot): ValueExample {
  const bad = badValues(shape).find((value) => isBadHere(shape, value));
  if (bad === undefined) throw new Error(`no wrong value can be made up for ${formatKey(path)}`);
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { key: formatKey(path), pointer, good: put(good), bad: put(bad) };
}

/** Only faults of the value itself, so that the pointer is right. Helm names an object for a key that it does not know. */
function isBadHere(shape: ValueShape, value: Json): boolean {
  const depth = shape.type === 'object' && isMap(value) ? 1 : 0;
  const depths: number[] = [];
  checkShape(shape, value, { path: [], carrier: 'json', report: ({ path }) => depths.push(path.length) });
  return depths.length > 0 && depths.every((found) => found === depth);
}

/** A good value of a declaration; of a group its required members, for the others have defaults. */
function goodValue(declaration: ValueDeclaration): Json {
  if (isGroup(declaration)) return requiredValues(declaration.shape.properties);
  return declaration.example ?? sampleOf(declaration.shape);
}

/** Good values for all that is required and nothing else: with them the chart renders. */
export function requiredValues(declarations: readonly ValueDeclaration[]): JsonMap {
  return Object.fromEntries(declarations.filter(mustBeGiven).map((member) => [keyOf(member), goodValue(member)]));
}

function memberSpots(
  declarations: readonly ValueDeclaration[],
  parent: ValuePath,
  put: (key: string, value: Json) => JsonMap,
): readonly Spot[] {
  return declarations.flatMap((declaration) => {
    const key = keyOf(declaration);
    return spotsAt(declaration.shape, [...parent, key], goodValue(declaration), (value) => put(key, value));
  });
}

function spotsAt(shape: ValueShape, path: ValuePath, good: Json, put: (value: Json) => JsonMap): readonly Spot[] {
  return [{ path, shape, good, put }, ...innerSpots(shape, path, good, put)];
}

function innerSpots(shape: ValueShape, path: ValuePath, good: Json, put: (value: Json) => JsonMap): readonly Spot[] {
  if (shape.type === 'object') {
    const around = isMap(good) ? good : {};
    return memberSpots(shape.properties, path, (key, value) => put({ ...around, [key]: value }));
  }
  if (shape.type === 'list' && shape.maxItems !== 0) {
    const [item = null, ...others] = sampleList(shape);
    return spotsAt(shape.items, [...path, 0], item, (value) => put([value, ...others]));
  }
  if (shape.type !== 'map') return [];
  const key = sampleKey(shape.keyPattern);
  return spotsAt(shape.values, [...path, key], sampleOf(shape.values), (value) => put({ [key]: value }));
}

function sampleList(shape: ValueShape): readonly Json[] {
  const list = sampleOf(shape);
  return isList(list) ? list : [];
}
