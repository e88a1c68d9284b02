/**
 * The environment in which jsii's programs run: without the banner that Node 20 is no longer maintained. The variable is
 * that of jsii's package `@jsii/check-node`; its value lists the major versions to keep silent about.
 */
export const JSII_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
};
