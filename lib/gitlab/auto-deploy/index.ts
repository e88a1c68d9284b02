export * from './props';
export * from './ready-props';
