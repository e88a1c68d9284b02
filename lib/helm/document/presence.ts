import { call, type ExpressionNode, literal, type Type } from '../expression/node';
import { choiceIn, type ListEntry, type MapEntry, orEmpty } from './entries';

/**
 * When something is there: always, never, or when an expression is not empty. `counted`: only the writing itself can tell,
 * as for a loop whose body is a conditional.
 */
export type Presence = 'always' | 'never' | 'counted' | ExpressionNode;

export function presenceOfPair(entry: MapEntry): Presence {
  switch (entry.kind) {
    case 'when':
      return presenceOfChoice(entry.block);
    case 'somePairs':
      return either(entry.condition, anyOf(entry.then.map(presenceOfPair)), anyOf(entry.otherwise.map(presenceOfPair)));
    case 'pairs':
      return presenceOfLoop(entry.block);
    case 'spread':
      return entry.except.length > 0
        ? call('omit', 'map', orEmpty(entry.node), ...entry.except.map(literal))
        : entry.node;
    default:
      return 'always';
  }
}

export function presenceOfItem(entry: ListEntry): Presence {
  switch (entry.kind) {
    case 'when':
      return presenceOfChoice(entry.block);
    case 'someItems':
      return either(entry.condition, anyOf(entry.then.map(presenceOfItem)), anyOf(entry.otherwise.map(presenceOfItem)));
    case 'each':
      return presenceOfLoop(entry.block);
    case 'spread':
      return entry.node;
    case 'item':
      return 'always';
  }
}

/** When at least one of several is there. */
export function anyOf(presences: readonly Presence[]): Presence {
  if (presences.includes('always')) return 'always';
  if (presences.includes('counted')) return 'counted';
  const [first, ...others] = presences.filter((presence): presence is ExpressionNode => presence !== 'never');
  if (!first) return 'never';
  return others.length === 0 ? first : logic('or', first, ...others);
}

interface Choice {
  readonly condition: ExpressionNode;
  readonly then: unknown;
  readonly otherwise?: unknown;
}

function presenceOfChoice({ condition, then, otherwise }: Choice): Presence {
  return either(condition, presenceOfValue(then), presenceOfValue(otherwise));
}

function presenceOfValue(value: unknown): Presence {
  if (value === undefined) return 'never';
  const choice = choiceIn(value, ignore);
  return choice ? presenceOfChoice(choice) : 'always';
}

function presenceOfLoop(block: { readonly over: ExpressionNode; readonly body: unknown }): Presence {
  const body = presenceOfValue(block.body);
  return body === 'always' ? block.over : body === 'never' ? 'never' : 'counted';
}

/** Go stops at the operand that decides, so a branch's presence is only computed where the branch is taken. */
function either(condition: ExpressionNode, then: Presence, otherwise: Presence): Presence {
  if (then === otherwise && typeof then === 'string') return then;
  if (then === 'counted' || otherwise === 'counted') return 'counted';
  if (then === 'always') return otherwise === 'never' ? condition : anyOf([condition, otherwise]);
  if (otherwise === 'always') return anyOf([logic('not', condition), then]);
  return anyOf([both(condition, then), both(logic('not', condition), otherwise)]);
}

function both(condition: ExpressionNode, presence: Exclude<Presence, 'always' | 'counted'>): Presence {
  return presence === 'never' ? 'never' : logic('and', condition, presence);
}

function logic(fn: 'and' | 'or' | 'not', ...args: readonly ExpressionNode[]): ExpressionNode {
  const type: Type = fn === 'not' ? 'boolean' : 'any';
  return call(fn, type, ...args);
}

const ignore = (): void => undefined;
