/** A Kubernetes object as data, and the parts of it that several tests look at. */

type Labels = Readonly<Record<string, string>>;

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** `DaemonSet/shop-loader`. */
export const nameOf = ({ kind, metadata }: KubeObject): string => `${kind}/${metadata.name}`;

/** Sorted, so that two lists of objects can be compared. */
export const sorted = (objects: readonly KubeObject[]): readonly KubeObject[] =>
  [...objects].sort((a, b) => (key(a) < key(b) ? -1 : 1));

const key = (object: KubeObject): string =>
  `${object.apiVersion} ${object.kind} ${object.metadata.namespace ?? ''} ${object.metadata.name}`;

/** Whether Helm makes it only for `helm test` or at another event. */
export const isHook = ({ metadata }: KubeObject): boolean => metadata.annotations?.['helm.sh/hook'] !== undefined;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path such as `spec.template.spec`. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, step) => (isRecord(inner) ? inner[step] : undefined), value);
}

/** Where each kind has the pods that it makes. */
const POD_PATHS: Readonly<Record<string, string>> = {
  Pod: '',
  Deployment: 'spec.template',
  DaemonSet: 'spec.template',
  StatefulSet: 'spec.template',
  ReplicaSet: 'spec.template',
  ReplicationController: 'spec.template',
  Job: 'spec.template',
  CronJob: 'spec.jobTemplate.spec.template',
};

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly resources?: Readonly<Record<string, unknown>>;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly readOnly?: boolean }[];
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: { readonly path: string } }[];
  readonly [field: string]: unknown;
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
}

/** The pod that an object is or makes. */
export function podTemplate(object: KubeObject): PodTemplate | undefined {
  const path = POD_PATHS[object.kind];
  if (path === undefined) return undefined;
  return (path === '' ? object : at(object, path)) as PodTemplate | undefined;
}

/** Containers of every sort. */
export const containersOf = (spec: PodSpec): readonly Container[] => [
  ...spec.containers,
  ...(spec.initContainers ?? []),
  ...(spec.ephemeralContainers ?? []),
];

/** A selector of pods as an object has it: labels, and whether it may select by expressions too. */
export interface PodSelector {
  readonly of: string;
  readonly labels: Labels;
}

/** Where each kind says which pods it means. A Service has bare labels there, the others `matchLabels`. */
const SELECTOR_PATHS: Readonly<Record<string, string>> = {
  Service: 'spec.selector',
  Deployment: 'spec.selector.matchLabels',
  DaemonSet: 'spec.selector.matchLabels',
  StatefulSet: 'spec.selector.matchLabels',
  ReplicaSet: 'spec.selector.matchLabels',
  NetworkPolicy: 'spec.podSelector.matchLabels',
  CiliumNetworkPolicy: 'spec.endpointSelector.matchLabels',
  PodDisruptionBudget: 'spec.selector.matchLabels',
  PodMonitor: 'spec.selector.matchLabels',
  ServiceMonitor: 'spec.selector.matchLabels',
};

/** The selectors of objects; an empty or missing one has no labels, which is: everything. */
export const selectorsOf = (objects: readonly KubeObject[]): readonly PodSelector[] =>
  objects.flatMap((object) => {
    const path = SELECTOR_PATHS[object.kind];
    return path === undefined ? [] : [{ of: nameOf(object), labels: (at(object, path) ?? {}) as Labels }];
  });

/** Whether a selector means a pod with these labels. */
export const selects = ({ labels }: PodSelector, pod: Labels): boolean =>
  Object.entries(labels).every(([name, value]) => pod[name] === value);

/** Folders of the node into which the pods of objects may write. */
export const writtenOnNode = (objects: readonly KubeObject[]): readonly string[] =>
  objects.flatMap((object) => {
    const pod = podTemplate(object)?.spec;
    const written =
      pod === undefined
        ? []
        : containersOf(pod).flatMap(({ volumeMounts = [] }) =>
            volumeMounts.filter(({ readOnly }) => readOnly !== true),
          );
    const names = new Set(written.map(({ name }) => name));
    return (pod?.volumes ?? []).flatMap(({ name, hostPath }) =>
      hostPath !== undefined && names.has(name) ? [hostPath.path] : [],
    );
  });
