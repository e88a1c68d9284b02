import type { Token, TokenKind } from '../lexer/tokens';
import type { Condition } from '../model/rules';
import type { Word } from '../model/source';
import { shown } from '../problems';
import type { Cursor } from './cursor';
import { SyntaxFault } from './fault';

const VALUE = ['value'] as const;

/** `name=value name=(a b) name in (a b) name`, as many as there are. */
export function parseConditions(cursor: Cursor): readonly Condition[] {
  const conditions: Condition[] = [];
  for (let name = cursor.take('condition'); name !== undefined; name = cursor.take('condition')) {
    conditions.push(parseCondition(cursor, name));
  }
  return conditions;
}

/** A list of conditions in parentheses, `peer=(…)`. */
export interface ConditionGroup {
  readonly name: Word;
  readonly conditions: readonly Condition[];
}

export function parseConditionGroup(cursor: Cursor): ConditionGroup | undefined {
  const name = cursor.take('condition_list');
  if (name === undefined) return undefined;
  cursor.expect('=', ['=']);
  cursor.expect('(', ['(']);
  const conditions = parseConditions(cursor);
  cursor.expect('a condition or )', [')']);
  return { name: cursor.word(name), conditions };
}

/** `(a b c)`, at least one. */
export function parseValues(cursor: Cursor): readonly Word[] {
  cursor.expect('(', ['(']);
  const values = [cursor.word(cursor.expect('a value', VALUE))];
  for (let value = cursor.take('value'); value !== undefined; value = cursor.take('value')) {
    values.push(cursor.word(value));
  }
  cursor.expect('a value or )', [')']);
  return values;
}

const OPERATORS: readonly TokenKind[] = ['=', ':=', 'in'];

function parseCondition(cursor: Cursor, token: Token): Condition {
  const name = cursor.word(token);
  const sign = OPERATORS.includes(cursor.peek().kind) ? cursor.next() : undefined;
  if (sign === undefined) {
    if (cursor.version === '2.13') throw cursor.unexpected(`= behind ${shown(name.value)}`);
    return { name, values: [], list: false };
  }
  const operator = sign.kind as '=' | ':=' | 'in';
  if (cursor.at('(')) return { name, operator, values: parseValues(cursor), list: true };
  const what = operator === 'in' ? '(' : `a value for ${shown(name.value)}`;
  const next = cursor.peek();
  if (next.kind === 'bad character' && next.value.startsWith(',')) {
    throw new SyntaxFault('unexpected', next, `expected ${what}, found ,`);
  }
  const value = cursor.expect(what, operator === 'in' ? ['('] : VALUE);
  // In a list of conditions the parentheses around a value belong to the sign before it.
  return { name, operator, values: [cursor.word(value)], list: sign.value.endsWith('(') };
}
