import { readFileSync } from 'node:fs';
import { FAILSAFE_SCHEMA, loadAll } from 'js-yaml';
import { isObject } from '../../diagnostics/predicates';

/**
 * Contexts that files of helmfile name beside their environments, which helmfile does not tell: in `helmDefaults` and on
 * releases. Files that are templates are passed over. All programs must talk to one cluster, or one is compared and another
 * one changed.
 */
export function namedContexts(files: readonly string[]): readonly string[] {
  const found = files
    .filter((file) => !file.endsWith('.gotmpl'))
    .flatMap((file) => documentsOf(file).flatMap(contextsIn));
  return [...new Set(found)];
}

function contextsIn(state: unknown): readonly string[] {
  if (!isObject(state)) return [];
  const places = [state.helmDefaults, ...(Array.isArray(state.releases) ? state.releases : [])].filter(isObject);
  return places.flatMap(({ kubeContext }) =>
    typeof kubeContext === 'string' && kubeContext !== '' ? [kubeContext] : [],
  );
}

function documentsOf(file: string): readonly unknown[] {
  try {
    return loadAll(readFileSync(file, 'utf8'), undefined, { schema: FAILSAFE_SCHEMA, json: true });
  } catch {
    // helmfile has read it before; what js-yaml cannot read names no context that we could use.
    return [];
  }
}
