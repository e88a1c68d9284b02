/** AppArmor profiles, and what loads them on the nodes. */
export * as apparmor from './apparmor';
/** One statement of what a container may run, change and open, for all enforcers. */
export * from './container-policy';
/** Problems as data: code, place, message, hint. */
export * as diagnostics from './diagnostics';
/** Falco, its rules and its outputs. */
export * as falco from './falco';
/** What GitLab consumes. */
export * as gitlab from './gitlab';
/** The Helm chart generator: any cdk8s construct, as a parametrised chart. */
export * as helm from './helm';
/** Network policies of Kubernetes and Cilium. */
export * as network from './network';
/** Which pods a cluster lets in: PodSecurityPolicy. */
export * as podSecurity from './pod-security';
