import type { Implementation } from '../nodes';
import {
  CelDuration,
  CelError,
  CelMap,
  CelObject,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelUint,
  type CelValue,
  isList,
  noSuchOverload,
} from '../value';

/** Nothing, nought or empty. */
function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === 0 || value === 0n || value === '') return true;
  if (value instanceof CelUint) return value.value === 0n;
  if (value instanceof Uint8Array || isList(value)) return value.length === 0;
  if (value instanceof CelMap) return value.size === 0;
  if (value instanceof CelDuration) return value.nanos === 0n;
  if (value instanceof CelTimestamp) return value.nanos === -62135596800n * 1_000_000_000n;
  if (value instanceof CelObject) return value.fields.size === 0;
  return value instanceof CelOpaque && value.isZero();
}

const end =
  (which: 0 | -1): Implementation =>
  ([list = null]) =>
    isList(list) ? new CelOptional(list.at(which)) : noSuchOverload();

const unwrap: Implementation = ([list = null]) => {
  if (!isList(list)) return noSuchOverload();
  const held: CelValue[] = [];
  for (const item of list) {
    if (!(item instanceof CelOptional)) return new CelError('value is not optional');
    if (item.value !== undefined) held.push(item.value);
  }
  return held;
};

export const OPTIONALS: Readonly<Record<string, Implementation>> = {
  'optional.of': ([value = null]) => new CelOptional(value),
  'optional.ofNonZeroValue': ([value = null]) => new CelOptional(isZero(value) ? undefined : value),
  'optional.none': () => new CelOptional(),
  value: ([value = null]) => (value instanceof CelOptional ? (value.value ?? noValue(value)) : noSuchOverload()),
  hasValue: ([value = null]) => (value instanceof CelOptional ? value.value !== undefined : noSuchOverload()),
  first: end(0),
  last: end(-1),
  'optional.unwrap': unwrap,
  unwrapOpt: unwrap,
};

/** `null` is a value too. */
const noValue = ({ value }: CelOptional): CelValue =>
  value === undefined ? new CelError('optional.none() dereference') : value;
