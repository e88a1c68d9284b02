export * from './language/spec';
export * from './policy';
export * from './policy-props';
export * from './subject';
