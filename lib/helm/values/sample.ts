import type { Json } from '../expression/node';
import { checkShape, type Finding } from './check-shape';
import type { ValueShape } from './declaration';
import { parsePattern } from './pattern';
import { keyOf } from './shape';

/** How many variants are tried before a shape counts as one that nothing fits. */
const TRIES = 200;

/** Whether the value fits the shape, also where it travels inside `toJson`. */
export function fits(shape: ValueShape, value: Json): boolean {
  const findings: Finding[] = [];
  checkShape(shape, value, { path: [], carrier: 'json', report: (finding) => findings.push(finding) });
  return findings.length === 0;
}

/**
 * A made-up value that fits the shape, the same for the same variant. Different variants give different values where the
 * shape allows it.
 *
 * @throws Error when none of 200 variants fits, as with `[^\s\S]`: the declaration then needs an example.
 */
export function sampleOf(shape: ValueShape, variant = 0): Json {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const value = candidate(shape, variant + attempt);
    if (fits(shape, value)) return value;
  }
  throw new Error(`no value can be made up that fits ${JSON.stringify(shape)}`);
}

/** A key that the key pattern of a map allows. */
export function sampleKey(keyPattern: string | undefined, variant = 0): string {
  const shape: ValueShape =
    keyPattern === undefined ? { type: 'string' } : { type: 'string', minLength: 1, pattern: keyPattern };
  return keyPattern === undefined ? `key${variant || ''}` : String(sampleOf(shape, variant));
}

function candidate(shape: ValueShape, variant: number): Json {
  switch (shape.type) {
    case 'string':
      return sampleText(shape, variant);
    case 'integer':
      return numberNear(shape, variant);
    case 'number':
      return numberNear(shape, variant / 2);
    case 'boolean':
      return variant % 2 === 0;
    case 'integerOrString':
      return variant % 2 === 0 ? 1 + variant / 2 : sampleText({ pattern: shape.pattern }, Math.floor(variant / 2));
    case 'list': {
      const length = Math.min(Math.max(shape.minItems ?? 0, 1), shape.maxItems ?? Number.POSITIVE_INFINITY);
      return Array.from({ length }, (_, index) => sampleOf(shape.items, variant + index));
    }
    case 'map':
      return { [sampleKey(shape.keyPattern, variant)]: sampleOf(shape.values, variant) };
    case 'object':
      return Object.fromEntries(
        shape.properties.map((property) => [keyOf(property), property.example ?? sampleOf(property.shape, variant)]),
      );
    case 'any':
      return { key: sampleText({}, variant) };
  }
}

type TextLimits = Omit<Extract<ValueShape, { type: 'string' }>, 'type'>;

function sampleText(
  { choices, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: TextLimits,
  variant: number,
): string {
  if (choices && choices.length > 0) return choices[variant % choices.length] ?? '';
  const parsed = pattern === undefined ? undefined : parsePattern(pattern);
  if (parsed?.kind === 'pattern') return parsed.sample(variant);
  const text = `text${variant || ''}`.padEnd(minLength, 'x');
  return text.length > maxLength ? text.slice(text.length - maxLength) : text;
}

/** 1, or the limit nearest to it; other variants go up from there, and down when there is no more room above. */
function numberNear(shape: Extract<ValueShape, { type: 'integer' | 'number' }>, distance: number): number {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = shape;
  const start = Math.min(Math.max(1, minimum), maximum);
  const above = start + distance;
  return above <= maximum ? above : Math.max(minimum, start - (above - maximum));
}
