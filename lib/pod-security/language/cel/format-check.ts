import type { Call, Expr } from './ast';
import type { Checked } from './check';
import { clausesOf } from './functions/text-format';
import { CEL_CODES, type CelProblem } from './problem';
import { type CelType, ERROR, typeText } from './types';

/** Names of the types that a clause takes; `dyn` is always taken. */
const WHOLE = ['int', 'uint'];
const FLOAT = ['double', 'string'];
const PLAIN =
  'list map int uint double bool string google.protobuf.Timestamp bytes google.protobuf.Duration type null_type'.split(
    ' ',
  );

const TAKEN: Readonly<Record<string, readonly string[]>> = {
  s: PLAIN,
  d: WHOLE,
  f: FLOAT,
  e: FLOAT,
  b: [...WHOLE, 'bool'],
  x: [...WHOLE, 'string', 'bytes'],
  X: [...WHOLE, 'string', 'bytes'],
  o: WHOLE,
};

/** All of a list or map in the text is written by %s, so all of it must have a text. */
function* written(expr: Expr): Generator<Expr> {
  yield expr;
  if (expr.kind === 'list') for (const { value } of expr.items) yield* written(value);
  if (expr.kind === 'map') for (const { key, value } of expr.entries) yield* [...written(key), ...written(value)];
}

/** What is wrong with a call of `format` on a constant with a list in the text. */
export function wrongFormat(call: Call, { types }: Checked): readonly CelProblem[] {
  const [list] = call.args;
  const pattern = call.target?.kind === 'literal' ? call.target.value : undefined;
  if (typeof pattern !== 'string' || list?.kind !== 'list') return [];
  const args = list.items.map(({ value }) => value);
  const clauses = clausesOf(pattern);
  const fault = (message: string, at = call.at): CelProblem => ({ code: CEL_CODES.constant, message, at });
  const typeOf = (expr: Expr): CelType => types.get(expr.id) ?? ERROR;
  for (const [index, clause] of clauses.entries()) {
    const arg = args[index];
    if (arg === undefined) return [fault(`format() has ${clauses.length} clauses and ${args.length} values`)];
    if (clause === undefined) return [fault(`clause ${index + 1} of format() is none`)];
    const taken = TAKEN[clause] ?? [];
    const wrong = (clause === 's' ? [...written(arg)] : [arg]).find((expr) => !fits(typeOf(expr), taken));
    if (wrong !== undefined) return [fault(`%${clause} does not take ${typeText(typeOf(wrong))}`, wrong.at)];
  }
  return args.length > clauses.length
    ? [fault(`format() has ${clauses.length} clauses and ${args.length} values`)]
    : [];
}

const fits = (type: CelType, names: readonly string[]): boolean => type.kind === 'dyn' || names.includes(type.name);
