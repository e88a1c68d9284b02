import { isObject } from '../../diagnostics/predicates';
import { holdsToken } from '../../helm/token/tokens';
import { type Context, say, type Values } from './checks/context';
import { isConstruct } from './from-constructs';

/** Data that a values file can hold: a copy of the values, without what is undefined. What is something else is reported. */
export function plain(values: Values, context: Context): Values {
  return copyOfMap(values, '', context, []);
}

function copyOf(value: unknown, at: string, context: Context, around: readonly unknown[]): unknown {
  const fault = faultOf(value, around);
  if (fault !== undefined) {
    say(context, 'error', 'GITLAB1001', at, fault, 'write texts, numbers, booleans, lists and objects of them');
    return null;
  }
  if (Array.isArray(value))
    return value.map((item, index) => copyOf(item, `${at}[${index}]`, context, [...around, value]));
  return isObject(value) ? copyOfMap(value, at, context, [...around, value]) : value;
}

function copyOfMap(map: Values, at: string, context: Context, around: readonly unknown[]): Values {
  const kept = Object.entries(map).filter(([, part]) => part !== undefined);
  return Object.fromEntries(
    kept.map(([key, part]) => [key, copyOf(part, at === '' ? key : `${at}.${key}`, context, around)]),
  );
}

/** Why a value cannot stand in a file. */
function faultOf(value: unknown, around: readonly unknown[]): string | undefined {
  if (isConstruct(value)) return 'is a construct, and none can stand here';
  if (around.includes(value) && typeof value === 'object' && value !== null) return 'holds itself';
  if (typeof value === 'string' || typeof value === 'number') {
    if (holdsToken(value))
      return 'holds an expression of a Helm chart, which means nothing in the chart of Auto DevOps';
    return typeof value === 'number' && !Number.isFinite(value) ? `is ${value}, which is no number of YAML` : undefined;
  }
  if (value === null || typeof value === 'boolean' || Array.isArray(value)) return undefined;
  if (!isObject(value)) return `is a ${typeof value}, which is no data`;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain ? undefined : 'is an instance of a class, and no plain object';
}
