/** The Helm chart generator: any cdk8s construct, as a parametrised chart. */
export * as helm from './helm';
