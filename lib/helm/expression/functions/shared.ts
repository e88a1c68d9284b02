import type { GoValue, RenderContext } from '../go-value';

/** Lists and maps that a value reaches, remembered for as long as the value lives. */
const reached = new WeakMap<object, ReadonlySet<object>>();

/** Whether a map belongs to the values, to what Helm gives, or to a variable: somebody else may look at it later. */
export function isShared(map: object, context: RenderContext): boolean {
  const roots: readonly GoValue[] = [context.values, context.builtins, ...context.variables.values()];
  return roots.some((root) => typeof root === 'object' && root !== null && reach(root).has(map));
}

function reach(root: object): ReadonlySet<object> {
  const known = reached.get(root);
  if (known) return known;
  const found = new Set<object>();
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null || found.has(value)) return;
    found.add(value);
    for (const item of Object.values(value)) visit(item);
  };
  visit(root);
  reached.set(root, found);
  return found;
}
