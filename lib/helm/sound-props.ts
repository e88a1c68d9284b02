import {
  checkObject,
  type Flaw,
  flawsOf,
  isObject,
  mustBeText,
  mustHaveShape,
  type Predicate,
  type Required,
  type Shape,
} from '../diagnostics/check';
import type { Report } from '../diagnostics/collector';
import type { Place } from '../diagnostics/diagnostic';
import { isMap } from './document/plain-map';
import { holdsToken } from './token/tokens';

/** A prop of a wrong type, one that is missing, one that nobody knows: what only callers without types can do. */
const BAD_PROPS = 'HELM1050';

/**
 * Checks props that came from outside (JavaScript, Python, Java, Go) and gives back the part of them that is right, so that
 * one mistake does not hide the next.
 *
 * @param report hears of every wrong value, missing key and unknown key, with code HELM1050.
 */
export function soundProps<T extends object>(props: unknown, shape: Shape, place: Place, report: Report): Partial<T> {
  checkObject(props === undefined ? {} : props, shape, place, BAD_PROPS, report);
  return soundPart<T>(props, shape);
}

/** The props that are right. */
export function soundPart<T extends object>(props: unknown, shape: Shape): Partial<T> {
  if (!isObject(props)) return {};
  const sound = Object.entries(props).filter(
    ([key, value]) => value !== undefined && Object.hasOwn(shape, key) && isRight(shape[key], value),
  );
  return Object.fromEntries(sound) as Partial<T>;
}

/** What is wrong with the props of a construct, as sentences for its validation. */
export function propProblems(props: unknown, shape: Shape): readonly string[] {
  return flawsOf(mustHaveShape(shape), props === undefined ? {} : props, '').map(({ at, says, hint }) => {
    const key = at.replace(/^\./, '');
    return `${key === '' ? 'the props' : `"${key}"`} ${says}${hint === undefined ? '' : ` (${hint})`}`;
  });
}

/** An instance of one of our classes, known by a member that nothing else has. */
export function mustBeInstance(noun: string, member: string): Predicate {
  return (value) => (typeof value === 'object' && value !== null && member in value ? undefined : noun);
}

/** An array that is right and not empty. */
export function atLeastOne(array: Predicate): Predicate {
  return (value) => (Array.isArray(value) && value.length === 0 ? 'an array with at least one item' : array(value));
}

/** Plain data without expressions: what stands in values.yaml. */
export const mustBeData: Predicate = (value) => {
  if (typeof value === 'string') return holdsToken(value) ? 'a fixed text: no expression can stand here' : undefined;
  if (typeof value === 'number') return holdsToken(value) ? 'a fixed number: no expression can stand here' : undefined;
  if (typeof value === 'boolean' || value === null) return undefined;
  if (Array.isArray(value)) return flawsIn(value.map((item, index) => [`[${index}]`, item]));
  if (isMap(value)) return flawsIn(Object.entries(value).map(([key, item]) => [`.${key}`, item]));
  return 'plain data: texts, numbers, booleans, lists, records';
};

/** Text that is not empty and holds no expression. */
export const mustBeFixedText: Predicate = both(mustBeText, mustBeData);

/** Right for the first, then for the second. */
export function both(first: Predicate, second: Predicate): Predicate {
  return (value) => first(value) ?? second(value);
}

function flawsIn(parts: readonly (readonly [string, unknown])[]): readonly Flaw[] | undefined {
  const flaws = parts.flatMap(([at, part]) => (part === undefined ? [] : flawsOf(mustBeData, part, at)));
  return flaws.length === 0 ? undefined : flaws;
}

/** Anything but nothing. */
export const mustBeAnything: Predicate = () => undefined;

export const mustBeExpression = mustBeInstance('an expression', '_node');

function isRight(rule: Predicate | Required | undefined, value: unknown): boolean {
  if (rule === undefined) return false;
  return flawsOf(typeof rule === 'function' ? rule : rule.required, value, '').length === 0;
}
