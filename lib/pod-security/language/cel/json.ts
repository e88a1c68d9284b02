import { durationText, timestampText } from './functions/time';
import {
  CelDuration,
  CelError,
  CelMap,
  CelObject,
  CelOptional,
  CelTimestamp,
  CelUint,
  type CelValue,
  isList,
} from './value';

/** A value as JSON. Throws where it has no form in JSON, such as types and addresses. */
export function toJson(value: CelValue): unknown {
  if (value === null || ['string', 'boolean', 'number'].includes(typeof value)) return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof CelUint) return Number(value.value);
  if (isList(value)) return value.map(toJson);
  if (value instanceof CelMap) {
    return Object.fromEntries(value.entries().map(([key, item]) => [String(toJson(key)), toJson(item)]));
  }
  if (value instanceof CelObject) {
    return Object.fromEntries([...value.fields].map(([name, item]) => [name, toJson(item)]));
  }
  if (value instanceof CelTimestamp) return timestampText(value);
  if (value instanceof CelDuration) return durationText(value.nanos);
  if (value instanceof CelOptional && value.value !== undefined) return toJson(value.value);
  throw new TypeError(value instanceof CelError ? value.message : 'this value has no form in JSON');
}
