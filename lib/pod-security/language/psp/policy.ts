import { isObject } from '../../../diagnostics/predicates';
import { PROFILE_ANNOTATIONS } from '../annotations';
import type { PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../spec';

/** A policy as a cluster holds it: what is not said is left out, and counts as the server's default. */
export interface NamedPolicy {
  readonly name: string;
  readonly spec: PodSecurityPolicySpec;
  readonly profiles: PodSecurityPolicyProfiles;
}

/**
 * A manifest of the kind PodSecurityPolicy, with its annotations as profiles. An annotation that is empty allows the empty
 * name, as on the server, which splits it at its commas. Whether the spec is right is told by `checkPolicy`.
 */
export function readPolicy(manifest: unknown): NamedPolicy {
  const { metadata, spec } = record(manifest);
  const { name, annotations } = record(metadata);
  return {
    name: typeof name === 'string' ? name : '',
    spec: withoutNulls(record(spec)) as PodSecurityPolicySpec,
    profiles: readProfiles(record(annotations)),
  };
}

function readProfiles(annotations: Readonly<Record<string, unknown>>): PodSecurityPolicyProfiles {
  const given = Object.entries(PROFILE_ANNOTATIONS).flatMap(([prop, annotation]) => {
    const value = annotations[annotation];
    if (typeof value !== 'string') return [];
    return [[prop, prop.endsWith('Profiles') ? value.split(',') : value] as const];
  });
  return Object.fromEntries(given);
}

/** To the server a field that is null is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const given = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(given.map(([key, each]) => [key, withoutNulls(each)]));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
