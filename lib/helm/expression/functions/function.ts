import { type GoValue, NotEvaluable, type RenderContext, RenderError } from '../go-value';
import type { ExpressionType } from '../node';
import { broadKind } from './go/kinds';
import { byChance } from './go/print';
import { type CompositeType, compositeType, type GoMap, isMap, isUnordered, typed } from './go/values';

/** Types of parameters: `any` takes everything, `int` no `int64` and no float64 (Go converts literals only). */
interface ParameterTypes {
  string: string;
  int: bigint;
  bool: boolean;
  float64: number;
  uint32: bigint;
  any: GoValue;
  map: GoMap;
  time: never;
}

type ParameterType = keyof ParameterTypes;

/** A parameter; with dots the last one, which takes any number of arguments. */
export type GoParameter = ParameterType | `${ParameterType}...`;

/** What a function gives. `any` depends on the arguments; the last three have no value in TypeScript. */
export type GoResult =
  | 'string'
  | 'int'
  | 'int64'
  | 'float64'
  | 'bool'
  | CompositeType
  | 'any'
  | 'time'
  | 'duration'
  | 'certificate'
  | 'version';

/** A function that templates can call, as Go declares it. */
export interface GoFunction {
  readonly parameters: readonly GoParameter[];
  readonly result: GoResult;
  /** Least and most number of arguments (Infinity for variadic). */
  readonly arity: readonly [number, number];
  readonly returns: ExpressionType | ((args: readonly ExpressionType[]) => ExpressionType);
  /**
   * Absent where TypeScript cannot know the answer (`lookup`, `now`, `randAlpha`, `genCA` …).
   *
   * @throws RenderError where Helm fails, @throws NotEvaluable for arguments whose answer is not known here.
   */
  readonly evaluate?: (args: readonly GoValue[], context: RenderContext) => GoValue;
  /** First Helm major that has it; 3 when absent. */
  readonly since?: 4;
  /** `and`, `or`: arguments after one that decides are not evaluated. */
  readonly decides?: (arg: GoValue) => boolean;
  /** One line for the docs. */
  readonly summary: string;
}

/** A row of a table of functions: arguments are checked when the tables are put together. */
export interface Row extends Omit<GoFunction, 'arity' | 'returns'> {
  readonly returns?: GoFunction['returns'];
  /** Does not mind that `keys` and `values` come in an order left to chance. */
  readonly orderFree?: boolean;
}

export type Table = Readonly<Record<string, Row>>;

type ArgumentsOf<P extends readonly unknown[]> = P extends readonly [infer First, ...infer Rest]
  ? First extends `${infer Type extends ParameterType}...`
    ? ParameterTypes[Type][]
    : First extends ParameterType
      ? [ParameterTypes[First], ...ArgumentsOf<Rest>]
      : never
  : [];

/** Declares a function; `evaluate` gets arguments of the declared types. */
export function go<const P extends readonly GoParameter[]>(
  parameters: P,
  result: GoResult,
  summary: string,
  evaluate?: (args: ArgumentsOf<P>, context: RenderContext) => GoValue,
): Row {
  // The arguments are checked against the parameters before any call.
  return {
    parameters,
    result,
    summary,
    ...(evaluate ? { evaluate: evaluate as unknown as NonNullable<Row['evaluate']> } : {}),
  };
}

const RETURNS: Partial<Record<GoResult, ExpressionType>> = {
  string: 'string',
  int: 'integer',
  int64: 'integer',
  float64: 'number',
  bool: 'boolean',
};

function typeFor(result: GoResult): ExpressionType {
  return RETURNS[result] ?? (result.startsWith('[]') ? 'list' : result.startsWith('map') ? 'map' : 'any');
}

/** Completes a row: number of arguments, result type, checks before the call. */
export function complete(name: string, row: Row): GoFunction {
  const { evaluate, orderFree = false, returns = typeFor(row.result), ...rest } = row;
  const variadic = row.parameters.at(-1)?.endsWith('...') ?? false;
  const fixed = variadic ? row.parameters.length - 1 : row.parameters.length;
  const known = { ...rest, returns, arity: [fixed, variadic ? Number.POSITIVE_INFINITY : fixed] as const };
  if (!evaluate) return known;
  return {
    ...known,
    evaluate: (args, context) => {
      if (args.length < fixed || (!variadic && args.length > fixed)) {
        const wanted = variadic ? `at least ${fixed}` : String(fixed);
        throw new RenderError(`wrong number of args for ${name}: want ${wanted} got ${args.length}`);
      }
      const checked = args.map((arg, index) =>
        check(name, arg, row.parameters[Math.min(index, row.parameters.length - 1)] ?? 'any'),
      );
      if (!orderFree && args.some(isUnordered)) throw byChance();
      return noteType(evaluate(checked, context), row.result);
    },
  };
}

function check(name: string, arg: GoValue, parameter: GoParameter): GoValue {
  const type = parameter.replace('...', '') as ParameterType;
  const kind = broadKind(arg);
  const wrong = () => new RenderError(`wrong type for value of ${name}; expected ${type}; got ${kind}`);
  switch (type) {
    case 'any':
      return arg;
    case 'map':
      // Go takes `nil` and what a call gives for an empty map, and refuses a value that is missing.
      if (arg === null) throw new NotEvaluable(`${name} of nil: whether Go takes it depends on where it comes from`);
      if (!isMap(arg) || compositeType(arg) !== 'map[string]interface {}') throw wrong();
      return arg;
    case 'float64':
      if (typeof arg === 'bigint') return Number(arg);
      if (kind !== 'float64') throw wrong();
      return arg;
    case 'int':
    case 'uint32':
      if (kind !== 'integer') throw wrong();
      return arg;
    default:
      if (kind !== type) throw wrong();
      return arg;
  }
}

function noteType(value: GoValue, result: GoResult): GoValue {
  const composite =
    typeof value === 'object' && value !== null && (result.startsWith('[]') || result.startsWith('map'));
  return composite ? typed(value as GoMap, result as CompositeType) : value;
}
