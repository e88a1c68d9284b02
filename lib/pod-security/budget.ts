import type { Diagnostic } from '../diagnostics/diagnostic';
import { checkBudget, worstCase } from './language/admission/budget';
import { literalsOf } from './language/admission/literals';
import { admissionObjects } from './language/admission/objects';
import type { NamedPolicy } from './language/psp/policy';

/**
 * So few policies of ordinary length cost less than half of what they may: the worst case, which takes seconds to compute, is
 * not looked for.
 */
const FEW = 5;
const ORDINARY = 2_000;

/** What was found for policies before: the same are asked for at each synth. */
const known = new Map<string, readonly Diagnostic[]>();

/** Whether the API server would refuse pods because of what it costs to look at them. */
export function budgetProblems(policies: readonly NamedPolicy[]): readonly Diagnostic[] {
  const texts = policies.map((policy) => JSON.stringify(policy));
  if (policies.length <= FEW && texts.every(({ length }) => length <= ORDINARY)) return [];
  const key = texts.join('\n');
  let found = known.get(key);
  if (found === undefined) {
    const literals = policies.map((policy, index) => literalsOf(policy, index, 'refuse'));
    const options = { name: 'policies', mode: 'enforce', constant: true, completed: true } as const;
    found = checkBudget(worstCase(admissionObjects(literals, options)[0]), policies);
    known.set(key, found);
  }
  return found;
}
