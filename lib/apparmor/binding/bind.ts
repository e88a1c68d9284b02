import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { DiagnosticCollector, type Report } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { tellAtSynth } from '../../helm/told-at-synth';
import { type Manifest, podTemplates } from '../../kubernetes/pod-templates';
import { type Confinement, confined } from './confine';

/**
 * Puts the pods of all objects below a construct under their profiles, when the objects are made: containers that are added to
 * them until then, by cdk8s-plus of any version or by hand, are found too.
 */
export function bind(workload: IConstruct, confinement: Confinement): void {
  const originals = new Map<ApiObject, () => Manifest>();
  const bindNew = (): void => {
    for (const object of workload.node.findAll()) {
      if (!ApiObject.isApiObject(object) || originals.has(object)) continue;
      const original = object.toJson.bind(object);
      originals.set(object, original);
      object.toJson = () => confined(original(), confinement, quiet);
    }
  };
  bindNew();
  // What is wrong is told once, when everything is there; an object that cannot be made is told by whoever makes it.
  tellAtSynth(workload, () => {
    bindNew();
    return problemsOf(workload, originals, confinement);
  });
}

const quiet: Report = () => undefined;

function problemsOf(
  workload: IConstruct,
  originals: ReadonlyMap<ApiObject, () => Manifest>,
  confinement: Confinement,
): readonly Diagnostic[] {
  const problems = new DiagnosticCollector();
  const pods = [...originals].flatMap(([object, original]) => {
    const manifest = madeBy(original);
    return manifest === undefined || podTemplates(manifest).length > 0 ? [{ object, manifest }] : [];
  });
  const path = workload.node.path;
  if (pods.length === 0) {
    const hint = 'give a workload: a Deployment, a Pod, a resource of your own with a pod template';
    const message = 'nothing below it makes pods, so that no container comes under the profile';
    problems.report({ code: 'APPARMOR1026', severity: 'error', message, hint, place: { path } });
  }
  for (const { object, manifest } of pods) {
    if (manifest === undefined) continue;
    const report: Report = (found) => problems.report({ ...found, place: { path: object.node.path } });
    confined(manifest, confinement, report);
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
