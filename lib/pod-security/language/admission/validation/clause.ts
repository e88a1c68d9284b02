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
  Record<Flag, boolean> &
    Record<Text, string> &
    Record<Exclude<keyof PolicyLiterals, Flag | Text | 'index'>, readonly unknown[]>
>;

/** One thing that a policy looks at. */
export interface Clause {
  /** CEL that gives the faults: a list of texts. */
  readonly faults: (policy: PolicyLiterals) => string;
  /** Whether no pod can fail it, whatever it is. */
  readonly neverFails: (policy: Values) => boolean;
}

/** The fields of a policy whose literals are JSON. */
export function valuesOf({ index: _, ...literals }: PolicyLiterals): Values {
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

/** CEL that prints a text as the server does. */
export const quoted = (text: string): string => `strings.quote(string(${text}))`;
