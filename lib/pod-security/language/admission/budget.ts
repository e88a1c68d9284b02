import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { PER_CALL_LIMIT } from '../cel';
import { CODES } from '../check-spec';
import type { NamedPolicy } from '../psp/policy';
import { BINDING_LIMIT, type WorstCase } from './worst-case';

export { type WorstCase, worstCase } from './worst-case';

/** What is over the limits of the server. Subjects are who may use each policy, by its name, in any form. */
export function checkBudget(
  { total, expressions }: WorstCase,
  policies: readonly NamedPolicy[],
  subjects: { readonly [policy: string]: unknown } = {},
): readonly Diagnostic[] {
  const place = { key: 'policies' };
  const dear = expressions
    .filter(({ cost }) => cost > PER_CALL_LIMIT)
    .map(
      ({ name, cost }): Diagnostic => ({
        code: CODES.expressionBudget,
        severity: 'error',
        message: `"${name}" costs the API server up to ${cost}, and one expression may cost ${PER_CALL_LIMIT}`,
        hint: 'shorten the lists of the policies, or merge some',
        place,
      }),
    );
  if (total <= BINDING_LIMIT) return dear;
  const message = `${policies.length} policies cost the API server up to ${total}, and a binding may cost ${BINDING_LIMIT}`;
  return [...dear, { code: CODES.budget, severity: 'error', message, hint: hintOf(policies, subjects), place }];
}

/** Which policies one could stand for: those that say the same, or else those that the same subjects may use. */
function hintOf(policies: readonly NamedPolicy[], subjects: { readonly [policy: string]: unknown }): string {
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
