import { isObject } from '../../../../diagnostics/predicates';
import { CelActivation, CelMap, CelObject, type CelValue, isList, toJson } from '../../cel';
import type { Pod } from '../../pod/model';
import { OutOfBudget, Purse } from './budget';
import type { Inputs } from './input';
import { ConditionFault, conditionsHold, type Invocation } from './invocations';
import { applyJsonPatch, PatchError, type PatchOperation, PatchTestFailed } from './json-patch';
import { applyConfiguration, MergeError } from './merge';
import type { Compiled } from './program';
import { withServerDefaults } from './server-defaults';

/** A pod after a policy, with the faults that refuse it. */
export interface Mutated {
  readonly pod: Pod;
  readonly faults: readonly string[];
  /** Whether its conditions held. */
  readonly isMeant: boolean;
}

/**
 * A pod as a MutatingAdmissionPolicy leaves it. Each mutation has a budget of its own and sees the pod as the one before
 * has left it. That a patch makes fields which no pod has is not noticed here; a server refuses it.
 */
export function mutate({ program }: Invocation, pod: Pod, inputsOf: (pod: Pod) => Inputs): Mutated {
  const { policy, mutations, variables } = program;
  const faults: string[] = [];
  let current = pod;
  try {
    if (!conditionsHold(program, inputsOf(pod))) return { pod, faults, isMeant: false };
  } catch (error) {
    if (!(error instanceof OutOfBudget || error instanceof ConditionFault)) throw error;
    return { pod, faults: policy.failsClosed ? [error.message] : [], isMeant: false };
  }
  let activation = new CelActivation(inputsOf(current).all, variables);
  for (const [index, mutation] of mutations.entries()) {
    try {
      const value = run(mutation, activation.again());
      const patched = PATCHES[policy.mutations[index]?.patchType ?? '']?.(current, value) ?? current;
      if (patched === current) continue;
      current = withServerDefaults(patched);
      activation = new CelActivation(inputsOf(current).all, variables);
    } catch (error) {
      if (!isFault(error)) throw error;
      if (policy.failsClosed) faults.push(error.message);
    }
  }
  return { pod: current, faults, isMeant: true };
}

class MutationFault extends Error {}

const isFault = (error: unknown): error is Error =>
  [MutationFault, OutOfBudget, PatchError, MergeError].some((kind) => error instanceof kind);

function run(mutation: Compiled, activation: CelActivation): CelValue {
  const { value, error } = new Purse().run(mutation, activation);
  if (value === undefined) throw new MutationFault(error ?? '');
  return value;
}

/** How each type of patch changes a pod: one that says nothing gives the pod itself. */
const PATCHES: Readonly<Record<string, (pod: Pod, value: CelValue) => Pod>> = {
  JSONPatch: (pod, value) => {
    const operations = (isList(value) ? value : []).map((item) => {
      if (item instanceof CelObject) item.fields.forEach(mustFit);
      return toJson(item) as PatchOperation;
    });
    try {
      return operations.length === 0 ? pod : (applyJsonPatch(pod, operations) as Pod);
    } catch (error) {
      // A test that fails leaves the pod as it is, without a word.
      if (error instanceof PatchTestFailed) return pod;
      if (error instanceof PatchError) throw new PatchError(`JSON Patch: ${error.message}`);
      throw error;
    }
  },
  ApplyConfiguration: (pod, value) => {
    mustFit(value);
    const configuration = toJson(value);
    return applyConfiguration({ ...pod }, isObject(configuration) ? configuration : {}) as unknown as Pod;
  },
};

/** The type of each object must be named by the path where it stands. */
function mustFit(value: CelValue): void {
  if (!(value instanceof CelObject)) return;
  const errors = misfits(value, value.typeName);
  if (errors.length > 0) throw new MutationFault(`type mismatch: ${errors.join('\n')}`);
}

function misfits(value: CelValue, path: string): readonly string[] {
  if (isList(value)) return value.flatMap((item) => misfits(item, path));
  if (value instanceof CelMap) return value.entries().flatMap(([, item]) => misfits(item, path));
  if (!(value instanceof CelObject)) return [];
  const own =
    value.typeName === path
      ? []
      : [
          `unexpected type name "${value.typeName}", expected "${path}", which matches field name path from root Object type`,
        ];
  return [...own, ...[...value.fields].flatMap(([key, item]) => misfits(item, `${path}.${key}`))];
}
