import type { Json } from '../expression/node';
import type { ValueDeclaration, ValueShape } from './declaration';

/** Plain data with keys: what Helm calls a table. */
export type JsonMap = { readonly [key: string]: Json };

/** A declaration whose shape is an object. */
export type ObjectDeclaration = ValueDeclaration & { readonly shape: Extract<ValueShape, { type: 'object' }> };

/** Keys and list positions from the root of the values: `['ports', 0, 'name']`. */
export type ValuePath = readonly (string | number)[];

/** What the functions of this folder need to know of the chart besides its values. */
export interface ChartContext {
  /** Names, or aliases where there are some, of the chart's dependencies: Helm keeps their values under these keys. */
  readonly dependencies?: readonly string[];
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Array.isArray does not narrow readonly arrays.
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(declaration: ValueDeclaration): declaration is ObjectDeclaration {
  return declaration.shape.type === 'object';
}

/** The last key of the path: the name under which the value stands in its object. */
export function keyOf(declaration: ValueDeclaration): string {
  return declaration.path[declaration.path.length - 1] ?? '';
}

/**
 * A group of values, each with its own default: `image` of `image.tag`. The other kind of object is a record: one value
 * with known keys (or none), whose properties have paths of their own and no place in values.yaml.
 */
export function isGroup(declaration: ValueDeclaration): declaration is ObjectDeclaration {
  const { shape, path } = declaration;
  if (shape.type !== 'object' || shape.properties.length === 0) return false;
  return shape.properties.every((property) => property.path.length === path.length + 1);
}

/** Whether the schema requires the key: the value is required, or the group holds one that is. */
export function mustBeGiven(declaration: ValueDeclaration): boolean {
  if (declaration.required) return true;
  return isGroup(declaration) && declaration.shape.properties.some(mustBeGiven);
}

/**
 * Whether null says nothing more than leaving the key out does: for an optional value, which Helm hands on as null, that it is
 * not set; for a list, a map or a free-form value whose default is empty, which Helm deletes then, that it is empty.
 */
export function mayBeNull(declaration: ValueDeclaration): boolean {
  return Boolean(declaration.optional) || isEmptyByDefault(declaration);
}

/** Lists, maps, records and free-form values that are empty when nobody sets them. */
export function isEmptyByDefault({ default: fallback }: ValueDeclaration): boolean {
  if (isList(fallback)) return fallback.length === 0;
  return isMap(fallback) && Object.keys(fallback).length === 0;
}

/** Own properties of an object, so that a key named `constructor` or `__proto__` is like any other. */
export function own(map: JsonMap, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** A path as people read it: `ports[0].name`, `nodeSelector['kubernetes.io/os']`. */
export function formatKey(path: ValuePath): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[^.[\]"'\s]+$/.test(step) ? `.${step}` : `['${JSON.stringify(step).slice(1, -1)}']`;
    })
    .join('')
    .replace(/^\./, '');
}

/** Two paths as people read them, one after the other. */
export function joinKeys(parent: string, child: string): string {
  return parent === '' || child === '' || child.startsWith('[') ? parent + child : `${parent}.${child}`;
}
