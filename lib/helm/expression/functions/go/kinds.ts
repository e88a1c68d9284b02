import { type GoValue, NotEvaluable } from '../../go-value';
import { compositeType, isList } from './values';

/** What `if`, `and`, `or`, `not` take for true: everything but nil, false, zero and what is empty. NaN is true. */
export function isTrue(value: GoValue): boolean {
  if (value === null || value === false || value === '' || value === 0 || value === 0n) return false;
  if (isList(value)) return value.length > 0;
  return typeof value === 'object' ? Object.keys(value).length > 0 : true;
}

/** Kind as `reflect` names it: `float64` for every number of values.yaml. `integer` stands for int and int64 alike. */
export function broadKind(value: GoValue): 'invalid' | 'bool' | 'string' | 'float64' | 'integer' | 'slice' | 'map' {
  if (value === null) return 'invalid';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'integer';
    default:
      return isList(value) ? 'slice' : 'map';
  }
}

/** @throws NotEvaluable for a whole number: int and int64 are one type here, and two in Go. */
export function kindOf(value: GoValue): string {
  const kind = broadKind(value);
  if (kind === 'integer') throw intOrInt64();
  return kind;
}

/** The type as `%T` prints it. @throws NotEvaluable for a whole number. */
export function typeOf(value: GoValue): string {
  if (value === null) return '<nil>';
  return typeof value === 'object' ? compositeType(value) : kindOf(value);
}

export function intOrInt64(): NotEvaluable {
  return new NotEvaluable('the answer depends on whether the whole number is an int or an int64 in Go');
}
