import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { flawsOf, isObject } from '../../../diagnostics/predicates';
import { podTemplates } from '../../../kubernetes/pod-templates';
import type { Pod, Volume } from '../pod/model';
import { type Identity, serviceAccount } from '../pod/request';
import type { FoundObject } from './objects';
import { fieldOf, stepsOf } from './objects';
import { mustBePod } from './pod-shape';
import { readProblem } from './problems';

/** A pod, or a template of pods, inside an object. */
export interface FoundPod {
  /** Keys from the root of the object: none for a pod. */
  readonly path: readonly string[];
  readonly pod: Pod;
}

/** An object that is a pod, or from which pods are made. */
export interface Workload {
  readonly object: FoundObject;
  readonly pods: readonly FoundPod[];
  /** Volumes that the controller puts into each pod, in the place of those that have the same name. */
  readonly claims: readonly Volume[];
  /** What makes the server refuse it before it asks any policy. */
  readonly problems: readonly Diagnostic[];
  /** Who creates its pods: a controller of the cluster. None for a pod: whoever applies it. */
  readonly creator?: Identity;
}

/** The controllers of Kubernetes that create the pods of each kind, by their service accounts. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  CronJob: 'job-controller',
  DaemonSet: 'daemon-set-controller',
  Deployment: 'replicaset-controller',
  Job: 'job-controller',
  ReplicaSet: 'replicaset-controller',
  ReplicationController: 'replication-controller',
  StatefulSet: 'statefulset-controller',
};

/** Somebody without rights: who creates the pods of kinds that are not Kubernetes' own cannot be known. */
const UNKNOWN: Identity = { username: '', groups: ['system:authenticated'] };

/** The workload that an object is; undefined when no pods come of it. */
export function workloadOf(object: FoundObject): Workload | undefined {
  const templates = podTemplates(object.manifest);
  const isPod = object.kind === 'Pod';
  const controller = Object.hasOwn(CONTROLLERS, object.kind) ? CONTROLLERS[object.kind] : undefined;
  if (templates.length === 0) {
    if (!isPod && controller === undefined) return undefined;
    const message = `the ${object.kind} has no container with a name`;
    const problem = readProblem('pod', message, object.place(['spec']), 'write "containers" with a name and an image');
    return { object, pods: [], claims: [], problems: [problem] };
  }
  const pods = templates.map(({ path }) => ({ path, pod: partAt(object.manifest, path) as Pod }));
  const problems = pods.flatMap(({ path, pod }) =>
    flawsOf(mustBePod, pod, '').map(({ at, says, hint }) => {
      const steps = [...path, ...stepsOf(at)];
      return readProblem('pod', `"${fieldOf(steps)}" ${says}`, object.place(steps), hint);
    }),
  );
  const creator = controller === undefined ? UNKNOWN : serviceAccount('kube-system', controller);
  return { object, pods, claims: claimsOf(object), problems, ...(!isPod && { creator }) };
}

/** The volumes of a StatefulSet's templates of claims, as its first pod has them (updateStorage of its controller). */
function claimsOf({ apiVersion, kind, name, manifest: { spec } }: FoundObject): readonly Volume[] {
  if (kind !== 'StatefulSet' || !apiVersion.startsWith('apps/') || !isObject(spec)) return [];
  const templates: readonly unknown[] = Array.isArray(spec.volumeClaimTemplates) ? spec.volumeClaimTemplates : [];
  return templates.flatMap((template) => {
    const claim = isObject(template) && isObject(template.metadata) ? template.metadata.name : undefined;
    if (typeof claim !== 'string') return [];
    return [{ name: claim, persistentVolumeClaim: { claimName: `${claim}-${name}-0` } }];
  });
}

function partAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Readonly<Record<string, unknown>>)[key], value);
}

/** An object in whose place the pods of a workload are others. */
export function withPods(object: FoundObject, pods: readonly FoundPod[]): Readonly<Record<string, unknown>> {
  return pods.reduce<Readonly<Record<string, unknown>>>(
    (manifest, { path, pod }) => put(manifest, path, pod) as Readonly<Record<string, unknown>>,
    object.manifest,
  );
}

function put(value: unknown, [first, ...rest]: readonly string[], pod: Pod): unknown {
  if (first === undefined) return { ...(value as object), ...pod };
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [first]: put(record[first], rest, pod) };
}
