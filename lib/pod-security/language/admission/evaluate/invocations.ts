import { CelActivation } from '../../cel';
import type { PodRequest } from '../../pod/request';
import { CONDITIONS_BUDGET, Purse } from './budget';
import type { Inputs } from './input';
import { matches } from './match';
import type { Binding } from './objects';
import type { PolicyProgram } from './program';

/** A policy that a binding applies to a request, or why it cannot be. */
export interface Invocation {
  readonly program: PolicyProgram;
  readonly binding?: Binding;
  /** A fault of the policy itself. */
  readonly fault?: string;
  /** Its parameters are objects of the cluster, which are not known here. */
  readonly unknownParams?: boolean;
}

/** What policies and bindings mean a request, in their order. Match conditions are not looked at yet. */
export function invocationsOf(programs: readonly PolicyProgram[], request: PodRequest): readonly Invocation[] {
  return programs.flatMap((program): readonly Invocation[] => {
    const { policy, bindings } = program;
    if (policy.matchConstraints === undefined) {
      return [
        { program, fault: 'failed to configure policy: policy contained no match constraints, a required field' },
      ];
    }
    if (!matches(policy.matchConstraints, request)) return [];
    return bindings
      .filter(({ matchResources }) => matchResources === undefined || matches(matchResources, request))
      .map((binding) => ({ program, binding, unknownParams: policy.hasParams && binding.hasParams }));
  });
}

/** Whether all conditions hold. One that is false decides, even beside faults. Throws the fault. */
export function conditionsHold({ conditions, variables }: PolicyProgram, inputs: Inputs): boolean {
  if (conditions.length === 0) return true;
  const activation = new CelActivation(inputs.conditions, variables);
  const purse = new Purse(CONDITIONS_BUDGET);
  const results = conditions.map((condition) => purse.run(condition, activation));
  if (results.some(({ value }) => value === false)) return false;
  const errors = [...new Set(results.flatMap(({ error }) => (error === undefined ? [] : [error])))];
  if (errors.length > 0) throw new ConditionFault(errors.length === 1 ? String(errors[0]) : `[${errors.join(', ')}]`);
  return true;
}

export class ConditionFault extends Error {}
