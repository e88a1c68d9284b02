import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { nearestHint } from '../../../diagnostics/nearest';
import type { Container, Pod, PodSpec } from '../pod/model';
import { type KnownField, type KnownFields, OF_CONTEXT, OF_POD_CONTEXT, OF_VOLUME, SPEC_FIELDS } from './known-fields';
import { fieldOf } from './objects';
import { readProblem } from './problems';
import type { FoundPod, Workload } from './workloads';

/** A workload as a server of a version reads it, and what that does to what is written. */
export interface ServedWorkload {
  readonly workload: Workload;
  readonly problems: readonly Diagnostic[];
}

/**
 * A workload without the fields that a server of this minor does not know. The server drops them, and tells of it from 1.25 on
 * (`fieldValidation` is `Warn` by default); kubectl asks it to refuse the object instead. A volume of which nothing is left
 * but its name becomes an `emptyDir`.
 *
 * Fields that a feature gate must switch on stay, and are told of where the gate is off by default.
 */
export function servedWorkload(workload: Workload, minor: number): ServedWorkload {
  // What the server cannot read it refuses as a whole.
  if (workload.problems.length > 0) return { workload, problems: [] };
  const told: Diagnostic[] = [];
  const pods = workload.pods.map(({ path, pod }): FoundPod => {
    const tell: Tell = (at, field, name, known, then = '') => {
      const steps = [...path, ...at, name];
      const problem = problemOf(
        { at: fieldOf(steps), then, nearest: field === undefined ? nearestHint(name, known) : undefined },
        field,
        minor,
      );
      told.push({ ...problem, place: workload.object.place(steps) });
    };
    return { path, pod: servedPod(pod, minor, tell) };
  });
  return { workload: told.length === 0 ? workload : { ...workload, pods }, problems: told };
}

/** `then`: what follows of it. */
type Tell = (
  at: readonly string[],
  field: KnownField | undefined,
  name: string,
  known: readonly string[],
  then?: string,
) => void;

function servedPod(pod: Pod, minor: number, tell: Tell): Pod {
  const { spec } = pod;
  const container = (list: string) => (each: Container, index: number) => {
    const { securityContext } = each;
    if (!securityContext) return each;
    const at = ['spec', list, String(index), 'securityContext'];
    return { ...each, securityContext: served(securityContext, OF_CONTEXT, minor, tell, at) };
  };
  const lists = (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) => {
    const containers = spec[list];
    return containers ? [[list, containers.map(container(list))] as const] : [];
  });
  const volumes = spec.volumes?.map((volume, index) => {
    const then = Object.keys(volume).length > 2 ? '' : ', so that the volume is an emptyDir';
    const tellOfVolume: Tell = (at, field, name, known) => tell(at, field, name, known, then);
    return served(volume, OF_VOLUME, minor, tellOfVolume, ['spec', 'volumes', String(index)]);
  });
  const context = spec.securityContext;
  const changed: PodSpec = {
    ...withoutLater(spec, minor, tell),
    ...Object.fromEntries(lists),
    ...(volumes && { volumes }),
    ...(context && {
      securityContext: served(context, OF_POD_CONTEXT, minor, tell, ['spec', 'securityContext']),
    }),
  };
  return { ...pod, spec: changed };
}

/** Of the many fields of a spec only those are known here that came after 1.24 and that policies look at. */
function withoutLater(spec: PodSpec, minor: number, tell: Tell): PodSpec {
  const others = Object.fromEntries(Object.keys(spec).map((key) => [key, { since: 0 }]));
  return served(spec, { ...others, ...SPEC_FIELDS }, minor, tell, ['spec']);
}

/** A record without what the server does not know. */
function served<T extends object>(record: T, known: KnownFields, minor: number, tell: Tell, at: readonly string[]): T {
  const entries = Object.entries(record).filter(([key, value]) => {
    const field = Object.hasOwn(known, key) ? known[key] : undefined;
    const isKnown = field !== undefined && minor >= field.since;
    const isOff = field?.gate !== undefined && minor < field.gate.onSince && value !== field.gate.same;
    if (!isKnown || isOff) tell(at, field, key, Object.keys(known));
    return isKnown;
  });
  return Object.fromEntries(entries) as T;
}

function problemOf(
  { at, then, nearest }: { readonly at: string; readonly then: string; readonly nearest: string | undefined },
  known: KnownField | undefined,
  minor: number,
): Diagnostic {
  const version = `Kubernetes 1.${minor}`;
  if (known !== undefined && minor >= known.since) {
    const { name = '', becomes = '' } = known.gate ?? {};
    const says = `"${at}" counts here: ${version} ${becomes} unless its feature gate ${name} is on`;
    return readProblem('gate', says, {}, 'it is off by default in that version', 'warning');
  }
  const who = known === undefined ? 'no version of Kubernetes knows it' : `${version} does not know it`;
  const hint = known === undefined ? 'correct it, or leave it out' : `it is there since Kubernetes 1.${known.since}`;
  const says = `"${at}" is dropped${then}: ${who}, and kubectl refuses the object`;
  return readProblem('dropped', says, {}, nearest ?? hint, 'warning');
}
