/** A value that must be there; a test that finds nothing has failed. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a value, found undefined');
  return value;
}
