// Not by name: jsii would take the type for one that is not exported.
export * from './binding/chart-values';
export * from './loader';
export * from './profile';
export * from './profile-spec';
export * from './rules';
