import type { Token, TokenKind } from '../lexer/tokens';
import type { Expression } from '../model/conditions';
import { atLeast } from '../versions';
import type { Cursor } from './cursor';

type Comparison = Extract<Expression, { kind: 'compare' }>['operator'];

const COMPARISONS: readonly TokenKind[] = ['==', '!=', 'in', '<', '<=', '>', '>='];
const VARIABLE = ['set_variable', 'bool_variable'] as const;

/** What stands behind `if`: up to 4.1 one variable, from 5.0 on comparisons with `and`, `or` and parentheses. */
export function parseExpression(cursor: Cursor): Expression {
  return atLeast(cursor.version, '5.0') ? parseOr(cursor) : parseSimple(cursor);
}

function parseSimple(cursor: Cursor): Expression {
  let negations = 0;
  while (cursor.take('not') !== undefined) negations += 1;
  let expression = parseVariable(cursor);
  if (expression === undefined) throw cursor.unexpected('a variable such as $name, defined or not');
  for (; negations > 0; negations -= 1) expression = { kind: 'not', of: expression };
  return expression;
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

function afterNext(cursor: Cursor, parse: (cursor: Cursor) => Expression): Expression {
  cursor.next();
  return parse(cursor);
}

function parseOr(cursor: Cursor): Expression {
  let left = parseAnd(cursor);
  while (goesOn(cursor, ['or'])) left = { kind: 'or', left, right: afterNext(cursor, parseAnd) };
  return left;
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseNot(cursor);
  while (goesOn(cursor, ['and'])) left = { kind: 'and', left, right: afterNext(cursor, parseNot) };
  return left;
}

function parseNot(cursor: Cursor): Expression {
  let negations = 0;
  while (cursor.take('not') !== undefined) negations += 1;
  let expression = parseFactor(cursor);
  for (; negations > 0; negations -= 1) expression = { kind: 'not', of: expression };
  return expression;
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
