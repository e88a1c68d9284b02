/** One table of cases: what a PodSecurityPolicy says, and pods that it admits, refuses or completes. */
import type { Container, Pod, PodSpec } from '../../../../lib/pod-security/language/pod/model';
import type { PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../../../../lib/pod-security/language/spec';

/** A field of the spec, or a prop that stands for an annotation. */
export type PolicyField = keyof PodSecurityPolicySpec | keyof PodSecurityPolicyProfiles;

/** Pods by what is said of them. */
export type Pods = Readonly<Record<string, Pod>>;

export interface PolicyCase {
  /** Field that the case is about. */
  readonly field: PolicyField;
  /** What of it, where a field has several cases: part of the names of objects. */
  readonly variant?: string;
  /** What differs from the policy that allows everything and changes nothing. */
  readonly spec?: Partial<PodSecurityPolicySpec>;
  readonly profiles?: PodSecurityPolicyProfiles;
  /** Pods that are admitted as they are. */
  readonly admits: Pods;
  /** Pods that are refused. Empty only where no pod can be. */
  readonly refuses: Pods;
  /** Pods that leave the field open and are admitted with it filled in. */
  readonly completes?: Pods;
}

const MAIN: Container = { name: 'main', image: 'example.com/main:1' };

/** A pod with one container; it mounts no token, so that it has the volumes that it names. */
export const pod = (
  main: Partial<Container> = {},
  spec: Partial<PodSpec> = {},
  annotations?: Readonly<Record<string, string>>,
): Pod => ({
  ...(annotations === undefined ? {} : { metadata: { annotations } }),
  spec: {
    serviceAccountName: 'web',
    ...{ automountServiceAccountToken: false },
    containers: [{ ...MAIN, ...main }],
    ...spec,
  },
});

/** Another container, of init containers or beside the first. */
export const other = (name: string, more: Partial<Container> = {}): Container => ({ ...MAIN, name, ...more });

/** A pod whose one container has this security context. */
export const secured = (securityContext: Container['securityContext'], spec: Partial<PodSpec> = {}): Pod =>
  pod(securityContext === undefined ? {} : { securityContext }, spec);

/** A pod with this security context of its own. */
export const podSecured = (securityContext: PodSpec['securityContext'], main: Partial<Container> = {}): Pod =>
  pod(main, { ...(securityContext === undefined ? {} : { securityContext }) });
