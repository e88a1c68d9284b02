export * from './loader';
export * from './profile';
