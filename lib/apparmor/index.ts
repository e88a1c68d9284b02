export { ChartValuesProps } from './binding/chart-values';
export * from './loader';
export * from './profile';
