import { type GoValue, NotEvaluable } from '../go-value';
import { go, type Table } from './function';
import { broadKind, intOrInt64, kindOf, typeOf } from './go/kinds';

/** Whether a value has a kind or type; clear for whole numbers, too, unless the question is which of int and int64. */
function is(target: string, value: GoValue, name: (value: GoValue) => string): boolean {
  if (broadKind(value) !== 'integer') return target === name(value);
  if (/^int(64)?$/.test(target)) throw intOrInt64();
  return false;
}

/** Questions about kinds and types. */
export const KINDS: Table = {
  kindOf: {
    ...go(
      ['any'],
      'string',
      'Kind: string, bool, float64 (all numbers of values.yaml), int, int64, slice, map, invalid.',
      ([value]) => kindOf(value),
    ),
    orderFree: true,
  },
  kindIs: {
    ...go(['string', 'any'], 'bool', 'Whether the value has the kind.', ([target, value]) => is(target, value, kindOf)),
    orderFree: true,
  },
  typeOf: {
    ...go(
      ['any'],
      'string',
      'Type as Go writes it: []interface {}, map[string]interface {}, float64 …',
      ([value], context) => typeName(value, context.values),
    ),
    orderFree: true,
  },
  typeIs: {
    ...go(['string', 'any'], 'bool', 'Whether the value has the type.', ([target, value], context) =>
      is(target, value, () => typeName(value, context.values)),
    ),
    orderFree: true,
  },
  typeIsLike: {
    ...go(
      ['string', 'any'],
      'bool',
      'Whether the value has the type, or a pointer to it.',
      ([target, value], context) => is(target, value, () => typeName(value, context.values)),
    ),
    orderFree: true,
  },
};

/** @throws NotEvaluable for `.Values`, whose type has another name in Helm 3 than in Helm 4. */
function typeName(value: GoValue, values: GoValue): string {
  if (value === values) throw new NotEvaluable('the type of .Values');
  return typeOf(value);
}
