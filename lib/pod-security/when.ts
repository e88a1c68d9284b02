import type { Construct } from 'constructs';
import { Block, Expression, If } from '../helm';

/** Whether something is there: known now, or by Helm when it renders. */
export type When = Expression | boolean;

/** When all are. */
export function all(...conditions: readonly When[]): When {
  const open = conditions.filter((each) => each !== true);
  if (open.includes(false)) return false;
  const [first, ...others] = open;
  return first === undefined ? true : others.length === 0 ? first : Expression.allOf(...open);
}

/** When one is. */
export function some(...conditions: readonly When[]): When {
  const open = conditions.filter((each) => each !== false);
  if (open.includes(true)) return true;
  const [first, ...others] = open;
  return first === undefined ? false : others.length === 0 ? first : Expression.anyOf(...open);
}

/** When it is not. */
export function not(condition: When): When {
  return typeof condition === 'boolean' ? !condition : Expression.negate(condition);
}

/** Where objects stand that are there under a condition; nowhere where it is known that they are not. */
export function placeWhen(scope: Construct, id: string, condition: When): Construct | undefined {
  if (condition === false) return undefined;
  return condition === true ? scope : new If(scope, id, { when: condition });
}

/** One value where it is, another where it is not. */
export function choose(condition: When, whenTrue: () => unknown, whenFalse: () => unknown): unknown {
  if (typeof condition === 'boolean') return condition ? whenTrue() : whenFalse();
  return Block.choose(condition, whenTrue(), whenFalse());
}

/** As Helm sees it. */
export function asExpression(condition: When): Expression {
  return typeof condition === 'boolean' ? Expression.literal(condition) : condition;
}
