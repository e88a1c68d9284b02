import { BOOL, type CelType, DYN, INT, listOf, mapOf, readType, STRING, structOf, TIMESTAMP, typeOf } from './types';

/** What an expression is compiled for. */
export interface CelEnvironment {
  /**
   * Minor of the environment, such as 34. A server compiles new expressions in the environment of the minor before its
   * own: see `environmentOfServer`.
   */
  readonly minor: number;
  /** Types of `variables.NAME`: those of the expressions before. */
  readonly variables?: ReadonlyMap<string, CelType>;
  /** Is `params` there? */
  readonly params?: boolean;
  /** `Object{…}`, `JSONPatch{…}` and `jsonpatch.escapeKey`, as in a MutatingAdmissionPolicy. */
  readonly patch?: boolean;
}

/**
 * Minor of the environment in which a server of that minor compiles what is new to it: one less than its own, so that
 * it can be rolled back (k8s.io/apiserver/pkg/cel/environment, DefaultCompatibilityVersion).
 */
export const environmentOfServer = (minor: number): number => minor - 1;

type Fields = Readonly<Record<string, CelType>>;

const strings = (...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, STRING]));
const LABELS = mapOf(STRING, STRING);

const VARIABLES = 'kubernetes.variables';
const REQUEST = 'kubernetes.AdmissionRequest';
const NAMESPACE = 'kubernetes.Namespace';

/** Fields of what the server declares (k8s.io/apiserver/pkg/admission/plugin/cel/compile.go). */
const STRUCTS: Readonly<Record<string, Fields>> = {
  'kubernetes.GroupVersionKind': strings('group', 'version', 'kind'),
  'kubernetes.GroupVersionResource': strings('group', 'version', 'resource'),
  'kubernetes.UserInfo': {
    ...strings('username', 'uid'),
    groups: listOf(STRING),
    extra: mapOf(STRING, listOf(STRING)),
  },
  [REQUEST]: {
    kind: structOf('kubernetes.GroupVersionKind'),
    resource: structOf('kubernetes.GroupVersionResource'),
    requestKind: structOf('kubernetes.GroupVersionKind'),
    requestResource: structOf('kubernetes.GroupVersionResource'),
    ...strings('subResource', 'requestSubResource', 'name', 'namespace', 'operation'),
    userInfo: structOf('kubernetes.UserInfo'),
    dryRun: BOOL,
    options: DYN,
  },
  'kubernetes.NamespaceSpec': { finalizers: listOf(STRING) },
  'kubernetes.NamespaceCondition': {
    ...strings('status', 'type', 'message', 'reason'),
    lastTransitionTime: TIMESTAMP,
  },
  'kubernetes.NamespaceStatus': { conditions: listOf(structOf('kubernetes.NamespaceCondition')), phase: STRING },
  'kubernetes.NamespaceMetadata': {
    ...strings('name', 'generateName', 'namespace', 'UID', 'resourceVersion'),
    labels: LABELS,
    annotations: LABELS,
    creationTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: TIMESTAMP,
    generation: INT,
    finalizers: listOf(STRING),
  },
  [NAMESPACE]: {
    metadata: structOf('kubernetes.NamespaceMetadata'),
    spec: structOf('kubernetes.NamespaceSpec'),
    status: structOf('kubernetes.NamespaceStatus'),
  },
};

const PATCH: Fields = { op: STRING, path: STRING, from: STRING, value: DYN };

const isObject = (name: string): boolean => name === 'Object' || name.startsWith('Object.');

/** Names of messages that may be made: those of patches. */
export const isMessage = (environment: CelEnvironment, name: string): boolean =>
  environment.patch === true && (name === 'JSONPatch' || isObject(name));

/** Type of a field of a struct; undefined: it has none such. */
export function fieldOf(environment: CelEnvironment, struct: string, field: string): CelType | undefined {
  if (struct === VARIABLES) return environment.variables?.get(field);
  if (environment.patch && isObject(struct)) return DYN;
  if (environment.patch && struct === 'JSONPatch') return PATCH[field];
  return STRUCTS[struct]?.[field];
}

/** Types that may be named as values, such as in `type(x) == int`. */
const TYPE_NAMES: Readonly<Record<string, CelType>> = Object.fromEntries(
  [
    ...['bool', 'bytes', 'double', 'int', 'string', 'uint', 'list(A)', 'map(A,B)'].map(readType),
    ...['null', 'timestamp', 'duration'].map(readType),
    { kind: 'type', name: 'type', of: [] } as const,
    ...['kubernetes.URL', 'kubernetes.Quantity', 'net.IP', 'net.CIDR', 'kubernetes.Semver'].map(structOf),
    ...['Authorizer', 'PathCheck', 'GroupCheck', 'ResourceCheck', 'Decision'].map((name) =>
      structOf(`kubernetes.authorization.${name}`),
    ),
  ].map((type) => [type.name, typeOf(type)]),
);

/** Type of a variable, or of the name of a type; undefined: nothing has that name. */
export function identOf(environment: CelEnvironment, name: string): CelType | undefined {
  switch (name) {
    case 'object':
    case 'oldObject':
      return DYN;
    case 'params':
      return environment.params ? DYN : undefined;
    case 'request':
      return structOf(REQUEST);
    case 'namespaceObject':
      return structOf(NAMESPACE);
    case 'variables':
      return structOf(VARIABLES);
    case 'authorizer':
      return structOf('kubernetes.authorization.Authorizer');
    case 'authorizer.requestResource':
      return structOf('kubernetes.authorization.ResourceCheck');
    default:
      return isMessage(environment, name) ? typeOf(structOf(name)) : TYPE_NAMES[name];
  }
}

/** Type that `variables.NAME` has, when its expression has this one: only plain types, lists and maps are kept. */
export function variableType(type: CelType | undefined): CelType {
  if (type === undefined) return DYN;
  if (type.kind === 'simple' || type.kind === 'null') return type;
  if (type.kind === 'list' || type.kind === 'map') return { ...type, of: type.of.map(variableType) };
  return DYN;
}
