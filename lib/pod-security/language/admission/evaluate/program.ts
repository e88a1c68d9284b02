import type { Manifest } from '../../../../kubernetes/pod-templates';
import {
  type CelCompilation,
  type CelEnvironment,
  type CompiledVariable,
  compileCel,
  compileVariables,
} from '../../cel';
import { type BoundPolicy, boundPolicies, type Policy } from './objects';

/** A text, and what became of it. */
export interface Compiled extends CelCompilation {
  readonly text: string;
}

/** A bound policy whose expressions are ready to run. */
export interface PolicyProgram extends BoundPolicy {
  readonly variables: readonly CompiledVariable[];
  readonly conditions: readonly Compiled[];
  readonly validations: readonly Compiled[];
  /** Undefined where a validation has none. */
  readonly messages: readonly (Compiled | undefined)[];
  readonly annotations: readonly Compiled[];
  readonly mutations: readonly Compiled[];
}

export interface Programs {
  readonly mutating: readonly PolicyProgram[];
  readonly validating: readonly PolicyProgram[];
}

const READY = new WeakMap<readonly Manifest[], Map<number, Programs>>();

/** The policies among some objects, compiled once for each list of objects and each environment. */
export function programsOf(objects: readonly Manifest[], environment: number): Programs {
  const known = READY.get(objects) ?? new Map<number, Programs>();
  READY.set(objects, known);
  const ready = known.get(environment) ?? {
    mutating: boundPolicies(objects, 'MutatingAdmissionPolicy').map((bound) => compile(bound, environment)),
    validating: boundPolicies(objects, 'ValidatingAdmissionPolicy').map((bound) => compile(bound, environment)),
  };
  known.set(environment, ready);
  return ready;
}

function compile(bound: BoundPolicy, minor: number): PolicyProgram {
  const policy: Policy = bound.policy;
  const { variables, environment } = compileVariables(policy.variables, { minor, params: policy.hasParams });
  const inEnvironment =
    (wanted: CelEnvironment) =>
    (text: string): Compiled => ({ text, ...compileCel(text, wanted) });
  const plain = inEnvironment(environment);
  return {
    ...bound,
    variables,
    conditions: policy.matchConditions.map(({ expression }) => plain(expression)),
    validations: policy.validations.map(({ expression }) => plain(expression)),
    messages: policy.validations.map((each) => (each.messageExpression ? plain(each.messageExpression) : undefined)),
    annotations: policy.auditAnnotations.map(({ expression }) => plain(expression)),
    mutations: policy.mutations.map(({ expression }) => inEnvironment({ ...environment, patch: true })(expression)),
  };
}
