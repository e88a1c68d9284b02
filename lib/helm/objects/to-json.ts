import { ApiObject, App, type Chart } from 'cdk8s';
import type { Addresses } from './addresses';
import { learnedMapping, type Mapping } from './learned-mapping';
import { OneWalk, type PlainMap } from './one-walk';

type ToJson = (object: ApiObject) => PlainMap;

/** What cdk8s keeps to itself of an object. A version that has it elsewhere makes its objects itself. */
interface Inside {
  readonly props?: PlainMap;
  readonly patches?: readonly unknown[];
  readonly metadata: PlainMap & { readonly _additionalAttributes?: PlainMap };
}

/** A class that `cdk8s import` has written. Its `toJson` does with what `ApiObject` gives what `manifest` does with props. */
interface GeneratedKind {
  readonly GVK: object;
  readonly manifest: (props: PlainMap) => PlainMap;
  readonly prototype: ApiObject;
}

/**
 * How the objects of a chart become manifests: as with `object.toJson()`, in less time. What is out of the ordinary is left
 * to cdk8s, and what goes wrong is told by it.
 */
export function toJsonIn(chart: Chart, addresses: Pick<Addresses, 'inMap' | 'instead'>): ToJson {
  const byItself: ToJson = (object) => addresses.inMap(object.toJson() as PlainMap, object);
  const [resolver, ...others] = App.of(chart).resolvers;
  if (!(resolver instanceof OneWalk) || others.length > 0) return byItself;
  const walk = resolver.replacing(addresses.instead);
  return (object) => {
    const mapping = mappingOf(object);
    const { props, patches, metadata } = object as unknown as Inside;
    const isOrdinary = patches?.length === 0 && props && !('resolve' in props) && metadata._additionalAttributes;
    if (!mapping || !isOrdinary) return byItself(object);
    try {
      const own = walk.plain(attributes(metadata), object, 'drop');
      return mapping(inOrder(walk.plain({ ...props, metadata: undefined }, object, 'keep') as PlainMap, own));
    } catch {
      return byItself(object);
    }
  };
}

/** What every manifest begins with comes first. */
function inOrder(body: PlainMap, metadata: unknown): PlainMap {
  const manifest: Record<string, unknown> = { apiVersion: body.apiVersion, kind: body.kind, metadata };
  for (const key in body) if (!(key in manifest)) manifest[key] = body[key];
  return manifest;
}

/** In the order in which cdk8s asks for their tokens. */
function attributes(metadata: Inside['metadata']): PlainMap {
  const { name, namespace, annotations, finalizers, ownerReferences, labels } = metadata;
  return { ...metadata._additionalAttributes, name, namespace, annotations, finalizers, ownerReferences, labels };
}

const asItIs: Mapping = (resolved) => resolved;
const generated = new WeakMap<object, Mapping | undefined>();

/** What the class of an object does with its resolved props; undefined where only the class itself knows. */
function mappingOf(object: ApiObject): Mapping | undefined {
  const { toJson, constructor: kind } = object;
  if (toJson === ApiObject.prototype.toJson) return asItIs;
  if (!generated.has(kind))
    generated.set(kind, isGenerated(kind) ? learnedMapping((resolved) => kind.manifest(resolved)) : undefined);
  return toJson === kind.prototype.toJson ? generated.get(kind) : undefined;
}

/** What `cdk8s import` writes hands all its work to a function of this name, and looks at no value. */
const MAPS = /\btoJson_\w+\(/;

function isGenerated(kind: object): kind is GeneratedKind {
  if (Object.getPrototypeOf(kind) !== ApiObject || !Object.hasOwn(kind, 'GVK')) return false;
  return Object.hasOwn(kind, 'manifest') && MAPS.test(String((kind as GeneratedKind).manifest));
}
