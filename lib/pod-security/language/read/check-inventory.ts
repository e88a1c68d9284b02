import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { POLICIES_UNTIL } from '../bands';
import { levelsOfNamespace } from '../psa/namespace';
import { checkAdmission } from './check-admission';
import { checkManifest } from './check-manifest';
import type { FoundPolicy, Inventory } from './inventory';
import { type FoundObject, fieldOf, stepsOf } from './objects';
import { readProblem } from './problems';

/** Everything that is wrong or doubtful about what was read, for a cluster of this minor. What a server makes of pods: {@link servedWorkload}. */
export function checkInventory(inventory: Inventory, minor: number): readonly Diagnostic[] {
  return [
    ...inventory.problems,
    ...inventory.policies.flatMap(({ object }) => checkManifest(object)),
    ...(minor <= POLICIES_UNTIL ? inventory.policies.flatMap(checkGates) : []),
    ...inventory.admission.flatMap((object) => checkAdmission(object, minor)),
    ...inventory.workloads.flatMap(({ problems }) => problems),
    ...checkNamespaces(inventory),
  ];
}

/** A server drops the field when the policy is stored (DropDisabledFields of pkg/api/podsecuritypolicy in 1.24). */
function checkGates({ object, policy: { spec } }: FoundPolicy): readonly Diagnostic[] {
  if (!Array.isArray(spec.allowedProcMountTypes) || spec.allowedProcMountTypes.length === 0) return [];
  const path = ['spec', 'allowedProcMountTypes'];
  const says = `"${fieldOf(path)}" counts here: Kubernetes up to 1.24 drops it unless its feature gate ProcMountType is on`;
  return [readProblem('gate', says, object.place(path), 'it is off by default in those versions', 'warning')];
}

/** Labels of namespaces that mean nothing to Pod Security Admission. */
export function checkNamespaces({ namespaces, namespaceObjects }: Inventory): readonly Diagnostic[] {
  return namespaceObjects.flatMap((object) =>
    levelsOfNamespace(namespaces.get(object.name) ?? {}).problems.map((problem) => inFile(problem, object)),
  );
}

function inFile({ place, ...problem }: Diagnostic, object: FoundObject): Diagnostic {
  return { ...problem, place: object.place(place?.key === undefined ? [] : stepsOf(place.key)) };
}
