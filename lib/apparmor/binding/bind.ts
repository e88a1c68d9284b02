import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { DiagnosticCollector } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { callError } from '../../diagnostics/diagnostic-error';
import { HelmChart } from '../../helm';
import { tellAtSynth } from '../../helm/told-at-synth';
import { type Manifest, podTemplates } from '../../kubernetes/pod-templates';
import { confined } from './apply';
import { type Confinement, missingIn, problemsOf } from './confine';

/** An object, what makes it without any profile, and all that was said about its containers. */
interface Bound {
  readonly original: () => Manifest;
  readonly confinements: Confinement[];
}

/** A container may come under profiles by several calls, and must not come under two: all calls know of each other. */
const bound = new WeakMap<ApiObject, Bound>();

/** Objects whose pods must never wait for a profile. */
const left = new WeakSet<ApiObject>();

/** Keeps an object from being confined with all others of its chart: what loads profiles cannot run under one of them. */
export function leaveUnconfined(object: ApiObject): void {
  left.add(object);
}

/**
 * Puts the pods of all objects below a construct under their profiles, when the objects are made: containers that are added to
 * them until then, by cdk8s-plus of any version or by hand, are found too.
 */
export function bind(workload: IConstruct, confinement: Confinement): void {
  const objects = new Set<ApiObject>();
  const bindNew = (): void => {
    for (const object of workload.node.findAll()) {
      if (!ApiObject.isApiObject(object) || objects.has(object) || left.has(object)) continue;
      objects.add(object);
      boundOf(object).confinements.push(confinement);
    }
  };
  bindNew();
  // What is wrong is told once, when everything is there; an object that cannot be made is told by whoever makes it.
  tellAtSynth(workload, () => {
    bindNew();
    return problemsBelow(workload, [...objects], confinement);
  });
}

/** @throws DiagnosticError HELM1050 for what is no construct. */
export function mustBeWorkload(workload: unknown): void {
  const node = typeof workload === 'object' && workload !== null && 'node' in workload ? workload.node : undefined;
  if (typeof node === 'object') return;
  const hint = 'give a workload: an ApiObject, a resource of cdk8s-plus, or a construct that holds some';
  throw callError('HELM1050', 'what is put under a profile must be a construct', hint);
}

function boundOf(object: ApiObject): Bound {
  const known = bound.get(object);
  if (known) return known;
  const made: Bound = { original: object.toJson.bind(object), confinements: [] };
  bound.set(object, made);
  object.toJson = () => confined(made.original(), made.confinements, isOverlaid(object));
  return made;
}

/** An overlay looks for maps where it puts something: a condition around a whole map would be in its way. */
function isOverlaid(object: ApiObject): boolean {
  const chart = object.node.scopes.find((scope) => HelmChart.isHelmChart(scope)) as HelmChart | undefined;
  return chart?._overlays.has(object) === true;
}

function problemsBelow(
  workload: IConstruct,
  objects: readonly ApiObject[],
  confinement: Confinement,
): readonly Diagnostic[] {
  const problems = new DiagnosticCollector();
  const pods = objects.flatMap((object) => {
    const manifest = madeBy(boundOf(object).original);
    return manifest === undefined || podTemplates(manifest).length > 0 ? [{ object, manifest }] : [];
  });
  const path = workload.node.path;
  if (pods.length === 0) {
    const hint = 'give a workload: a Deployment, a Pod, a resource of your own with a pod template';
    const message = 'nothing below it makes pods, so that no container comes under the profile';
    problems.report({ code: 'APPARMOR1026', severity: 'error', message, hint, place: { path } });
  }
  const manifests = pods.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
  // What an object that cannot be made would hold, nobody knows.
  const missing = manifests.length === pods.length && pods.length > 0 ? missingIn(manifests, confinement) : [];
  for (const found of missing) problems.report({ ...found, place: { path } });
  for (const { object, manifest } of pods) {
    if (manifest === undefined) continue;
    const { confinements } = boundOf(object);
    const earlier = confinements.slice(0, confinements.indexOf(confinement));
    for (const found of problemsOf(manifest, confinement, earlier)) {
      problems.report({ ...found, place: { path: object.node.path } });
    }
  }
  return problems.diagnostics;
}

function madeBy(original: () => Manifest): Manifest | undefined {
  try {
    return original();
  } catch {
    return undefined;
  }
}
