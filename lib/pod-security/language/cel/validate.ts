import type { Expr } from './ast';
import type { Checked } from './check';
import { wrongFormat } from './format-check';
import { validRegex } from './functions/regex';
import { readDuration, readTimestamp } from './functions/time';
import { CEL_CODES, type CelProblem } from './problem';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  ERROR,
  INT,
  NULL,
  STRING,
  sameType,
  typeText,
  UINT,
  unwrapOptional,
} from './types';
import { CelUint, type CelValue, isError } from './value';

/** Type of a literal. */
export function typeOfLiteral(value: CelValue): CelType {
  if (value === null) return NULL;
  if (value instanceof CelUint) return UINT;
  if (value instanceof Uint8Array) return BYTES;
  return LITERALS[typeof value] ?? ERROR;
}

const LITERALS: Readonly<Record<string, CelType>> = { boolean: BOOL, bigint: INT, number: DOUBLE, string: STRING };

/** Every node of an expression, itself first. */
export function* nodesOf(expr: Expr): Generator<Expr> {
  yield expr;
  for (const child of childrenOf(expr)) yield* nodesOf(child);
}

function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'select':
      return [expr.operand];
    case 'call':
      return [...(expr.target === undefined ? [] : [expr.target]), ...expr.args];
    case 'list':
      return expr.items.map(({ value }) => value);
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case 'struct':
      return expr.fields.map(({ value }) => value);
    case 'fold':
      return [expr.range, expr.init, expr.condition, expr.step, expr.result];
    default:
      return [];
  }
}

/** From this environment on, literals are held to one type without `dyn` filling in. */
const STRICT = 29;

/** Lists and maps whose rows differ in type, where the checker let `dyn` stand for any; what is formatted may. */
export function mixedLiterals(expr: Expr, { types }: Checked, environment: number): readonly CelProblem[] {
  if (environment < STRICT) return [];
  const typeOf = (node: Expr, optional: boolean): CelType => {
    const type = types.get(node.id) ?? ERROR;
    return optional ? (unwrapOptional(type)[0] ?? type) : type;
  };
  const exempt = new Set(
    [...nodesOf(expr)]
      .filter((node) => node.kind === 'call' && node.name === 'format')
      .flatMap((node) => [...nodesOf(node)].map(({ id }) => id)),
  );
  return [...nodesOf(expr)].flatMap((node) => {
    if (exempt.has(node.id)) return [];
    const unknown = unknownOptional(node, types);
    if (unknown !== undefined) return [unknown];
    if (node.kind === 'list')
      return differing(node.items.map((item) => [item.value, typeOf(item.value, item.optional)]));
    if (node.kind !== 'map') return [];
    return [
      ...differing(node.entries.map(({ key }) => [key, typeOf(key, false)])),
      ...differing(node.entries.map(({ value, optional }) => [value, typeOf(value, optional)])),
    ];
  });
}

/** An optional item of type `dyn`: the server's check of literals fails on it, and so does the request. */
function unknownOptional(node: Expr, types: Checked['types']): CelProblem | undefined {
  const items = node.kind === 'list' ? node.items : node.kind === 'map' ? node.entries : [];
  const wrong = items.find(({ value, optional }) => optional && types.get(value.id)?.kind === 'dyn');
  return wrong === undefined
    ? undefined
    : {
        code: CEL_CODES.type,
        message: 'an optional item must have an optional type, not dyn: servers fail on it',
        hint: 'a selection such as object.?field has one; a variable that holds it has none',
        at: wrong.value.at,
      };
}

function differing(rows: readonly (readonly [Expr, CelType])[]): readonly CelProblem[] {
  const first = rows[0]?.[1];
  const other = first === undefined ? undefined : rows.find(([, type]) => !sameType(type, first));
  if (first === undefined || other === undefined) return [];
  return [
    {
      code: CEL_CODES.type,
      message: `${typeText(other[1])} stands beside ${typeText(first)}: a list or map holds one type`,
      hint: 'dyn(…) around each of them makes them one type',
      at: other[0].at,
    },
  ];
}

interface LiteralRule {
  readonly valid: (text: CelValue) => boolean;
  readonly words: string;
}

/** Constants that functions of that name are given as their first argument. */
const LITERAL_RULES: Readonly<Record<string, LiteralRule>> = {
  duration: { valid: (value) => typeof value !== 'string' || !isError(readDuration(value)), words: 'length of time' },
  timestamp: { valid: (value) => typeof value !== 'string' || !isError(readTimestamp(value)), words: 'moment' },
  matches: { valid: (value) => typeof value !== 'string' || validRegex(value), words: 'regular expression of RE2' },
};

/** Durations, timestamps, patterns and formats that stand as constants and are none. */
export function wrongLiterals(expr: Expr, checked: Checked, environment: number): readonly CelProblem[] {
  if (environment < STRICT) return [];
  return [...nodesOf(expr)].flatMap((node) => {
    if (node.kind === 'call' && node.name === 'format') return wrongFormat(node, checked);
    const rule = node.kind === 'call' ? LITERAL_RULES[node.name] : undefined;
    const literal = node.kind === 'call' ? node.args[0] : undefined;
    if (rule === undefined || literal?.kind !== 'literal' || rule.valid(literal.value)) return [];
    return [{ code: CEL_CODES.constant, message: `this constant is no ${rule.words}`, at: literal.at }];
  });
}
