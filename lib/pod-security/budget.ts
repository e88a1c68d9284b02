import type { Diagnostic } from '../diagnostics/diagnostic';
import {
  checkBudget,
  checkLength,
  checkNumber,
  type SubjectsOf,
  type WorstCase,
  worstCase,
} from './language/admission/budget';
import { literalsOf, type PolicyLiterals, type Unset } from './language/admission/literals';
import { admissionObjects } from './language/admission/objects';
import type { NamedPolicy } from './language/psp/policy';

/**
 * So few policies of ordinary length cost less than they may, whatever is in them: the worst case, which takes a second to
 * compute, is not looked for. The dearest of that length are nothing but capabilities that are added, or ranges of host ports.
 */
export const FEW = 6;
export const ORDINARY = 1_000;

/** A policy, and what happens where nothing gives its defaults. */
export interface BudgetedPolicy extends NamedPolicy {
  readonly unset: Unset;
}

/** What was found for policies before: the same are asked for at each synth. */
const known = new Map<string, readonly WorstCase[]>();

/**
 * Whether the API server would refuse pods because of what it costs to look at them. Policies that could be one, for the same
 * may use them, are named.
 */
export function budgetProblems(policies: readonly BudgetedPolicy[], subjects: SubjectsOf): readonly Diagnostic[] {
  const tooMany = checkNumber(policies, subjects);
  if (tooMany.length > 0) return tooMany;
  const texts = policies.map((policy) => JSON.stringify(policy));
  if (policies.length <= FEW && texts.every(({ length }) => length <= ORDINARY)) return [];
  const literals = policies.map((policy) => literalsOf(policy, policy.unset));
  const tooLong = checkLength(policies, literals);
  if (tooLong.length > 0) return tooLong;
  const key = texts.join('\n');
  const costs = known.get(key) ?? costsOf(literals);
  known.set(key, costs);
  return costs.map((cost) => checkBudget(cost, policies, subjects)).find(({ length }) => length > 0) ?? [];
}

/** On clusters that give defaults, and on those that do not where it makes a difference. Values of Helm may be anything. */
function costsOf(literals: readonly PolicyLiterals[]): readonly WorstCase[] {
  const options = { name: 'policies', mode: 'enforce' } as const;
  const strict = literals.map((policy) => ({ ...policy, lenient: 'false' }));
  const own = literals.some(({ lenient }) => lenient === 'true') ? [admissionObjects(literals, options)[0]] : [];
  return [admissionObjects(strict, { ...options, completed: true })[0], ...own].map(worstCase);
}
