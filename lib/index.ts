/** AppArmor profiles, and what loads them on the nodes. */
export * as apparmor from './apparmor';
/** Problems as data: code, place, message, hint. */
export * as diagnostics from './diagnostics';
/** What GitLab consumes. */
export * as gitlab from './gitlab';
/** The Helm chart generator: any cdk8s construct, as a parametrised chart. */
export * as helm from './helm';
