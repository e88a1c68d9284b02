import { ANY, isOpen, mapOf, type PodGroup } from './pods';

/** Whether a label selector can select a pod of these. Labels that only the cluster knows can have every value. */
export function selects(selector: unknown, { labels }: PodGroup): boolean {
  const { matchLabels, matchExpressions } = mapOf(selector);
  return (
    Object.entries(mapOf(matchLabels)).every(([key, value]) => canBe(ofKey(labels, key), [value])) &&
    (Array.isArray(matchExpressions) ? matchExpressions : []).every((each) => holds(mapOf(each), labels))
  );
}

/** Keys of labels that a selector needs: those under which nothing may be missing. */
export function neededKeys(selector: unknown): readonly string[] {
  const { matchLabels, matchExpressions } = mapOf(selector);
  const expressions = (Array.isArray(matchExpressions) ? matchExpressions : []).map(mapOf);
  const needed = expressions.filter(({ operator }) => operator === 'In' || operator === 'Exists');
  return [...Object.keys(mapOf(matchLabels)), ...needed.map(({ key }) => String(key))].map(labelKey);
}

/** Cilium writes where a label comes from in front of its key. */
const labelKey = (key: string): string => key.replace(/^(?:k8s|any):/, '');

/** Labels may have names that every object of JavaScript knows, such as `constructor`. */
function ofKey(labels: PodGroup['labels'], key: string): PodGroup['labels'][string] | undefined {
  const own = labelKey(key);
  return Object.hasOwn(labels, own) ? labels[own] : undefined;
}

function holds({ key, operator, values }: Readonly<Record<string, unknown>>, labels: PodGroup['labels']): boolean {
  const known = ofKey(labels, String(key));
  const wanted: readonly unknown[] = Array.isArray(values) ? values : [];
  if (operator === 'In') return canBe(known, wanted);
  if (operator === 'Exists') return known !== undefined;
  if (operator === 'DoesNotExist') return known === undefined;
  return known === undefined || known === ANY || known.some((value) => !wanted.includes(value));
}

function canBe(known: PodGroup['labels'][string] | undefined, wanted: readonly unknown[]): boolean {
  if (known === undefined) return false;
  return known === ANY || wanted.some((value) => isOpen(value) || known.includes(String(value)));
}
