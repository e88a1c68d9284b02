export { CelActivation, type CelInput, type CelResult, evaluateCel } from './activation';
export type { Expr } from './ast';
export {
  type CelCompilation,
  type CelProgram,
  type CelVariable,
  type CompiledVariable,
  type CompiledVariables,
  compileCel,
  compileVariables,
  parseCel,
} from './compile';
export { type CelEnvironment, environmentOfServer } from './environment';
export { PER_CALL_LIMIT } from './evaluate';
export type { AuthorisePath, Authority, Resource } from './functions/authorizer';
export { toJson } from './json';
export { LONGEST } from './parser';
export { CEL_CODES } from './problem';
export { type CelType, typeText } from './types';
export { CelError, CelMap, CelObject, CelOptional, type CelValue, isError, isList, toCel } from './value';
