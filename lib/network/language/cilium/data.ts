import { isObject } from '../../../diagnostics/predicates';

export type Data = Readonly<Record<string, unknown>>;

/** What one check is given: it says what is wrong with `key` below the spec. */
export type Say = (code: string, key: string, message: string, hint?: string) => void;

/** Objects of a list; what is none is told with the shape. */
export function listOf(value: unknown): readonly Data[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
