export * from './choices';
export * from './falco';
export * from './falcosidekick';
export * from './outputs';
export * from './priority';
export * from './rules';
export * from './secret-reference';
