import type { Variable } from '../variable';
import { CONTAINERS } from './shared-containers';
import { VOLUMES } from './shared-volumes';

/**
 * What all policies look at. `dyn` keeps the server's type checker from telling apart the containers of the three lists,
 * which have types of different names; fields that a minor does not know are absent then.
 */
const POD: readonly Variable[] = [
  { name: 'spec', expression: 'dyn(object.spec)' },
  { name: 'context', expression: 'variables.spec.?securityContext.orValue({})' },
  { name: 'annotations', expression: 'dyn(object).?metadata.?annotations.orValue({})' },
  { name: 'account', expression: "string(variables.spec.?serviceAccountName.orValue(''))" },
];

/** Variables that no policy has an influence on, in the order in which they need each other. */
export const SHARED: readonly Variable[] = [...POD, ...CONTAINERS, ...VOLUMES];

const USED = /\bvariables\.(\w+)/g;

/** The shared variables that some texts need, and those that these need. */
export function sharedFor(expressions: readonly string[]): readonly Variable[] {
  const needed = new Set<string>();
  const visit = (text: string): void => {
    for (const [, name = ''] of text.matchAll(USED)) {
      if (needed.has(name)) continue;
      needed.add(name);
      visit(SHARED.find((variable) => variable.name === name)?.expression ?? '');
    }
  };
  expressions.forEach(visit);
  return SHARED.filter(({ name }) => needed.has(name));
}
