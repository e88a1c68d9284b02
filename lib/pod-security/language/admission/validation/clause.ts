import type { PolicyLiterals } from '../literals';

type Flag =
  | 'lenient'
  | 'privileged'
  | 'hostNetwork'
  | 'hostPID'
  | 'hostIPC'
  | 'readOnlyRootFilesystem'
  | 'allowPrivilegeEscalation';

type Text =
  | 'name'
  | 'seLinuxRule'
  | 'runAsUserRule'
  | 'runAsGroupRule'
  | 'supplementalGroupsRule'
  | 'fsGroupRule'
  | 'defaultRuntimeClassName'
  | 'appArmorDefaultProfile'
  | 'seccompDefaultProfile';

/** The fields of a constant policy. */
export type Values = Readonly<
  Record<Flag, boolean> & Record<Text, string> & Record<Exclude<keyof PolicyLiterals, Flag | Text>, readonly unknown[]>
>;

/** A part of what a policy looks at. */
export interface Part {
  /** CEL that gives the faults, a list of texts, of the policy that is called `policy`. */
  readonly faults: string;
  /** Whether no pod can fail it, whatever it is. */
  readonly neverFails: (policy: Values) => boolean;
}

/**
 * What is at fault: what the pod says; what it leaves open; what it leaves open once the policy has given its defaults. A pod
 * is right as it is without the first and the second, and right beside the defaults without the first and the third.
 */
export const PARTS = ['given', 'open', 'defaulted'] as const;

export type PartName = (typeof PARTS)[number];

/** One thing that policies look at. */
export interface Clause extends Readonly<Partial<Record<PartName, Part>>> {
  /** Begins the names of its variables. */
  readonly name: string;
}

/** The fields of a policy whose literals are JSON. */
export function valuesOf(literals: PolicyLiterals): Values {
  const values = Object.entries(literals).map(
    ([field, text]) => [field, field === 'name' ? text : JSON.parse(text)] as const,
  );
  return Object.fromEntries(values) as unknown as Values;
}

/** CEL that gives some faults where a condition holds, else none. */
export function when(condition: string, faults: string): string {
  return `(${condition} ? ${faults} : [])`;
}

/** CEL that gives some faults unless a condition holds. */
export function unless(condition: string, faults: string): string {
  return `(${condition} ? [] : ${faults})`;
}

/** CEL that evaluates something once and gives it a name. */
export function once(name: string, value: string, body: string): string {
  return `[${value}].map(${name}, ${body})[0]`;
}

/** CEL that prints a text as the server does. */
export const quoted = (text: string): string => `strings.quote(string(${text}))`;
