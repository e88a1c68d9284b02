export * from './alertmanager';
export * from './auto-deploy-values';
export * from './cluster-management-project';
