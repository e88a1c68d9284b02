import type { Diagnostic } from '../diagnostics/diagnostic';
import {
  checkBudget,
  checkLength,
  checkNumber,
  type SubjectsOf,
  type WorstCase,
  worstCase,
} from './language/admission/budget';
import { literalsOf, type PolicyLiterals } from './language/admission/literals';
import { admissionObjects } from './language/admission/objects';
import type { NamedPolicy } from './language/psp/policy';

/**
 * So few policies of ordinary length cost less than they may, whatever is in them: the worst case, which takes a second to
 * compute, is not looked for. The dearest of that length, nothing but ranges of host ports, come to 7,500,000.
 */
const FEW = 8;
const ORDINARY = 1_000;

/** What was found for policies before: the same are asked for at each synth. */
const known = new Map<string, WorstCase>();

/**
 * Whether the API server would refuse pods because of what it costs to look at them. Policies that could be one, for the same
 * may use them, are named.
 */
export function budgetProblems(policies: readonly NamedPolicy[], subjects: SubjectsOf): readonly Diagnostic[] {
  const tooMany = checkNumber(policies, subjects);
  if (tooMany.length > 0) return tooMany;
  const texts = policies.map((policy) => JSON.stringify(policy));
  if (policies.length <= FEW && texts.every(({ length }) => length <= ORDINARY)) return [];
  const literals = policies.map((policy) => literalsOf(policy, 'refuse'));
  const tooLong = checkLength(policies, literals);
  if (tooLong.length > 0) return tooLong;
  const key = texts.join('\n');
  const cost = known.get(key) ?? costOf(literals);
  known.set(key, cost);
  return checkBudget(cost, policies, subjects);
}

function costOf(literals: readonly PolicyLiterals[]): WorstCase {
  const options = { name: 'policies', mode: 'enforce', constant: true, completed: true } as const;
  return worstCase(admissionObjects(literals, options)[0]);
}
