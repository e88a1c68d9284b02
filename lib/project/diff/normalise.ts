import { isObject } from '../../diagnostics/predicates';
import { isSecret, type Json, type JsonMap, type KubeObject } from './objects';
import type { Path, Step } from './path';

/** Keys that the server fills when an entry of a list lacks them, and which tell its entries apart. */
export const KEY_DEFAULTS: Readonly<Record<string, Json>> = { protocol: 'TCP' };

/** Keys of maps whose values are quantities of Kubernetes: `1024Mi` comes back as `1Gi`. */
const QUANTITY_MAPS: ReadonlySet<string> = new Set([
  ...['limits', 'requests', 'capacity', 'allocatable', 'hard', 'overhead', 'podFixed'],
  ...['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'],
]);
/** Keys whose value is a quantity. */
const QUANTITIES: ReadonlySet<string> = new Set(['sizeLimit', 'divisor', 'averageValue']);
/** Where texts stand as somebody wrote them, whatever they are called: labels, the data of ConfigMaps and Secrets. */
const TEXTS: ReadonlySet<Step> = new Set(['metadata', 'data', 'stringData', 'binaryData']);

/** Multiples by suffix (apimachinery, pkg/api/resource). */
const SUFFIXES: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** Parts that the server or a controller owns, so that a chart that writes them means nothing by it. */
const IGNORED: readonly { readonly path: RegExp; readonly when?: (object: KubeObject) => boolean }[] = [
  { path: /^status(\.|\[|$)/ },
  { path: /^metadata\.(creationTimestamp|resourceVersion|uid|generation|selfLink|managedFields)(\.|\[|$)/ },
  // Controllers write the rules of roles that collect others.
  { path: /^rules(\[|$)/, when: (object) => 'aggregationRule' in object },
];

export function isIgnored(object: KubeObject, path: string): boolean {
  return IGNORED.some((row) => row.path.test(path) && (row.when === undefined || row.when(object)));
}

/** An object as the server would keep it, as far as its form goes: `stringData` of a Secret becomes `data`. */
export function normalised(object: KubeObject): KubeObject {
  const { stringData, data, ...rest } = object as KubeObject & { readonly stringData?: Json; readonly data?: Json };
  if (!isSecret(object) || !isMap(stringData)) return object;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(typeof value === 'string' ? value : '').toString('base64'),
  ]);
  return { ...rest, data: { ...(isMap(data) ? data : {}), ...Object.fromEntries(encoded) } } as KubeObject;
}

/** Null, no text, no item, no key. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isMap(value) && Object.values(value).every(isEmpty);
}

/** Left out by the server as if it had not been written: false and zero too, where no other default stands for them. */
export function isNothing(value: Json | undefined): boolean {
  if (value === false || value === 0 || isEmpty(value)) return true;
  return isMap(value) && Object.values(value).every(isNothing);
}

/** Do these two mean the same at this place? Containers are compared by their parts, not here. */
export function isSameScalar(object: KubeObject, path: Path, wanted: Json, live: Json): boolean {
  if (wanted === live) return true;
  if (isQuantity(path)) {
    const [a, b] = [quantity(wanted), quantity(live)];
    // A billionth is the least that the server keeps.
    return a !== undefined && b !== undefined && Math.abs(a - b) <= Math.abs(a) * 1e-12;
  }
  return isBytes(object, path) && bytes(wanted) === bytes(live);
}

export function isMap(value: unknown): value is JsonMap {
  return isObject(value);
}

function isQuantity(path: Path): boolean {
  const [first, parent, last] = [path[0], path.at(-2), path.at(-1)];
  if (first === undefined || TEXTS.has(first) || typeof last !== 'string') return false;
  // The target of an autoscaler has a `value`, and so has an environment variable.
  return QUANTITIES.has(last) || (typeof parent === 'string' && QUANTITY_MAPS.has(parent)) || isTarget(parent, last);
}

const isTarget = (parent: Step | undefined, key: string): boolean => parent === 'target' && key === 'value';

/** The number that a quantity stands for, or undefined. */
export function quantity(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [, digits, suffix = '', exponent] =
    /^([-+]?[0-9.]+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([-+]?[0-9]+))?$/.exec(value) ?? [];
  const factor = exponent === undefined ? SUFFIXES[suffix] : 10 ** Number(exponent);
  const number = Number(digits);
  return factor === undefined || digits === undefined || Number.isNaN(number) ? undefined : number * factor;
}

function isBytes(object: KubeObject, path: Path): boolean {
  return path.length === 2 && (path[0] === 'binaryData' || (isSecret(object) && path[0] === 'data'));
}

const bytes = (value: Json): Json =>
  typeof value === 'string' ? Buffer.from(value, 'base64').toString('base64') : value;
