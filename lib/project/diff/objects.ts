import { FAILSAFE_SCHEMA, loadAll, Type } from 'js-yaml';
import { isObject } from '../../diagnostics/predicates';
import { type Resolved, resolvePlain } from '../../helm/expression/functions/go/yaml-resolve';

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonMap = { readonly [key: string]: Json };

/** An object of the Kubernetes API. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
    readonly managedFields?: readonly Json[];
  };
}

/** Which object is meant. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** Left out for objects of the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
}

export function refOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): ObjectRef {
  return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}

/** Equal for two forms of one object: the version of an API is one form among several. */
export function keyOf({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, namespace, name].join('\u0000');
}

/** `Deployment shop/web`. */
export function nameOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

export const isSecret = ({ apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>): boolean =>
  kind === 'Secret' && apiVersion === 'v1';

/** Helm runs hooks by themselves: they are not part of what a release has put there. */
export const isHook = ({ metadata }: KubeObject): boolean => metadata.annotations?.['helm.sh/hook'] !== undefined;

/** What a plain scalar means to Helm and Kubernetes, which is not what js-yaml reads: `yes` is true, `0644` is 420. */
function scalar(text: string | null): Resolved {
  try {
    // js-yaml passes null for a value that is missing.
    return resolvePlain(text ?? '');
  } catch {
    // A point in time: in JSON that is its text.
    return { tag: 'timestamp' };
  }
}

const typeOf = (tag: 'null' | 'bool' | 'int' | 'float', construct: (resolved: Resolved) => Json): Type =>
  new Type(`tag:yaml.org,2002:${tag}`, {
    kind: 'scalar',
    resolve: (text: string | null) => scalar(text).tag === tag,
    construct: (text: string | null) => construct(scalar(text)),
  });

const numberOf = (resolved: Resolved): Json => ('value' in resolved ? Number(resolved.value) : null);

const SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    typeOf('null', () => null),
    typeOf('bool', (resolved) => numberOf(resolved) === 1),
    typeOf('int', numberOf),
    typeOf('float', numberOf),
  ],
});

/**
 * Objects of a stream of YAML documents, as Helm prints them; lists are taken apart. What is no object of Kubernetes is
 * passed over. Throws YAMLException for text that is no YAML.
 */
export function readObjects(stream: string): readonly KubeObject[] {
  return loadAll(stream, undefined, { schema: SCHEMA, json: true }).flatMap(objectsIn);
}

/** Objects in a parsed document: itself, or the items of a list. */
export function objectsIn(document: unknown): readonly KubeObject[] {
  if (!isObject(document) || typeof document.kind !== 'string' || typeof document.apiVersion !== 'string') return [];
  if (document.kind.endsWith('List') && Array.isArray(document.items)) return document.items.flatMap(objectsIn);
  return isKubeObject(document) ? [document] : [];
}

function isKubeObject(document: unknown): document is KubeObject {
  return isObject(document) && isObject(document.metadata) && typeof document.metadata.name === 'string';
}
