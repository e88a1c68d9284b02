import type { Json } from '../expression/node';
import type { ValueShape } from './declaration';
import { sampleKey, sampleOf } from './sample';
import { isMap } from './shape';

/** Texts of which at least one breaks most patterns. */
const ODD_TEXTS = ['', ' ', '!', '-', '0', 'a', 'A', '\n', '{', '~~~~', '..', 'é', 'x'.repeat(2000)];

/** Longer ones would only make the test slow. */
const LONGEST = 5000;

/**
 * Values that may not fit the shape, the most interesting ones first: a broken limit, then a wrong type. Which of
 * them are wrong is for the caller to find out. None is null: Helm takes that for an order to delete the default.
 */
export function badValues(shape: ValueShape): readonly Json[] {
  switch (shape.type) {
    case 'string': {
      const { choices, pattern, minLength = 0, maxLength = LONGEST } = shape;
      return [
        ...(choices ? ['no-such-choice'] : []),
        ...(maxLength < LONGEST ? ['x'.repeat(maxLength + 1)] : []),
        ...(minLength > 0 ? [''] : []),
        ...(pattern === undefined ? [] : ODD_TEXTS),
        7,
      ];
    }
    case 'integer':
    case 'number': {
      const { minimum, maximum } = shape;
      return [...(maximum === undefined ? [] : [maximum + 1]), ...(minimum === undefined ? [] : [minimum - 1]), 'text'];
    }
    case 'boolean':
      return ['yes'];
    case 'integerOrString':
      return [...(shape.pattern === undefined ? [] : ODD_TEXTS), true];
    case 'list':
      return [
        ...(shape.minItems ? [[]] : []),
        ...tooMany(shape),
        ...(shape.uniqueItems ? [[sampleOf(shape.items), sampleOf(shape.items)]] : []),
        'text',
      ];
    case 'map':
      return [
        ...tooManyEntries(shape),
        ...(shape.keyPattern === undefined ? [] : ODD_TEXTS.map((key) => ({ [key]: sampleOf(shape.values) }))),
        'text',
      ];
    case 'object': {
      const good = sampleOf(shape);
      return [...(isMap(good) ? [{ ...good, noSuchKey: 1 }] : []), 'text'];
    }
    case 'any':
      return ['<no value>'];
  }
}

/** One item more than allowed, all different where the shape of the items lets them be. */
function tooMany({ items, maxItems = LONGEST }: Extract<ValueShape, { type: 'list' }>): readonly Json[] {
  return maxItems < 100 ? [Array.from({ length: maxItems + 1 }, (_, variant) => sampleOf(items, variant))] : [];
}

/** One entry more than allowed. */
function tooManyEntries({
  values,
  keyPattern,
  maxEntries = LONGEST,
}: Extract<ValueShape, { type: 'map' }>): readonly Json[] {
  if (maxEntries >= 100) return [];
  const keys = Array.from({ length: maxEntries + 1 }, (_, variant) => sampleKey(keyPattern, variant));
  return [Object.fromEntries(keys.map((key) => [key, sampleOf(values)]))];
}
