export * from './auto-deploy-values';
