import type { LabelSelector, LabelSelectorRequirement } from './label-selector';

type Labels = Readonly<Record<string, string>>;

/** Whether each operator holds for a label: its value, or undefined where there is none. */
const HOLDS: Readonly<Record<string, (value: string | undefined, values: readonly string[]) => boolean>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  // What has no such label has none of the values either.
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
};

/** Whether a selector means what has these labels. An empty selector means everything; an unknown operator nothing. */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  const equal = Object.entries(matchLabels).every(([key, value]) => labelOf(labels, key) === value);
  return equal && matchExpressions.every((requirement) => holds(requirement, labels));
}

function holds({ key, operator, values = [] }: LabelSelectorRequirement, labels: Labels): boolean {
  const rule = Object.hasOwn(HOLDS, operator) ? HOLDS[operator] : undefined;
  return rule?.(labelOf(labels, key), values) ?? false;
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
