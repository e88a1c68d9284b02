import { oneOf } from '../../diagnostics/describe';
import type { ValueDeclaration, ValueShape } from './declaration';
import { keyOf, mustBeGiven } from './shape';

type Words = { readonly [T in ValueShape['type']]: string };

/** For messages: `must be an integer`. */
const NOUNS: Words = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  integerOrString: 'an integer or a string',
  list: 'a list',
  map: 'a map',
  object: 'a map',
  any: 'any value but null',
};

const NAMES: Words = {
  string: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  integerOrString: 'integer or string',
  list: 'list',
  map: 'map',
  object: 'object',
  any: 'any',
};

const PLURALS: Words = {
  string: 'strings',
  integer: 'integers',
  number: 'numbers',
  boolean: 'booleans',
  integerOrString: 'integers or strings',
  list: 'lists',
  map: 'maps',
  object: 'objects',
  any: 'anything',
};

/** What a value must be, with its article: `an integer`. */
export function nounOf(shape: ValueShape): string {
  return NOUNS[shape.type];
}

/** The type in a table: `string`, `list of strings`, `map of lists of integers`. */
export function typeWords(shape: ValueShape, names: Words = NAMES): string {
  if (shape.type === 'list') return `${names.list} of ${typeWords(shape.items, PLURALS)}`;
  return shape.type === 'map' ? `${names.map} of ${typeWords(shape.values, PLURALS)}` : names[shape.type];
}

/** Limits of a number in words: `from 1 to 10`, `at least 1`, `at most 10`, `exactly 3`. */
export function rangeWords(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return most === undefined ? 'any number' : `at most ${most}`;
  if (most === undefined) return `at least ${least}`;
  return least === most ? `exactly ${least}` : `from ${least} to ${most}`;
}

/** Limits of a length in words: `1 to 63 characters`, `at least 1 item`. */
export function countWords(least: number | undefined, most: number | undefined, noun: string): string {
  const words = rangeWords(least || undefined, most).replace(/^from /, '');
  return `${words} ${noun}${(most ?? least) === 1 ? '' : 's'}`;
}

/** What is allowed beyond the type, one sentence each: `One of "a" or "b".`, `From 1 to 65535.` */
export function limitWords(shape: ValueShape): readonly string[] {
  switch (shape.type) {
    case 'string':
      return [
        ...(shape.choices ? [`One of ${oneOf(shape.choices)}.`] : []),
        ...patternWords('Must match', shape.pattern),
        ...countSentence(shape.minLength, shape.maxLength, 'character'),
      ];
    case 'integerOrString':
      return ['An integer or a string.', ...patternWords('A string must match', shape.pattern)];
    case 'integer':
    case 'number':
      return shape.minimum === undefined && shape.maximum === undefined
        ? []
        : [sentence(rangeWords(shape.minimum, shape.maximum))];
    case 'list':
      return [
        ...countSentence(shape.minItems, shape.maxItems, 'item'),
        ...(shape.uniqueItems ? ['No two items may be equal.'] : []),
        ...innerWords('Each item', shape.items),
      ];
    case 'map':
      return [
        ...countSentence(undefined, shape.maxEntries, 'key'),
        ...patternWords('Each key must match', shape.keyPattern),
        ...innerWords('Each entry', shape.values),
      ];
    default:
      return [];
  }
}

function innerWords(subject: string, shape: ValueShape): readonly string[] {
  const words = shape.type === 'object' ? propertyWords(shape.properties) : limitWords(shape).join(' ');
  return words === '' ? [] : [`${subject}: ${words}`];
}

function propertyWords(properties: readonly ValueDeclaration[]): string {
  const names = properties.map((property) => keyOf(property) + (mustBeGiven(property) ? ' (required)' : ''));
  return names.length === 0 ? 'an empty map.' : `a map with ${names.join(', ')}.`;
}

function patternWords(start: string, pattern: string | undefined): readonly string[] {
  return pattern === undefined ? [] : [`${start} ${pattern}`];
}

function countSentence(least: number | undefined, most: number | undefined, noun: string): readonly string[] {
  return !least && most === undefined ? [] : [sentence(countWords(least, most, noun))];
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
