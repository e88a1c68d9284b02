import {
  mustBeArrayOf,
  mustBeObject,
  mustBeOneOf,
  mustBeText,
  mustMatch,
  type Predicate,
  type Shape,
} from '../diagnostics/check';
import { isOpen } from '../helm/told-at-synth';
import { PolicySubject } from './subject';

// What the props of the constructs must look like.

/** A subject as YAML has it is none: its `namespace` would be passed over. */
const mustBeSubject: Predicate = (value) =>
  value instanceof PolicySubject
    ? undefined
    : { noun: 'a PolicySubject', hint: 'PolicySubject.serviceAccount(NAME, NAMESPACE), group(…) or user(…)' };

/** Those who may use a policy. */
export const mustBeSubjects: Predicate = mustBeArrayOf(mustBeSubject);

/** The props of a policy beside spec and profiles. */
export const OPTIONS: Shape = {
  metadata: mustBeObject,
  subjects: mustBeSubjects,
  unset: mustBeOneOf(['refuse', 'allow']),
};

/** What a policy set does with pods that no policy lets in. */
const MODES = ['enforce', 'audit'] as const;

/** A name of a namespace, or what Helm makes one of. */
const mustBeNamespace: Predicate = (value) =>
  isOpen(value) ? undefined : mustMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'the name of a namespace')(value);

const mustBeMode: Predicate = (value) =>
  isOpen(value) || MODES.some((mode) => mode === value) ? undefined : { noun: '"enforce" or "audit"' };

const mustBeMinor: Predicate = (value) =>
  minorOfProp(value) === undefined ? { noun: 'a version of Kubernetes', hint: 'such as "1.34"' } : undefined;

/** The props of a policy set. */
export const SET_PROPS: Shape = {
  mode: mustBeMode,
  exemptNamespaces: mustBeArrayOf(mustBeNamespace),
  namespaces: mustBeArrayOf(mustBeNamespace),
  kubernetes: mustBeMinor,
};

/** The minor of `1.34`, `v1.34` or `1.34.2`. */
export function minorOfProp(version: unknown): number | undefined {
  if (mustBeText(version) !== undefined) return undefined;
  const [, minor] = /^v?1\.(\d{1,3})(\.\d+)?$/.exec(String(version)) ?? [];
  return minor === undefined ? undefined : Number(minor);
}
