import { checkedDuration, checkedTimestamp, SECOND, secondsOf } from '../numbers';
import { type CelDuration, CelError, type CelTimestamp } from '../value';

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/** A moment from RFC 3339 text. */
export function readTimestamp(text: string): CelTimestamp | CelError {
  const fault = new CelError(`cannot parse ${JSON.stringify(text)} as timestamp`);
  const match = MOMENT.exec(text);
  if (match === null) return fault;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const valid =
    month >= 1 && month <= 12 && date.getUTCDate() === day && day >= 1 && hour < 24 && minute < 60 && second < 60;
  const offset = offsetOf(match[8] ?? 'Z');
  if (!valid || offset === undefined) return fault;
  date.setUTCHours(hour, minute, second);
  const fraction = BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return checkedTimestamp(BigInt(date.getTime() / 1000 - offset) * SECOND + fraction, offset);
}

/** Seconds east of Greenwich. */
function offsetOf(text: string): number | undefined {
  if (text === 'Z') return 0;
  const [hours = 0, minutes = 0] = text.slice(1).split(':').map(Number);
  if (hours > 24 || minutes >= 60) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

const fractionText = (nanos: bigint): string =>
  nanos === 0n ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;

function zoneText(offset: number): string {
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset) / 60;
  const part = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${part(minutes / 60)}:${part(minutes % 60)}`;
}

/** RFC 3339 text of a moment, in the zone in which it was written. */
export function timestampText({ nanos, offset }: CelTimestamp): string {
  const seconds = secondsOf(nanos);
  const date = new Date((Number(seconds) + offset) * 1000).toISOString().replace(/\.\d+Z$/, '');
  return `${date}${fractionText(nanos - seconds * SECOND)}${zoneText(offset)}`;
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
};

/** A length of time from text such as `1h30m`. */
export function readDuration(text: string): CelDuration | CelError {
  const fault = new CelError(`cannot parse ${JSON.stringify(text)} as duration`);
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === '0') return checkedDuration(0n);
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return fault;
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of body.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g)) {
    const scale = UNITS[unit] ?? 0n;
    nanos += BigInt(whole === '' ? 0 : whole) * scale;
    if (fraction !== '') nanos += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
  }
  const made = checkedDuration(sign === '-' ? -nanos : nanos);
  return made instanceof CelError ? fault : made;
}

/** Seconds, such as `1.5s`. */
export function durationText(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  return `${nanos < 0n ? '-' : ''}${size / SECOND}${fractionText(size % SECOND)}s`;
}
