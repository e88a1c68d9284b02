/** What the judges answer, in one form. */
import type { Reason } from '../../lib/pod-security/language/pod/answer';
import type { Pod } from '../../lib/pod-security/language/pod/model';

/** Where a pod differs from another: path to value, `undefined` where something is gone. */
export type Mutation = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly allowed: boolean;
  /** Field and fault, as `FIELD: FAULT`, in the order of the alphabet. */
  readonly reasons: readonly string[];
  /** What the policy changed; the server's own defaults do not count. */
  readonly mutation: Mutation;
}

const REFUSED = /PodSecurityPolicy: unable to (?:admit|validate) pod: \[(.*)\]$/s;

/** Begin of a fault: the path of a field, and the kind of fault. Paths hold annotations' names between brackets. */
const FAULT = /(?:^|\s)(?=(?:spec|pod)\.[^\s:]+: (?:Invalid value|Required value|Forbidden)\b)/;

/** What an admission policy says of a PodSecurityPolicy that fits: 1.24 says nothing of those that may not be used. */
const UNUSABLE = /(?:^|, )[^\s:]+: fits, but neither the user nor the service account may use it/g;

/** What stands before the next fault in an admission policy's words, and before the first: the name of its policy. */
const BETWEEN = /^[^\s:]+:$|,(?: [^\s:]+:)?$/;

/** The faults in a refusal; undefined when the words are not those of a PodSecurityPolicy. */
export function faultsIn(message: string): readonly string[] | undefined {
  const [, faults] = REFUSED.exec(message) ?? [];
  return faults
    ?.replaceAll(UNUSABLE, '')
    .split(FAULT)
    .map((fault) => fault.replace(BETWEEN, ''))
    .filter((fault) => fault !== '')
    .sort();
}

/** Reasons of the evaluator, written as the server's. */
export const faultsOf = (reasons: readonly Reason[]): readonly string[] =>
  reasons.map(({ field, message }) => `${field}: ${message}`).sort();

/** Volumes of tokens have a name made up by the server. */
const MADE_UP = /kube-api-access-[a-z0-9]+/g;

function leaves(value: unknown, path: string, into: Map<string, unknown>): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) into.set(path, value);
  else for (const [key, each] of Object.entries(value)) leaves(each, `${path}/${key.replaceAll('/', '~1')}`, into);
  return into;
}

const contents = ({ metadata, spec }: Pod): Map<string, unknown> => {
  const { 'kubernetes.io/psp': _policy, ...annotations } = metadata?.annotations ?? {};
  return leaves(JSON.parse(JSON.stringify({ annotations, spec }).replace(MADE_UP, 'token')), '', new Map());
};

/** What a pod has that the other has not. That it was let in by a policy is no difference. */
export function difference(before: Pod, after: Pod): Mutation {
  const [old, now] = [contents(before), contents(after)];
  const empty = (value: unknown) => typeof value === 'object' && value !== null;
  const changed = [...now].filter(([path, value]) => !empty(value) && old.get(path) !== value);
  const gone = [...old].filter(([path, value]) => !empty(value) && !now.has(path));
  return Object.fromEntries([...changed, ...gone.map(([path]) => [path, undefined])]);
}
