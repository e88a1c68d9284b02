import { call, type ExpressionNode, type Type } from '../expression/node';
import type { BlockNode } from './block';
import { classify, type Found, isMap } from './classify';

/**
 * When something is there: always, never, or when an expression is not empty. `counted`: only the writing itself can tell,
 * as for a loop whose body is a conditional.
 */
export type Presence = 'always' | 'never' | 'counted' | ExpressionNode;

/** When something is there that needs no counting. */
export type Sure = Exclude<Presence, 'counted'>;

/** What is there under a condition, and what else. */
interface Choice {
  readonly condition: ExpressionNode;
  readonly then: unknown;
  readonly otherwise?: unknown;
}

/** The conditional that a value consists of, if it does. */
export function choiceIn(value: unknown, found: Found): (BlockNode & { kind: 'when' }) | undefined {
  if (typeof value !== 'object' && typeof value !== 'string') return undefined;
  if (Array.isArray(value) || isMap(value)) return undefined;
  const leaf = classify(value, found);
  return leaf.kind === 'block' && leaf.block.kind === 'when' ? leaf.block : undefined;
}

/** When at least one of several is there. */
export function anyOf(presences: readonly Sure[]): Sure;
export function anyOf(presences: readonly Presence[]): Presence;
export function anyOf(presences: readonly Presence[]): Presence {
  if (presences.includes('always')) return 'always';
  if (presences.includes('counted')) return 'counted';
  const nodes = presences.filter((presence): presence is ExpressionNode => presence !== 'never');
  const [first, ...others] = new Set(nodes);
  if (!first) return 'never';
  return others.length === 0 ? first : logic('or', first, ...others);
}

export function presenceOfChoice({ condition, then, otherwise }: Choice): Sure {
  return either(condition, presenceOfValue(then), presenceOfValue(otherwise));
}

export function presenceOfValue(value: unknown): Sure {
  if (value === undefined) return 'never';
  const choice = choiceIn(value, ignore);
  return choice ? presenceOfChoice(choice) : 'always';
}

/** Go stops at the operand that decides, so a branch's presence is only computed where the branch is taken. */
export function either(condition: ExpressionNode, then: Sure, otherwise: Sure): Sure;
export function either(condition: ExpressionNode, then: Presence, otherwise: Presence): Presence;
export function either(condition: ExpressionNode, then: Presence, otherwise: Presence): Presence {
  if (then === otherwise && typeof then === 'string') return then;
  if (then === 'counted' || otherwise === 'counted') return 'counted';
  if (then === 'always') return otherwise === 'never' ? condition : anyOf([condition, otherwise]);
  if (otherwise === 'always') return anyOf([negated(condition), then]);
  return anyOf([both(condition, then), both(negated(condition), otherwise)]);
}

/** The opposite of a condition. */
export function negated(condition: ExpressionNode): ExpressionNode {
  return logic('not', condition);
}

/** Where the condition is true and the other thing is there. */
export function both(condition: ExpressionNode, presence: Sure): Sure {
  if (presence === 'always') return condition;
  return presence === 'never' ? 'never' : logic('and', condition, presence);
}

function logic(fn: 'and' | 'or' | 'not', ...args: readonly ExpressionNode[]): ExpressionNode {
  const type: Type = fn === 'not' ? 'boolean' : 'any';
  return call(fn, type, ...args);
}

const ignore = (): void => undefined;
