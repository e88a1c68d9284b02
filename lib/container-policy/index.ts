export * from './files';
export * from './mode';
export * from './policy';
export * from './policy-props';
export * from './ports';
export * from './processes';
