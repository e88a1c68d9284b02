import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { LONGEST, PER_CALL_LIMIT } from '../cel';
import { CODES } from '../check-spec';
import type { NamedPolicy } from '../psp/policy';
import { MOST_POLICIES } from './authorisation';
import type { PolicyLiterals } from './literals';
import { policyMap } from './policy-map';
import { BINDING_LIMIT, type WorstCase } from './worst-case';

export { type WorstCase, worstCase } from './worst-case';

/** Who may use each policy, by its name, in any form. */
export type SubjectsOf = { readonly [policy: string]: unknown };

const place = { key: 'policies' };

/** More policies than one admission policy can ask for: what they would cost is of no account. */
export function checkNumber(policies: readonly NamedPolicy[], subjects: SubjectsOf = {}): readonly Diagnostic[] {
  if (policies.length <= MOST_POLICIES) return [];
  const message = `${policies.length} policies are too many for one chart: an admission policy can ask for ${MOST_POLICIES}`;
  return [{ code: CODES.budget, severity: 'error', message, hint: hintOf(policies, subjects), place }];
}

/** Policies that are too long for the variable that holds them. */
export function checkLength(
  policies: readonly NamedPolicy[],
  literals: readonly PolicyLiterals[],
): readonly Diagnostic[] {
  return literals.flatMap((policy, index): Diagnostic[] => {
    const { length } = policyMap(policy, { place: index });
    if (length <= LONGEST) return [];
    const message = `the policy "${policies[index]?.name}" is an expression of ${length} signs, and the API server takes ${LONGEST}`;
    return [
      { code: CODES.expressionBudget, severity: 'error', message, hint: 'shorten the lists of the policy', place },
    ];
  });
}

/** What is over the limits of the server. */
export function checkBudget(
  { total, expressions }: WorstCase,
  policies: readonly NamedPolicy[],
  subjects: SubjectsOf = {},
): readonly Diagnostic[] {
  const dear = expressions
    .filter(({ cost }) => cost > PER_CALL_LIMIT)
    .map(
      ({ name, cost }): Diagnostic => ({
        code: CODES.expressionBudget,
        severity: 'error',
        message: `${asked(name)} costs the API server up to ${cost}, and one expression may cost ${PER_CALL_LIMIT}`,
        hint: 'shorten the lists of the policies, or merge some',
        place,
      }),
    );
  if (total <= BINDING_LIMIT) return dear;
  const message = `${policies.length} policies cost the API server up to ${total}, and a binding may cost ${BINDING_LIMIT}`;
  return [...dear, { code: CODES.budget, severity: 'error', message, hint: hintOf(policies, subjects), place }];
}

/** What an expression is there for: those of a field look at it in several policies at once, `hostPorts_given_0`. */
function asked(name: string): string {
  const [, field] = /^(\w+)_(?:given|open|defaulted)_\d+$/.exec(name) ?? [];
  return field === undefined ? `"${name}"` : `to hold a pod against "${field}" of the policies`;
}

/** Which policies one could stand for: those that say the same, or else those that the same subjects may use. */
function hintOf(policies: readonly NamedPolicy[], subjects: SubjectsOf): string {
  const bySpec = alike(policies, ({ spec, profiles }) => [spec, profiles]);
  if (bySpec !== '') return `merge ${bySpec}: they say the same`;
  const bySubjects = alike(
    policies.filter(({ name }) => subjects[name] !== undefined),
    ({ name }) => subjects[name],
  );
  return bySubjects === ''
    ? 'merge policies, or divide them by namespaces between charts'
    : `merge ${bySubjects}: the same subjects may use them`;
}

/** The names of policies that have something in common, such as `a and b, c and d`. */
function alike(policies: readonly NamedPolicy[], common: (policy: NamedPolicy) => unknown): string {
  const found = new Map<string, string[]>();
  for (const policy of policies) {
    const key = JSON.stringify(sorted(common(policy)));
    found.set(key, [...(found.get(key) ?? []), policy.name]);
  }
  return [...found.values()]
    .filter((names) => names.length > 1)
    .map((names) => names.join(' and '))
    .join(', ');
}

/** The same for keys in any order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
