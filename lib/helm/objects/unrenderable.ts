import type { ApiObject } from 'cdk8s';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { isMap } from '../document/plain-map';

const HINT = 'give plain data, a token, or use Overlay for this key';

/** Why cdk8s could not make an object, in words: its own name the object by a marker, and a circle by the stack that is full. */
export function unrenderable(object: ApiObject, error: unknown): Diagnostic {
  const { props } = object as unknown as { readonly props?: unknown };
  const circle =
    error instanceof Error && /Maximum call stack/.test(error.message) ? circleIn(props, [], []) : undefined;
  const said = error instanceof Error ? error.message : String(error);
  return {
    code: 'HELM1010',
    severity: 'error',
    message: circle
      ? `"${circle.join('.')}" holds itself`
      : said.replace(/^Failed serializing construct .*?: (?:\w*Error: )?/s, ''),
    hint: circle ? 'cut the circle: nothing in YAML goes round' : HINT,
    place: { path: object.node.path, ...(circle ? { key: circle.join('.') } : {}) },
  };
}

/** The path to the first list or map that stands inside of itself. */
function circleIn(value: unknown, path: readonly string[], around: readonly unknown[]): readonly string[] | undefined {
  if (!Array.isArray(value) && !isMap(value)) return undefined;
  if (around.includes(value)) return path;
  for (const [key, part] of Object.entries(value)) {
    const found = circleIn(part, [...path, key], [...around, value]);
    if (found) return found;
  }
  return undefined;
}
