/** Whether a value is a map of a document, and not a list, a leaf, an expression or an instance of any other class. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isForeign(prototype);
}

/** Plain data of another realm, such as a test runner's: its `Object` is not ours. */
function isForeign(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}

/** What something is that is neither data nor one of ours. */
export function nameOf(value: unknown): string {
  return typeof value === 'object' ? `an instance of ${value?.constructor?.name || 'a class'}` : `a ${typeof value}`;
}
