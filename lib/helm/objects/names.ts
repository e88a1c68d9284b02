import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { BoundVariable } from '../expression/node';
import { scopeOf } from '../scope/scopes';
import { mayHoldMarker, withoutMarkers } from '../token/tokens';

/** Constructs whose ids say nothing about an object: the L1 object inside an L2 resource. */
const SILENT = new Set(['Resource', 'Default', 'default']);

/** Kinds whose name gets something appended by Kubernetes, which must fit into 63 characters too. */
const APPENDED: Readonly<Record<string, number>> = { CronJob: 11, StatefulSet: 11 };

/** An id that can stand in a name as it is. */
const DNS_PART = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Nothing after the full name is longer, its `-` included, so that at least 31 characters stay for the release. */
export const LONGEST_SUFFIX = 32;

/**
 * What comes after the release's full name in the name of an object: its construct path below the chart, in lower case,
 * without the ids of scopes (wrapping an object in an `If` must not rename it). Starts with `-`, or is empty.
 */
export function nameSuffix(object: IConstruct, chart: IConstruct): string {
  let suffix = '';
  for (let current: IConstruct | undefined = object; current && current !== chart; current = current.node.scope) {
    const { id } = current.node;
    const part = SILENT.has(id) || scopeOf(current) ? '' : dnsPart(id);
    if (part !== '') suffix = suffix === '' ? part : `${part}-${suffix}`;
  }
  return suffix === '' ? '' : `-${suffix.length < LONGEST_SUFFIX ? suffix : shortened(suffix)}`;
}

/** How many characters Kubernetes appends to the name of an object. */
export function appendedTo({ kind }: ApiObject): number {
  return APPENDED[kind] ?? 0;
}

/** The keys of all loops around an object, the outermost first: together they tell its copies apart. */
export function keysAround(object: IConstruct, chart: IConstruct): readonly BoundVariable[] {
  const keys: BoundVariable[] = [];
  for (let current = object.node.scope; current && current !== chart; current = current.node.scope) {
    const scope = scopeOf(current);
    if (scope?.kind === 'range') keys.unshift(scope.key);
  }
  return keys;
}

/** cdk8s-plus makes ids of names, and a name may hold a token: it says nothing in a file name or a suffix. */
function dnsPart(id: string): string {
  if (DNS_PART.test(id) && !mayHoldMarker(id)) return id;
  return withoutMarkers(id)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** FNV-1a, 32 bits: enough to tell two long ids of one chart apart, and duplicates are an error anyway. */
function shortened(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const tail = (hash >>> 0).toString(36).padStart(7, '0');
  return `${text.slice(0, LONGEST_SUFFIX - 9).replace(/-+$/, '')}-${tail}`;
}
