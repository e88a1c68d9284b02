import type { Report } from './collector';
import type { Diagnostic, Place } from './diagnostic';
import { type Flaw, flawsOf, mustHaveShape, type Shape, unknownKeyFlaws } from './predicates';

export * from './predicates';

/**
 * Checks an object that came from outside (JavaScript, Python, Java, Go, YAML) against a table of keys. Reports every
 * wrong value, missing key and unknown key as an error with this code, in the form
 * `"replicas" must be an integer, not the string "3"`. `place.key`, when given, is the name of the object itself.
 * True when nothing was wrong.
 */
export function checkObject(value: unknown, shape: Shape, place: Place, code: string, report: Report): boolean {
  const flaws = flawsOf(mustHaveShape(shape), value, '');
  for (const flaw of flaws) report(toDiagnostic(flaw, place, code));
  return flaws.length === 0;
}

/** One error for each key of the object that is not allowed, with the nearest allowed key as hint. */
export function unknownKeys(
  value: object,
  allowed: readonly string[],
  place: Place,
  code: string,
): readonly Diagnostic[] {
  return unknownKeyFlaws(value, allowed).map((flaw) => toDiagnostic(flaw, place, code));
}

function toDiagnostic({ at, says, hint }: Flaw, place: Place, code: string): Diagnostic {
  const key = `${place.key ?? ''}${at}`.replace(/^\./, '');
  return {
    code,
    severity: 'error',
    message: key === '' ? `the value ${says}` : `"${key}" ${says}`,
    ...(hint === undefined ? {} : { hint }),
    place: key === '' ? place : { ...place, key },
  };
}
