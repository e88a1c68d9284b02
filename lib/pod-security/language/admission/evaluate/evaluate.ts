import type { Manifest } from '../../../../kubernetes/pod-templates';
import { ADMITTED_BY } from '../../annotations';
import { DEFAULTING_SINCE, VALIDATION_SINCE } from '../../bands';
import { environmentOfServer } from '../../cel';
import type { PodAnswer, Reason } from '../../pod/answer';
import { withAppArmorFields } from '../../pod/app-armor-fields';
import type { Pod } from '../../pod/model';
import type { Authorise, PodRequest } from '../../pod/request';
import { contradictions } from '../../psp/valid';
import { inputsOf } from './input';
import { type Invocation, invocationsOf } from './invocations';
import { mutate } from './mutate';
import { type PolicyProgram, programsOf } from './program';
import { reasonsIn } from './reasons';
import { withoutServerDefaults, withServerDefaults } from './server-defaults';
import { validate } from './validate';

/** First minors that have the policies without further ado. */
const SINCE = { MutatingAdmissionPolicy: DEFAULTING_SINCE, ValidatingAdmissionPolicy: VALIDATION_SINCE } as const;

/**
 * What a server answers to a pod, with ValidatingAdmissionPolicies and MutatingAdmissionPolicies and nothing else in its way:
 * ours, or anybody's. The pod is the one that reaches admission, see `arrivingPod`; the rest of the server's defaults is
 * added for the expressions, and is not part of the answer.
 *
 * - Policies are asked by name; a server asks them in any order, and tells the first refusal only. Here all are told.
 * - Policies with parameters are not evaluated where a binding names some: a warning says so.
 * - Warnings are those of the bindings, and what they write into the audit log.
 *
 * `minor` is that of the server, such as 36.
 */
export function evaluateAdmission(
  request: PodRequest,
  objects: readonly Manifest[],
  authorise: Authorise,
  minor: number,
): PodAnswer {
  const { mutating, validating } = programsOf(objects, environmentOfServer(minor));
  const warnings = [...tooOld(mutating, minor), ...tooOld(validating, minor)];
  const arrived = withServerDefaults(request.pod);
  const oldPod = request.oldPod && withServerDefaults(request.oldPod);
  const inputs = (pod: Pod) => inputsOf(request, pod, oldPod, authorise);

  const first = minor < SINCE.MutatingAdmissionPolicy ? [] : known(invocationsOf(mutating, request), warnings);
  const { pod, faults } = mutated(first, arrived, inputs);
  if (faults.length > 0) return refused(faults, warnings);
  const isChanged = JSON.stringify(pod) !== JSON.stringify(arrived);
  const invalid = isChanged ? contradictions(pod) : [];
  if (invalid.length > 0) return { allowed: false, reasons: invalid, ...told(warnings) };

  const stored = request.operation === 'CREATE' ? withAppArmorFields(pod) : pod;
  const second = minor < SINCE.ValidatingAdmissionPolicy ? [] : known(invocationsOf(validating, request), warnings);
  const reasons = second.flatMap((invocation) => judged(invocation, inputs(stored), warnings));
  if (reasons.length > 0) return { allowed: false, reasons, ...told(warnings) };
  const policy = pod.metadata?.annotations?.[ADMITTED_BY];
  return {
    allowed: true,
    reasons: [],
    ...(isChanged && policy !== undefined ? { policy } : {}),
    ...(isChanged ? { mutated: withoutServerDefaults(request.pod, arrived, stored) as Pod } : {}),
    ...told(warnings),
  };
}

type Inputs = Parameters<typeof mutate>[2];

/** A fault, and whose. */
interface Fault {
  readonly invocation: Invocation;
  readonly message: string;
}

/**
 * All mutations, and once more those of the policies that have run and want to see the pod again: a server calls them whenever
 * any mutation has run. Where none has changed the pod, they would say the same.
 */
function mutated(
  invocations: readonly Invocation[],
  arrived: Pod,
  inputs: Inputs,
): { readonly pod: Pod; readonly faults: readonly Fault[] } {
  const first = round(invocations, arrived, inputs);
  const isSame = JSON.stringify(first.pod) === JSON.stringify(arrived);
  if (isSame || first.faults.length > 0) return first;
  const again = first.meant.filter(({ program }) => program.policy.reinvocation);
  return round(again, first.pod, inputs);
}

interface Round {
  readonly pod: Pod;
  readonly faults: readonly Fault[];
  /** Those whose conditions held. */
  readonly meant: readonly Invocation[];
}

function round(invocations: readonly Invocation[], arrived: Pod, inputs: Inputs): Round {
  const faults: Fault[] = [];
  const meant: Invocation[] = [];
  let pod = arrived;
  for (const invocation of invocations) {
    if (invocation.fault !== undefined) {
      if (invocation.program.policy.failsClosed) faults.push({ invocation, message: invocation.fault });
      continue;
    }
    const result = mutate(invocation, pod, inputs);
    pod = result.pod;
    faults.push(...result.faults.map((message) => ({ invocation, message })));
    if (result.isMeant) meant.push(invocation);
  }
  return { pod, faults, meant };
}

function refused(faults: readonly Fault[], warnings: readonly string[]): PodAnswer {
  const reasons = faults.map(({ invocation: { program, binding }, message }) => {
    const { name } = program.policy;
    const who = binding === undefined ? `policy "${name}"` : `policy '${name}' with binding '${binding.name}'`;
    return { field: '', message: `${who} denied request: ${message}` };
  });
  return { allowed: false, reasons, ...told(warnings) };
}

/** Reasons of a ValidatingAdmissionPolicy that denies; what it only tells goes to the warnings. */
function judged(
  { program, binding, fault }: Invocation,
  inputs: ReturnType<Inputs>,
  warnings: string[],
): readonly Reason[] {
  const { name, failsClosed } = program.policy;
  const kind = `ValidatingAdmissionPolicy '${name}'`;
  if (binding === undefined) {
    return fault === undefined || !failsClosed ? [] : [{ field: '', message: `${kind} denied request: ${fault}` }];
  }
  const from = `${kind} with binding '${binding.name}'`;
  const { faults, audit, auditFaults } = validate(program, inputs);
  const { validationActions: actions } = binding;
  for (const message of faults) {
    if (actions.includes('Warn')) warnings.push(`Validation failed for ${from}: ${message}`);
    if (actions.includes('Audit')) warnings.push(`Written to the audit log for ${from}: ${message}`);
  }
  warnings.push(...audit.map(({ key, value }) => `Written to the audit log: ${key}: ${value}`));
  const denied = [...(actions.includes('Deny') ? faults : []), ...auditFaults];
  return denied.flatMap((message) =>
    reasonsIn(message).map((reason) =>
      reason.field === '' && reason.policy === undefined
        ? { field: '', message: `${from} denied request: ${message}` }
        : reason,
    ),
  );
}

/** Without those that need what is not known here. */
function known(invocations: readonly Invocation[], warnings: string[]): readonly Invocation[] {
  return invocations.filter(({ program, binding, unknownParams }) => {
    if (unknownParams !== true) return true;
    const { kind, name } = program.policy;
    warnings.push(`${kind} '${name}' with binding '${binding?.name}' is not evaluated: it has parameters`);
    return false;
  });
}

function tooOld(programs: readonly PolicyProgram[], minor: number): readonly string[] {
  return programs.flatMap(({ policy: { kind, name } }) =>
    minor < SINCE[kind] ? [`${kind} '${name}' is not evaluated: it needs Kubernetes 1.${SINCE[kind]}`] : [],
  );
}

function told(warnings: readonly string[]): Pick<PodAnswer, 'warnings'> {
  return warnings.length === 0 ? {} : { warnings: [...new Set(warnings)] };
}
