import type { Token, TokenKind } from '../lexer/tokens';
import type { Expression } from '../model/conditions';
import { atLeast } from '../versions';
import type { Cursor } from './cursor';
import { SyntaxFault } from './fault';

type Comparison = Extract<Expression, { kind: 'compare' }>['operator'];

const COMPARISONS: readonly TokenKind[] = ['==', '!=', 'in', '<', '<=', '>', '>='];
/** In a row. They stand inside of each other, and who reads them goes down as deep. */
const MOST_OPERATORS = 1000;
const VARIABLE = ['set_variable', 'bool_variable'] as const;

/** What stands behind `if`: up to 4.1 one variable, from 5.0 on comparisons with `and`, `or` and parentheses. */
export function parseExpression(cursor: Cursor): Expression {
  return atLeast(cursor.version, '5.0') ? parseOr(cursor) : parseSimple(cursor);
}

function parseSimple(cursor: Cursor): Expression {
  return negated(cursor, () => {
    const variable = parseVariable(cursor);
    if (variable === undefined) throw cursor.unexpected('a variable such as $name, defined or not');
    return variable;
  });
}

function parseVariable(cursor: Cursor): Expression | undefined {
  const variable = cursor.take('bool_variable');
  if (variable !== undefined) return { kind: 'boolean', word: cursor.word(variable) };
  if (cursor.take('defined') === undefined) return undefined;
  return { kind: 'defined', variable: cursor.word(cursor.expect('a variable', VARIABLE)) };
}

/** Whether the expression goes on so. An assignment ends with its line: an include behind it is not laid on to look for more. */
const goesOn = (cursor: Cursor, kinds: readonly TokenKind[]): boolean =>
  cursor.stream.include === undefined && kinds.includes(cursor.peek().kind);

const parseOr = (cursor: Cursor): Expression => chain(cursor, 'or', parseAnd);
const parseAnd = (cursor: Cursor): Expression => chain(cursor, 'and', parseNot);
const parseNot = (cursor: Cursor): Expression => negated(cursor, () => parseFactor(cursor));

/** What stands left stands inside of what stands right of it. */
function chain(cursor: Cursor, kind: 'and' | 'or', parse: (cursor: Cursor) => Expression): Expression {
  let left = parse(cursor);
  for (let count = 0; goesOn(cursor, [kind]); count += 1) {
    refuseTooMany(cursor, count);
    cursor.next();
    left = { kind, left, right: parse(cursor) };
  }
  return left;
}

/** Each `not` stands around what follows it. */
function negated(cursor: Cursor, parse: () => Expression): Expression {
  let negations = 0;
  for (; cursor.take('not') !== undefined; negations += 1) refuseTooMany(cursor, negations);
  let expression = parse();
  for (; negations > 0; negations -= 1) expression = { kind: 'not', of: expression };
  return expression;
}

function refuseTooMany(cursor: Cursor, count: number): void {
  if (count < MOST_OPERATORS) return;
  const message = `more than ${MOST_OPERATORS} times and, or, not in a row`;
  throw new SyntaxFault('nestedTooDeep', cursor.peek(), message, 'take it apart');
}

function parseFactor(cursor: Cursor): Expression {
  const variable = parseVariable(cursor);
  if (variable !== undefined) return variable;
  if (cursor.take('(') !== undefined) return cursor.nested(() => closed(cursor, parseOr(cursor)));
  const left = operand(cursor);
  if (!goesOn(cursor, COMPARISONS)) {
    return { kind: left.kind === 'set_variable' ? 'set' : 'word', word: cursor.word(left) };
  }
  const operator = cursor.next().kind as Comparison;
  return { kind: 'compare', operator, left: cursor.word(left), right: cursor.word(operand(cursor)) };
}

function closed(cursor: Cursor, expression: Expression): Expression {
  cursor.expect('and, or, )', [')']);
  return expression;
}

const operand = (cursor: Cursor): Token => cursor.expect('a variable or a word', ['id', 'set_variable']);
