import { CelActivation, type CelValue } from '../../cel';
import { OutOfBudget, Purse } from './budget';
import type { Inputs } from './input';
import { ConditionFault, conditionsHold } from './invocations';
import type { PolicyProgram } from './program';

/** A message of more bytes is dropped (k8s.io/apiserver/pkg/apis/cel). */
const MOST_BYTES = 5 * 1024;

export interface Findings {
  /** A message for each validation that does not hold, or cannot be evaluated. */
  readonly faults: readonly string[];
  readonly audit: readonly { readonly key: string; readonly value: string }[];
  /** Faults of audit annotations: they refuse a pod whatever the binding says. */
  readonly auditFaults: readonly string[];
}

const NOTHING: Findings = { faults: [], audit: [], auditFaults: [] };

/** What a ValidatingAdmissionPolicy has to say to a pod. */
export function validate(program: PolicyProgram, inputs: Inputs): Findings {
  const fault = (message: string): Findings =>
    program.policy.failsClosed ? { ...NOTHING, faults: [message] } : NOTHING;
  try {
    if (!conditionsHold(program, inputs)) return NOTHING;
    const activation = new CelActivation(inputs.all, program.variables);
    return { ...NOTHING, faults: validations(program, activation), ...annotations(program, activation) };
  } catch (error) {
    if (error instanceof OutOfBudget || error instanceof ConditionFault) return fault(error.message);
    throw error;
  }
}

function validations({ policy, validations, messages }: PolicyProgram, activation: CelActivation): readonly string[] {
  const purse = new Purse();
  const results = validations.map((validation) => purse.run(validation, activation));
  const words = messagesOf(() => {
    const own = activation.withoutRights();
    return messages.map((message) => (message === undefined ? undefined : purse.run(message, own).value));
  });
  return results.flatMap(({ value, error }, index) => {
    if (error !== undefined) return policy.failsClosed ? [error] : [];
    if (typeof words === 'string') return policy.failsClosed ? [`failed messageExpression: ${words}`] : [];
    if (value === true) return [];
    const { message = '', expression = '' } = policy.validations[index] ?? {};
    return [usable(words[index]) || message.trim() || `failed expression: ${expression.trim()}`];
  });
}

/** All messages are made, for pods that are let in as well: what they cost counts. The text is why they cannot be. */
function messagesOf(make: () => readonly (CelValue | undefined)[]): readonly (CelValue | undefined)[] | string {
  try {
    return make();
  } catch (error) {
    if (error instanceof OutOfBudget) return error.message;
    throw error;
  }
}

/** A message of one line that is not too long, else nothing. */
function usable(message: CelValue | undefined): string {
  if (typeof message !== 'string') return '';
  const text = message.trim();
  return text.includes('\n') || new TextEncoder().encode(text).length > MOST_BYTES ? '' : text;
}

function annotations(
  { policy, annotations: compiled }: PolicyProgram,
  activation: CelActivation,
): Pick<Findings, 'audit' | 'auditFaults'> {
  const own = activation.withoutRights();
  const purse = new Purse();
  const results = compiled.map((annotation) => purse.run(annotation, own));
  const audit = results.flatMap(({ value }, index) => {
    const text = typeof value === 'string' ? value.trim() : '';
    return text === '' ? [] : [{ key: `${policy.name}/${policy.auditAnnotations[index]?.key ?? ''}`, value: text }];
  });
  const auditFaults = results.flatMap(({ error }) => (error === undefined || !policy.failsClosed ? [] : [error]));
  return { audit, auditFaults };
}
