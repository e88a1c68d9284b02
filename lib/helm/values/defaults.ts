import type { Json } from '../expression/node';
import type { ValueDeclaration } from './declaration';
import { isObject, type JsonMap, keyOf, mustBeGiven } from './shape';

/**
 * What values.yaml holds for one value: its default, for an object what its properties hold. Undefined when there is
 * nothing to write: a required or optional value, or a group of which all values are required. A group of optional values without
 * defaults is `{}`, so that templates find an object there.
 */
export function defaultOf(declaration: ValueDeclaration): Json | undefined {
  if (declaration.default !== undefined || declaration.optional || !isObject(declaration)) return declaration.default;
  const { properties } = declaration.shape;
  const entries = defaultEntries(properties);
  if (entries.length > 0) return Object.fromEntries(entries);
  return declaration.required || properties.some(mustBeGiven) ? undefined : {};
}

/** The content of values.yaml as data: every declared default under its key, in the order of the declarations. */
export function defaultValues(declarations: readonly ValueDeclaration[]): JsonMap {
  return Object.fromEntries(defaultEntries(declarations));
}

function defaultEntries(declarations: readonly ValueDeclaration[]): readonly (readonly [string, Json])[] {
  return declarations.flatMap((declaration) => {
    const value = defaultOf(declaration);
    return value === undefined ? [] : [[keyOf(declaration), value] as const];
  });
}
