import { describe, oneOf, quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import type { Json } from '../expression/node';
import { type Carrier, lostText, MAX_INTEGER, MAX_KEY_LENGTH } from './carrier';
import type { ValueDeclaration, ValueShape } from './declaration';
import { defaultOf } from './defaults';
import { parsePattern } from './pattern';
import { isGroup, isList, isMap, type JsonMap, keyOf, mayBeNull, mustBeGiven, own, type ValuePath } from './shape';
import { countWords, nounOf, rangeWords } from './shape-words';

/** What can be wrong with a value. The codes are part of the public face: never give one to another fault. */
export const VALUE_CODES = {
  type: 'HELM2001',
  choice: 'HELM2002',
  pattern: 'HELM2003',
  length: 'HELM2004',
  range: 'HELM2005',
  items: 'HELM2006',
  unknownKey: 'HELM2007',
  missing: 'HELM2008',
  lost: 'HELM2009',
  mapKey: 'HELM2010',
} as const;

/** One thing wrong with a value or a part of it: `says` is the rest of the sentence that begins with the key. */
export interface Finding {
  readonly code: string;
  readonly path: ValuePath;
  readonly says: string;
  readonly hint?: string;
}

/** Where the check is, how the text there travels, and who wants to know. */
export interface Scene {
  readonly path: ValuePath;
  readonly carrier: Carrier;
  readonly report: (finding: Finding) => void;
}

type ShapeOf<T extends ValueShape['type']> = Extract<ValueShape, { type: T }>;

const HAS_TYPE: { readonly [T in ValueShape['type']]: (value: Json) => boolean } = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  integerOrString: (value) => typeof value === 'string' || Number.isInteger(value),
  list: isList,
  map: isMap,
  object: isMap,
  any: (value) => value !== null,
};

/** Judges a value by its shape, with the verdict of values.schema.json. Reports everything that is wrong. */
export function checkShape(shape: ValueShape, value: Json, scene: Scene): void {
  if (!HAS_TYPE[shape.type](value)) wrongType(shape, value, scene);
  else if (shape.type === 'any') checkFree(value, inside(scene));
  else if (shape.type === 'object' && isMap(value)) checkObject(shape.properties, value, inside(scene));
  else if (shape.type === 'map' && isMap(value)) checkMap(shape, value, inside(scene));
  else if (shape.type === 'list' && isList(value)) checkList(shape, value, inside(scene));
  else if (shape.type === 'string' && typeof value === 'string') checkText(shape, value, scene);
  else if (shape.type === 'number' && typeof value === 'number') checkRange(shape, value, scene);
  else if (shape.type === 'integer' && typeof value === 'number') {
    checkInteger(value, scene);
    checkRange(shape, value, scene);
  } else if (shape.type === 'integerOrString') {
    if (typeof value === 'number') checkInteger(value, scene);
    else if (typeof value === 'string') checkText({ type: 'string', pattern: shape.pattern }, value, inside(scene));
  }
}

/** Judges the keys of an object. `open` lets unknown keys pass: for the root's `global` and for dependencies. */
export function checkObject(properties: readonly ValueDeclaration[], value: JsonMap, scene: Scene, open = false): void {
  const known = new Set(properties.map(keyOf));
  if (!open) {
    for (const key of Object.keys(value)) if (!known.has(key)) unknownKey(key, [...known], scene);
  }
  for (const property of properties) {
    const key = keyOf(property);
    const given = own(value, key);
    const place = at(scene, key);
    if (given === undefined) reportMissing(property, place);
    else if (given === null && mayBeNull(property)) continue;
    else if (open && property.shape.type === 'object' && isMap(given)) {
      checkObject(property.shape.properties, given, place, open);
    } else checkShape(property.shape, given, place);
  }
}

export function unknownKey(key: string, known: readonly string[], scene: Scene): void {
  const hint = nearestHint(key, known) ?? (known.length === 0 ? 'no keys are allowed' : `allowed: ${known.join(', ')}`);
  scene.report({ code: VALUE_CODES.unknownKey, path: [...scene.path, key], says: 'is not known here', hint });
}

/** The same place, with text that travels inside `toJson`. */
export function inside(scene: Scene): Scene {
  return scene.carrier === 'json' ? scene : { ...scene, carrier: 'json' };
}

export function at(scene: Scene, step: string | number): Scene {
  return { ...scene, path: [...scene.path, step] };
}

/** A value that is missing is named itself, not only the group that would hold it. */
export function reportMissing(property: ValueDeclaration, scene: Scene): void {
  // What has a default is missing only when null has deleted it, which is told as such.
  if (!mustBeGiven(property) || (isGroup(property) && defaultOf(property) !== undefined)) return;
  if (property.required || property.shape.type !== 'object') {
    const says = `is missing: it must be ${nounOf(property.shape)}`;
    scene.report({ code: VALUE_CODES.missing, path: scene.path, says });
  } else for (const inner of property.shape.properties) reportMissing(inner, at(scene, keyOf(inner)));
}

export function wrongType(shape: ValueShape, value: Json, scene: Scene): void {
  const noun = typeof value === 'number' && !Number.isFinite(value) ? 'a finite number' : nounOf(shape);
  const says = `must be ${noun}, not ${describe(value)}`;
  scene.report({ code: VALUE_CODES.type, path: scene.path, says, hint: typeHint(shape, value) });
}

function typeHint({ type }: ValueShape, value: Json): string | undefined {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `write it in quotes: ${JSON.stringify(String(value))}`;
  }
  if (type === 'boolean') return 'write true or false, without quotes';
  if (typeof value !== 'string' || (type !== 'integer' && type !== 'number')) return undefined;
  return /^-?\d+(?:\.\d+)?$/.test(value) ? `write it without quotes: ${value}` : undefined;
}

function checkText(shape: ShapeOf<'string'>, value: string, scene: Scene): void {
  const wrong = reporter(scene);
  const { choices, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = shape;
  checkCarried(value, scene);
  // That there are none is told of the declaration.
  if (choices && choices.length > 0 && !choices.includes(value)) {
    wrong(VALUE_CODES.choice, `must be ${oneOf(choices)}, not ${quote(value)}`, nearestHint(value, choices));
  }
  const length = [...value].length;
  if (length < minLength || length > maxLength) {
    wrong(VALUE_CODES.length, `must have ${countWords(shape.minLength, shape.maxLength, 'character')}, not ${length}`);
  }
  if (pattern !== undefined && !matches(pattern, value)) {
    wrong(VALUE_CODES.pattern, `must match ${pattern}, which ${quote(value)} does not`);
  }
}

function checkCarried(value: string, scene: Scene): void {
  const says = lostText(value, scene.carrier);
  if (says !== undefined) reporter(scene)(VALUE_CODES.lost, says);
}

function checkInteger(value: number, scene: Scene): void {
  if (Math.abs(value) <= MAX_INTEGER) return;
  reporter(scene)(
    VALUE_CODES.lost,
    `must be between -(2^53 - 1) and 2^53 - 1, not ${value}: Helm rounds other integers`,
  );
}

function checkRange(shape: ShapeOf<'integer' | 'number'>, value: number, scene: Scene): void {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = shape;
  if (value >= minimum && value <= maximum) return;
  reporter(scene)(VALUE_CODES.range, `must be ${rangeWords(shape.minimum, shape.maximum)}, not ${value}`);
}

function checkList(shape: ShapeOf<'list'>, value: readonly Json[], scene: Scene): void {
  const wrong = reporter(scene);
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = shape;
  if (value.length < minItems || value.length > maxItems) {
    wrong(VALUE_CODES.items, `must have ${countWords(shape.minItems, shape.maxItems, 'item')}, not ${value.length}`);
  }
  if (shape.uniqueItems) {
    const texts = value.map(canonical);
    texts.forEach((text, index) => {
      const first = texts.indexOf(text);
      if (first < index) wrong(VALUE_CODES.items, `must not hold equal items: ${first} and ${index} are the same`);
    });
  }
  value.forEach((item, index) => {
    checkShape(shape.items, item, at(scene, index));
  });
}

function checkMap(shape: ShapeOf<'map'>, value: JsonMap, scene: Scene): void {
  const { maxEntries } = shape;
  const { length } = Object.keys(value);
  if (maxEntries !== undefined && length > maxEntries) {
    reporter(scene)(VALUE_CODES.items, `must have ${countWords(undefined, maxEntries, 'key')}, not ${length}`);
  }
  for (const [key, entry] of Object.entries(value)) {
    checkKey(key, scene);
    if (shape.keyPattern !== undefined && !matches(shape.keyPattern, key)) {
      reporter(scene)(VALUE_CODES.mapKey, `has the key ${quote(key)}, but keys must match ${shape.keyPattern}`);
    }
    checkShape(shape.values, entry, at(scene, key));
  }
}

/** Free-form values: no limits but those of the way they travel. */
function checkFree(value: Json, scene: Scene): void {
  if (typeof value === 'string') checkCarried(value, scene);
  else if (typeof value === 'number') checkFreeNumber(value, scene);
  else if (isList(value)) {
    value.forEach((item, index) => {
      checkFree(item, at(scene, index));
    });
  } else if (isMap(value)) {
    for (const [key, entry] of Object.entries(value)) {
      checkKey(key, scene);
      checkFree(entry, at(scene, key));
    }
  }
}

function checkFreeNumber(value: number, scene: Scene): void {
  if (Number.isFinite(value)) checkInteger(value, scene);
  else wrongType({ type: 'number' }, value, scene);
}

function checkKey(key: string, scene: Scene): void {
  const says = lostText(key, 'json');
  if (says !== undefined) reporter(scene)(VALUE_CODES.lost, `has the key ${quote(key)}, but a key ${says}`);
  const { length } = [...key];
  if (length > MAX_KEY_LENGTH) {
    reporter(scene)(VALUE_CODES.lost, `has a key of ${length} characters, but YAML takes at most ${MAX_KEY_LENGTH}`);
  }
}

function reporter({ report, path }: Scene): (code: string, says: string, hint?: string) => void {
  return (code, says, hint) => report({ code, path, says, hint });
}

/** A pattern that Helm cannot use is reported where it is declared; here it refuses nothing. */
function matches(pattern: string, text: string): boolean {
  const parsed = parsePattern(pattern);
  return parsed.kind === 'problem' || parsed.regexp.test(text);
}

/** Equal text for values that JSON Schema calls equal: the order of keys does not count. */
function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isMap(value)) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`);
  return `{${pairs.sort().join(',')}}`;
}
