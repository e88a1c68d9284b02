import type { Place } from '../../diagnostics/diagnostic';
import type { PodAnswer, Reason } from '../../pod-security/language/pod/answer';
import type { Pod, Volume } from '../../pod-security/language/pod/model';
import type { Identity, PodRequest } from '../../pod-security/language/pod/request';
import { windowsFaults } from '../../pod-security/language/pod/windows';
import { type FoundObject, fieldOf, stepsOf } from '../../pod-security/language/read/objects';
import { type FoundPod, type Workload, withPods } from '../../pod-security/language/read/workloads';
import { asCreated, asWritten, withClaims } from './as-written';
import { ask, type Judge } from './judges';

/** A reason, and where its field stands in the file. */
export interface PlacedReason extends Reason {
  readonly place: Place;
}

/** What a cluster answers to the pods of an object. */
export interface WorkloadAnswer {
  readonly object: FoundObject;
  readonly namespaceName: string;
  readonly allowed: boolean;
  /** Fields begin at the root of the object: `spec.template.spec.hostNetwork` for a Deployment. */
  readonly reasons: readonly PlacedReason[];
  readonly policy?: string;
  /** The object with its pods as the cluster would store them, where a policy changes them. */
  readonly mutated?: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** What is the same for all pods. */
export interface Asking {
  readonly judges: readonly Judge[];
  /** Where objects are that name no namespace. */
  readonly namespaceName: string;
  /** Labels of the namespaces that are known. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Who creates pods that stand alone. */
  readonly user: Identity;
}

const NOT_USED = 'no policy that lets the pod in may be used by whoever creates it, nor by its service account';

/** Asks for every pod of an object. What the server cannot read it refuses, before any policy. */
export function evaluateWorkload(workload: Workload, asking: Asking): WorkloadAnswer {
  const { object, pods, claims, problems, creator } = workload;
  const namespaceName = object.namespaceName ?? asking.namespaceName;
  if (problems.length > 0) {
    const reasons = problems.map(({ message, place = {} }) => ({ field: place.key ?? '', message, place }));
    return { object, namespaceName, allowed: false, reasons, warnings: [] };
  }
  const request: Omit<PodRequest, 'pod'> = {
    operation: 'CREATE',
    namespaceName,
    namespaceLabels: asking.namespaces.get(namespaceName) ?? {},
    user: creator ?? asking.user,
  };
  const asked = pods.map((found) => {
    const pod = asCreated(withClaims(found.pod, claims), object.name, namespaceName);
    return { found, answer: valid(ask(asking.judges, { ...request, pod }), pod) };
  });
  const changed = asked.flatMap(({ found, answer: { mutated } }) =>
    mutated === undefined ? [] : [{ path: found.path, pod: asWritten(mutated, found.pod, claims) }],
  );
  const allowed = asked.every(({ answer }) => answer.allowed);
  const reasons = asked.flatMap(({ found, answer }) => answer.reasons.map((reason) => placed(reason, found, workload)));
  const policy = asked.find(({ answer }) => answer.policy !== undefined)?.answer.policy;
  return {
    object,
    namespaceName,
    allowed,
    // The server says nothing of policies that may not be used; where it has nothing else to say it says nothing at all.
    reasons: allowed || reasons.length > 0 ? reasons : [{ field: '', message: NOT_USED, place: object.place() }],
    ...(policy !== undefined && { policy }),
    ...(changed.length > 0 && { mutated: withPods(object, changed) }),
    warnings: asked.flatMap(({ answer }) => answer.warnings ?? []),
  };
}

/** A server checks a pod once policies have changed it: what it cannot be is refused, whoever says it. */
function valid(answer: PodAnswer, pod: Pod): PodAnswer {
  const faults = windowsFaults(answer.mutated ?? pod);
  return faults.length === 0 ? answer : { ...answer, allowed: false, reasons: [...answer.reasons, ...faults] };
}

/** The server's own fields begin with `pod` where they are about the pod as a whole; there is no such key in a manifest. */
function placed(reason: Reason, found: FoundPod, { object, claims }: Workload): PlacedReason {
  const { path, pod } = found;
  const full = (field: string): readonly string[] => {
    const [first, ...rest] = stepsOf(field);
    return [...path, ...(first === 'pod' ? rest : first === undefined ? [] : [first, ...rest])];
  };
  const steps = full(reason.field);
  const others = reason.otherFields?.map((field) => fieldOf(full(field)));
  return {
    ...reason,
    field: fieldOf(steps),
    ...(others !== undefined && { otherFields: others }),
    place: {
      ...object.place(isClaim(steps.slice(path.length), pod, claims) ? CLAIMS : written(steps)),
      key: fieldOf(steps),
    },
  };
}

/** Where the volumes are written that the controller of a StatefulSet makes. */
const CLAIMS = ['spec', 'volumeClaimTemplates'];

/** Whether a field of a pod is a volume that its controller has added. */
function isClaim([, list, index]: readonly string[], pod: Pod, claims: readonly Volume[]): boolean {
  if (list !== 'volumes' || pod.spec.volumes?.[Number(index)] !== undefined) return false;
  const volume = withClaims(pod, claims).spec.volumes?.[Number(index)];
  return volume !== undefined && claims.includes(volume);
}

/** In the server these are fields of the security context, and so they are called there. */
const OF_THE_POD: readonly string[] = ['hostNetwork', 'hostPID', 'hostIPC'];

/** Where a field stands in a manifest. */
function written(steps: readonly string[]): readonly string[] {
  const [context, last = ''] = steps.slice(-2);
  return context === 'securityContext' && OF_THE_POD.includes(last) ? [...steps.slice(0, -2), last] : steps;
}
