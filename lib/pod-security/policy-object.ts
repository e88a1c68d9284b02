import type { ApiObjectMetadata } from 'cdk8s';
import { PROFILE_ANNOTATIONS } from './language/annotations';
import type { PodSecurityPolicyProfiles } from './language/spec';
import { OPTIONS, type PodSecurityPolicyProps } from './policy-props';
import type { PolicySubject } from './subject';

/** Props, sorted by where they go. */
export interface PolicyParts {
  readonly metadata: ApiObjectMetadata;
  readonly subjects: readonly PolicySubject[];
  readonly spec: Readonly<Record<string, unknown>>;
  readonly profiles: PodSecurityPolicyProfiles;
}

/** Takes props apart. Empty lists are left out of the spec: the server drops them, and would differ from what was written. */
export function policyObject(props: Partial<PodSecurityPolicyProps>): PolicyParts {
  const spec = Object.entries(props).filter(
    ([key, value]) =>
      !(key in OPTIONS) && !(key in PROFILE_ANNOTATIONS) && !(Array.isArray(value) && value.length === 0),
  );
  return {
    metadata: props.metadata ?? {},
    subjects: props.subjects ?? [],
    spec: Object.fromEntries(spec),
    profiles: props,
  };
}
