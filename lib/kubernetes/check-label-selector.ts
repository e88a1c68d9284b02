import {
  type Flaw,
  flawsOf,
  isObject,
  mustBeArrayOf,
  mustBeObject,
  mustBeOneOf,
  mustHaveShape,
  type Predicate,
  required,
} from '../diagnostics/predicates';
import { isLabelKey, isLabelValue, LABEL_KEY, LABEL_VALUE } from './labels';

/** Whether a part is not known yet, such as the value of a chart: nothing is said of it. */
export type IsOpen = (value: unknown) => boolean;

/** How keys of labels look, where they differ from the API server's. */
export interface LabelRules {
  readonly isKey: (key: string) => boolean;
  readonly keyNoun: string;
}

const KUBERNETES: LabelRules = { isKey: isLabelKey, keyNoun: LABEL_KEY };

/** Operators, and whether they take values. */
const OPERATORS: Readonly<Record<string, boolean>> = { In: true, NotIn: true, Exists: false, DoesNotExist: false };

/** A LabelSelector as the API server takes it. Values in expressions are checked as newer servers do: 1.24 takes any. */
export function mustBeLabelSelector(isOpen: IsOpen, rules: LabelRules = KUBERNETES): Predicate {
  const selector = mustHaveShape({
    matchLabels: unlessOpen(isOpen, mustBeLabels(isOpen, rules)),
    matchExpressions: unlessOpen(isOpen, mustBeArrayOf(unlessOpen(isOpen, mustBeRequirement(isOpen, rules)))),
  });
  return unlessOpen(isOpen, selector);
}

/** Labels: keys and values. */
export function mustBeLabels(isOpen: IsOpen, rules: LabelRules = KUBERNETES): Predicate {
  return (value) => {
    if (!isObject(value)) return mustBeObject(value);
    const flaws = Object.entries(value).flatMap(([key, text]): readonly Flaw[] => {
      const at = stepOf(key);
      if (!isOpen(key) && !rules.isKey(key)) return [{ at, says: `is not ${rules.keyNoun}` }];
      return flawsOf(unlessOpen(isOpen, mustBeLabelValue), text, at);
    });
    return flaws.length === 0 ? undefined : flaws;
  };
}

/** Says nothing of what is not known yet. */
export function unlessOpen(isOpen: IsOpen, predicate: Predicate): Predicate {
  return (value) => (isOpen(value) ? undefined : predicate(value));
}

const mustBeLabelValue: Predicate = (value) =>
  typeof value === 'string' && isLabelValue(value) ? undefined : LABEL_VALUE;

function mustBeRequirement(isOpen: IsOpen, rules: LabelRules): Predicate {
  const shape = mustHaveShape({
    key: required(
      unlessOpen(isOpen, (key) => (typeof key === 'string' && rules.isKey(key) ? undefined : rules.keyNoun)),
    ),
    operator: required(unlessOpen(isOpen, mustBeOneOf(Object.keys(OPERATORS)))),
    values: unlessOpen(isOpen, mustBeArrayOf(unlessOpen(isOpen, mustBeLabelValue))),
  });
  return (value) => {
    if (!isObject(value)) return shape(value);
    const { operator, values } = value;
    const takesValues = typeof operator === 'string' ? OPERATORS[operator] : undefined;
    const count = Array.isArray(values) ? values.length : 0;
    const wrong: Flaw[] = [];
    if (takesValues === true && count === 0 && !isOpen(values))
      wrong.push({ at: '.values', says: `must not be empty for ${String(operator)}` });
    if (takesValues === false && count > 0)
      wrong.push({ at: '.values', says: `must not be given for ${String(operator)}` });
    const flaws = [...flawsOf(shape, value, ''), ...wrong];
    return flaws.length === 0 ? undefined : flaws;
  };
}

function stepOf(key: string): string {
  return /^[^.[\]"'\s]+$/.test(key) ? `.${key}` : `['${JSON.stringify(key).slice(1, -1)}']`;
}
