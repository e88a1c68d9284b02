import type { GoValue } from '../../go-value';

export type GoList = readonly GoValue[];
export type GoMap = { readonly [key: string]: GoValue };

/** Go types that one TypeScript shape stands for. Lists and maps without a note are the first of their row. */
export type CompositeType =
  | '[]interface {}'
  | '[]string'
  | '[]int'
  | '[][]interface {}'
  | 'map[string]interface {}'
  | 'map[string]string';

interface Note {
  readonly type?: CompositeType;
  readonly nil?: boolean;
  readonly unordered?: boolean;
}

/**
 * What Go knows of a list or map and plain data cannot say: `splitList` gives a []string, which is not deeply equal to a
 * []interface {} of the same strings; `rest` of an empty list is nil, which `toJson` prints as null.
 */
const notes = new WeakMap<object, Note>();

function note<T extends GoList | GoMap>(value: T, more: Note): T {
  notes.set(value, { ...notes.get(value), ...more });
  return value;
}

/** Notes the Go type of a list or map that was made just now. */
export function typed<T extends GoList | GoMap>(value: T, type: CompositeType): T {
  return note(value, { type });
}

/** The Go type of a list or map. */
export function compositeType(value: GoList | GoMap): CompositeType {
  return notes.get(value)?.type ?? (isList(value) ? '[]interface {}' : 'map[string]interface {}');
}

/** A slice that is nil in Go: as good as an empty one, but `null` in JSON. */
export function nilList(): GoList {
  return note([], { nil: true });
}

/** A map that is nil in Go. */
export function nilMap(): GoMap {
  return note({}, { nil: true });
}

/** Whether Go would say `x == nil`: nothing at all, or a slice or map that was never made. */
export function isNil(value: GoValue): boolean {
  return value === null || (typeof value === 'object' && notes.get(value)?.nil === true);
}

/** Notes that Go gives the items in an order that changes from run to run (`keys`, `values`). */
export function unordered(list: GoList): GoList {
  return list.length > 1 ? note(list, { unordered: true }) : list;
}

/** Whether the order of the items is left to chance. */
export function isUnordered(value: GoValue): boolean {
  return typeof value === 'object' && value !== null && notes.get(value)?.unordered === true;
}

/** Gives a copy the notes of its original. */
export function likewise<T extends GoList | GoMap>(copy: T, original: GoList | GoMap): T {
  const known = notes.get(original);
  return known ? note(copy, known) : copy;
}

export function isList(value: GoValue): value is GoList {
  return Array.isArray(value);
}

export function isMap(value: GoValue): value is GoMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a key, `undefined` where there is none. Never looks at the prototype. */
export function lookUp(map: GoMap, key: string): GoValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
