import type { Diagnostic } from '../../diagnostics/diagnostic';
import { readProblem } from '../../pod-security/language/read/problems';
import type { Asking } from './evaluate';
import { isLabelled, type JudgeSettings } from './judges';

/** Namespaces of pods whose labels are not known, while those of others count: no level holds their pods to anything here. */
export function unjudged(
  { inventory, level }: Pick<JudgeSettings, 'inventory' | 'level'>,
  asking: Pick<Asking, 'namespaceName'>,
): readonly Diagnostic[] {
  const { namespaces, workloads } = inventory;
  if (level !== undefined || ![...namespaces.values()].some(isLabelled)) return [];
  const unknown = new Map<string, Diagnostic>();
  for (const { object } of workloads) {
    const name = object.namespaceName ?? asking.namespaceName;
    if (namespaces.has(name) || unknown.has(name)) continue;
    const path = object.namespaceName === undefined ? [] : ['metadata', 'namespace'];
    const message = `no level judges the namespace "${name}": it is in no file`;
    const hint = 'add the file that holds it, or say --level';
    unknown.set(name, readProblem('unjudged', message, object.place(path), hint, 'warning'));
  }
  return [...unknown.values()];
}
