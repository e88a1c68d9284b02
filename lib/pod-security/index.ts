export * from './language/spec';
export * from './policy';
export * from './policy-props';
export * from './policy-set';
export * from './policy-set-props';
export * from './subject';
