import type { ApiObjectMetadata } from 'cdk8s';
import type { Unset } from './language/admission/literals';
import { PROFILE_ANNOTATIONS } from './language/annotations';
import type { PodSecurityPolicyProfiles } from './language/spec';
import type { PodSecurityPolicyProps } from './policy-props';
import { OPTIONS } from './props-shape';
import type { PolicySubject } from './subject';

/** Props, sorted by where they go. */
export interface PolicyParts {
  readonly metadata: ApiObjectMetadata;
  readonly subjects: readonly PolicySubject[];
  readonly spec: Readonly<Record<string, unknown>>;
  readonly profiles: PodSecurityPolicyProfiles;
  readonly unset: Unset | undefined;
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
    profiles: Object.fromEntries(Object.entries(props).filter(([key]) => key in PROFILE_ANNOTATIONS)),
    unset: props.unset === 'allow' || props.unset === 'refuse' ? props.unset : undefined,
  };
}
