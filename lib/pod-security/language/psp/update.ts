import { isObject } from '../../../diagnostics/predicates';
import type { Pod } from '../pod/model';

/** What an update may change without being asked about, and what the server fills in before it looks. */
const IGNORED: readonly string[] = [
  ...['ownerReferences', 'finalizers', 'selfLink', 'managedFields'],
  ...['resourceVersion', 'uid', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'],
];

/** Whether an update is what the garbage collector does: nothing but owners and finalizers changes. */
export function isCleanUp(pod: Pod, old: Pod | undefined): boolean {
  if (old === undefined) return false;
  return isSame(pod.spec, old.spec) && isSame(kept(pod), kept(old));
}

function kept({ metadata }: Pod): unknown {
  return Object.fromEntries(Object.entries(metadata ?? {}).filter(([key]) => !IGNORED.includes(key)));
}

/** Equality as the server sees it: an empty list or map is none. */
function isSame(one: unknown, other: unknown): boolean {
  if (isEmpty(one) && isEmpty(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  return [...Object.keys(one), ...Object.keys(other)].every((key) => isSame(one[key], other[key]));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
