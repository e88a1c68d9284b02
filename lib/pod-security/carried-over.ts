import type { Diagnostic } from '../diagnostics/diagnostic';
import { type NotCarriedOver, notCarriedOver } from './language/admission/lost';
import type { Band } from './language/bands';
import { CODES } from './language/check-spec';
import { levelOf } from './language/psa/from-policies';
import type { NamedPolicy } from './language/psp/policy';

/** A policy as far as it is known, and what its author says of what nothing can set. */
export interface CarriedPolicy {
  readonly policy: NamedPolicy;
  /** Path of its construct. */
  readonly path: string;
  readonly unset: string | undefined;
}

/**
 * What clusters after 1.24 do not do for the policies of a chart: told once for the set, and for each policy.
 * @param bands those that the chart is made for.
 */
export function carriedOver(
  policies: readonly CarriedPolicy[],
  bands: readonly Band[],
  path: string,
): readonly Diagnostic[] {
  return [
    ...(bands.includes('1.25') ? [nothingBetween(policies, path)] : []),
    ...(bands.includes('1.30') ? policies.flatMap(notSet) : []),
  ];
}

function nothingBetween(policies: readonly CarriedPolicy[], path: string): Diagnostic {
  const { level } = levelOf(policies.map(({ policy }) => policy));
  return {
    code: CODES.carriedOver,
    severity: 'note',
    message:
      'Kubernetes 1.25 to 1.29 enforces nothing of the policies: there only labels of namespaces hold pods to a level',
    hint: `"${level}" is the level that refuses nothing of what the policies let in`,
    place: { path },
  };
}

/** Whoever says what is to happen has read this: then it is a note. */
function notSet({ policy, path, unset }: CarriedPolicy): readonly Diagnostic[] {
  const fields = fieldsOf(notCarriedOver([policy], '1.30'), 'not-defaulted');
  if (fields.length === 0) return [];
  const then = unset === 'allow' ? 'let in without' : 'refused';
  return [
    {
      code: CODES.carriedOver,
      severity: unset === undefined ? 'warning' : 'note',
      message: `Kubernetes 1.30 to 1.35 sets nothing in pods: those that leave out what the policy sets are ${then} (${fields.join(', ')})`,
      hint: 'unset: "refuse" or "allow" says which; from 1.36 on it is set',
      place: { path },
    },
  ];
}

function fieldsOf(found: readonly NotCarriedOver[], kind: NotCarriedOver['kind']): readonly string[] {
  return [...new Set(found.filter((each) => each.kind === kind).map(({ field }) => field))];
}
