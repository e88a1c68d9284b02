import { describe, oneOf } from './describe';
import { nearestHint } from './nearest';

/** Longer lists of names help nobody. */
const MOST_SHOWN = 20;

/** One thing wrong with a value or with a part of it. */
export interface Flaw {
  /** Where in the value: the empty string for the value itself, else such as `[2]` or `.name`. */
  readonly at: string;
  /** The rest of the sentence that begins with the key: `must be a boolean, not the string "yes"`. */
  readonly says: string;
  readonly hint?: string;
}

/** What the whole value should have been, such as `a boolean`, and what to write instead. */
export interface Missing {
  readonly noun: string;
  readonly hint?: string;
}

/**
 * Looks at a value. Gives back nothing when it is right; the missing noun (`a boolean`) when the whole value is wrong,
 * with a hint where there is one; flaws when parts of it are wrong.
 */
export type Predicate = (value: unknown) => string | Missing | readonly Flaw[] | undefined;

/** A key that must be there. */
export interface Required {
  readonly required: Predicate;
}

/** Keys of an object and what each must be. A bare predicate stands for an optional key. */
export type Shape = Readonly<Record<string, Predicate | Required>>;

/** Marks a key of a {@link Shape} that must be there. */
export function required(predicate: Predicate): Required {
  return { required: predicate };
}

export const mustBeBoolean: Predicate = (value) => (typeof value === 'boolean' ? undefined : 'a boolean');

export const mustBeString: Predicate = (value) => (typeof value === 'string' ? undefined : 'a string');

export const mustBeText: Predicate = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'a string that is not empty';

export const mustBeNumber: Predicate = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : 'a number';

/** Integers that YAML, JSON and Go carry without loss: up to 2^53 - 1. */
export const mustBeInteger: Predicate = (value) => (Number.isSafeInteger(value) ? undefined : 'an integer');

export const mustBeArray: Predicate = (value) => (Array.isArray(value) ? undefined : 'an array');

export const mustBeObject: Predicate = (value) => (isObject(value) ? undefined : 'an object');

/** An integer from `least` to `most`, both included. */
export function mustBeIntegerFrom(least: number, most: number): Predicate {
  return (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
      ? undefined
      : `an integer from ${least} to ${most}`;
}

/** A string that the pattern matches; `noun` says it in words, such as `a label value`. */
export function mustMatch(pattern: RegExp, noun: string): Predicate {
  // Not test(): a pattern with the flag g would remember where it stopped.
  return (value) => (typeof value === 'string' && value.search(pattern) >= 0 ? undefined : noun);
}

/** One of these strings; a near miss gets a hint. */
export function mustBeOneOf(names: readonly string[]): Predicate {
  return (value) => {
    if (typeof value === 'string' && names.includes(value)) return undefined;
    return { noun: oneOf(names), hint: typeof value === 'string' ? nearestHint(value, names) : undefined };
  };
}

/** An array of which every item is right; each wrong item is named. */
export function mustBeArrayOf(item: Predicate): Predicate {
  return (value) => {
    if (!Array.isArray(value)) return 'an array';
    // Array.from visits holes too.
    return flawsOrNothing(Array.from(value, (part: unknown, index) => flawsOf(item, part, `[${index}]`)));
  };
}

/** An object with any keys, of which every value is right. */
export function mustBeMapOf(item: Predicate): Predicate {
  return (value) => {
    if (!isObject(value)) return 'an object';
    return flawsOrNothing(Object.entries(value).map(([key, part]) => flawsOf(item, part, keyStep(key))));
  };
}

/** An object of this shape: unknown keys, missing keys and wrong values are all named. */
export function mustHaveShape(shape: Shape): Predicate {
  return (value) => {
    if (!isObject(value)) return 'an object';
    const wrong = Object.entries(shape).map(([key, rule]) => flawsOfKey(value, key, rule));
    return flawsOrNothing([unknownKeyFlaws(value, Object.keys(shape)), ...wrong]);
  };
}

/** Right when one of the predicates says so; else all nouns together: `must be an integer or a string`. */
export function either(...predicates: readonly Predicate[]): Predicate {
  return (value) => {
    const answers = predicates.map((predicate) => predicate(value));
    if (answers.includes(undefined)) return undefined;
    // The one that looked inside knows more than the others.
    const inside = answers.find(isFlaws);
    if (inside !== undefined) return inside;
    const missing = answers.map(asMissing).filter((answer) => answer !== undefined);
    return {
      noun: missing.map(({ noun }) => noun).join(' or '),
      hint: missing.find(({ hint }) => hint !== undefined)?.hint,
    };
  };
}

/** The flaws of one value under the name `at`. */
export function flawsOf(predicate: Predicate, value: unknown, at: string): readonly Flaw[] {
  const answer = predicate(value);
  const missing = asMissing(answer);
  if (missing !== undefined) {
    return [{ at, says: `must be ${missing.noun}, not ${describe(value)}`, hint: missing.hint }];
  }
  return isFlaws(answer) ? answer.map((flaw) => ({ ...flaw, at: at + flaw.at })) : [];
}

/** Keys that nobody knows, each with the nearest known one. A key whose value is undefined is as good as absent. */
export function unknownKeyFlaws(value: object, allowed: readonly string[]): readonly Flaw[] {
  const known = new Set(allowed);
  return Object.entries(value)
    .filter(([key, part]) => part !== undefined && !known.has(key))
    .map(([key]) => ({
      at: keyStep(key),
      says: 'is not known here',
      hint: nearestHint(key, allowed) ?? allowedHint(allowed),
    }));
}

function allowedHint(allowed: readonly string[]): string {
  if (allowed.length === 0) return 'no keys are allowed';
  const shown = allowed.slice(0, MOST_SHOWN).join(', ');
  return `allowed: ${shown}${allowed.length > MOST_SHOWN ? `, and ${allowed.length - MOST_SHOWN} more` : ''}`;
}

/** An object with keys, not an array and not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flawsOfKey(
  value: Readonly<Record<string, unknown>>,
  key: string,
  rule: Predicate | Required,
): readonly Flaw[] {
  // A key named `constructor` must not find what every object inherits.
  const part = Object.hasOwn(value, key) || !(key in Object.prototype) ? value[key] : undefined;
  const predicate = typeof rule === 'function' ? rule : rule.required;
  if (part !== undefined) return flawsOf(predicate, part, keyStep(key));
  if (typeof rule === 'function') return [];
  const noun = asMissing(predicate(undefined))?.noun;
  return [{ at: keyStep(key), says: noun === undefined ? 'is missing' : `is missing: it must be ${noun}` }];
}

/** One step into an object: `.name`, or `['a.b']` when the key would read as several steps. */
function keyStep(key: string): string {
  return /^[^.[\]"'\s]+$/.test(key) ? `.${key}` : `['${JSON.stringify(key).slice(1, -1)}']`;
}

function flawsOrNothing(flaws: readonly (readonly Flaw[])[]): readonly Flaw[] | undefined {
  const all = flaws.flat();
  return all.length === 0 ? undefined : all;
}

function asMissing(answer: ReturnType<Predicate>): Missing | undefined {
  if (typeof answer === 'string') return { noun: answer };
  return answer === undefined || isFlaws(answer) ? undefined : answer;
}

// Array.isArray does not narrow readonly arrays.
function isFlaws(answer: ReturnType<Predicate>): answer is readonly Flaw[] {
  return Array.isArray(answer);
}
