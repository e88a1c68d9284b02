import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { levelsOfNamespace } from '../psa/namespace';
import { checkAdmission } from './check-admission';
import { checkManifest } from './check-manifest';
import type { Inventory } from './inventory';
import { type FoundObject, stepsOf } from './objects';

/** Everything that is wrong or doubtful about what was read, for a cluster of this minor. */
export function checkInventory(inventory: Inventory, minor: number): readonly Diagnostic[] {
  return [
    ...inventory.problems,
    ...inventory.policies.flatMap(({ object }) => checkManifest(object)),
    ...inventory.admission.flatMap((object) => checkAdmission(object, minor)),
    ...inventory.workloads.flatMap(({ problems }) => problems),
    ...checkNamespaces(inventory),
  ];
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
