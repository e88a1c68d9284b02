import type { Diagnostic } from '../../../diagnostics';
import type { Expr } from './ast';
import { checkExpression } from './check';
import { type CelEnvironment, variableType } from './environment';
import type { PlanNode } from './nodes';
import { parseExpression } from './parser';
import { ConstantFault, planExpression } from './plan';
import { type CelProblem, toDiagnostic } from './problem';
import type { CelType } from './types';
import { mixedLiterals, wrongLiterals } from './validate';

/** An expression that is ready to run. */
export interface CelProgram {
  readonly text: string;
  readonly expr: Expr;
  readonly type: CelType;
  readonly plan: PlanNode;
}

export interface CelCompilation {
  /** Undefined when there are problems. */
  readonly program?: CelProgram;
  /** All are errors, with line and column in the text. */
  readonly problems: readonly Diagnostic[];
}

/** Only the grammar and the macros: the tree of an expression, or its problems. */
export function parseCel(
  text: string,
  environment: CelEnvironment,
): { readonly expr?: Expr; readonly problems: readonly Diagnostic[] } {
  const { expr, problems } = parseExpression(text, environment.minor);
  return { ...(expr === undefined ? {} : { expr }), problems: problems.map((problem) => toDiagnostic(text, problem)) };
}

/** Reads, checks and plans an expression as a server does before it takes a policy. */
export function compileCel(text: string, environment: CelEnvironment): CelCompilation {
  const refused = (problems: readonly CelProblem[]): CelCompilation => ({
    problems: problems.map((problem) => toDiagnostic(text, problem)),
  });
  const { expr, problems } = parseExpression(text, environment.minor);
  if (expr === undefined) return refused(problems);
  const checked = checkExpression(expr, environment);
  if (checked.problems.length > 0) return refused(checked.problems);
  const literals = [
    ...mixedLiterals(expr, checked, environment.minor),
    ...wrongLiterals(expr, checked, environment.minor),
  ];
  if (literals.length > 0) return refused(literals);
  try {
    return { program: { text, expr, type: checked.type, plan: planExpression(expr, checked) }, problems: [] };
  } catch (error) {
    if (error instanceof ConstantFault) return refused([error.problem]);
    throw error;
  }
}

/** A variable of a policy. */
export interface CelVariable {
  readonly name: string;
  readonly expression: string;
}

export interface CompiledVariable extends CelVariable, CelCompilation {}

export interface CompiledVariables {
  readonly variables: readonly CompiledVariable[];
  /** The environment in which all of them are known. */
  readonly environment: CelEnvironment;
}

/** Compiles variables one after another: each knows those before it. One that does not compile is known as `dyn`. */
export function compileVariables(variables: readonly CelVariable[], environment: CelEnvironment): CompiledVariables {
  const types = new Map(environment.variables ?? []);
  const compiled = variables.map((variable): CompiledVariable => {
    const compilation = compileCel(variable.expression, { ...environment, variables: types });
    types.set(variable.name, variableType(compilation.program?.type));
    return { ...variable, ...compilation };
  });
  return { variables: compiled, environment: { ...environment, variables: types } };
}
