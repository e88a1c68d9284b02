import type { Implementation } from '../nodes';
import { SECOND, secondsOf } from '../numbers';
import { CelDuration, CelError, CelTimestamp, type CelValue, noSuchOverload } from '../value';

/** A moment in a zone, its fields read in UTC. */
type Local = Date;

const OFFSET = /^[+-]?\d+:[+-]?\d+$/;

/** Seconds east of Greenwich in a zone at a moment; an error when there is no such zone. */
function offsetOf(zone: string, seconds: number): number | CelError {
  if (zone.includes(':')) {
    if (!OFFSET.test(zone)) return new CelError(`no such zone: ${zone}`);
    const [hours = 0, minutes = 0] = zone.split(':').map(Number);
    return (zone.startsWith('-') ? hours * 60 - minutes : hours * 60 + minutes) * 60;
  }
  if (zone === '' || zone === 'UTC') return 0;
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    }).formatToParts(new Date(seconds * 1000));
    const field = (name: string): number => Number(parts.find(({ type }) => type === name)?.value);
    const local = Date.UTC(
      field('year'),
      field('month') - 1,
      field('day'),
      field('hour'),
      field('minute'),
      field('second'),
    );
    return local / 1000 - seconds;
  } catch {
    return new CelError(`unknown time zone ${zone}`);
  }
}

function localOf({ nanos }: CelTimestamp, zone: string): Local | CelError {
  const seconds = Number(secondsOf(nanos));
  const offset = offsetOf(zone, seconds);
  return typeof offset === 'number' ? new Date((seconds + offset) * 1000) : offset;
}

const dayOfYear = (date: Local): number => {
  const first = new Date(date);
  first.setUTCMonth(0, 1);
  return Math.round((date.getTime() - first.getTime()) / 86_400_000);
};

/** Milliseconds do not go by the zone. */
const millisOf = (nanos: bigint): bigint => (nanos - secondsOf(nanos) * SECOND) / 1_000_000n;

function field(of: (date: Local) => number, ofDuration?: bigint): Implementation {
  return ([value = null, zone = 'UTC']) => {
    if (value instanceof CelDuration && ofDuration !== undefined) return value.nanos / ofDuration;
    if (!(value instanceof CelTimestamp) || typeof zone !== 'string') return noSuchOverload();
    const local = localOf(value, zone);
    return local instanceof CelError ? local : BigInt(of(local));
  };
}

const milliseconds: Implementation = ([value = null, zone = 'UTC']): CelValue => {
  if (value instanceof CelDuration) return value.nanos / 1_000_000n;
  if (!(value instanceof CelTimestamp) || typeof zone !== 'string') return noSuchOverload();
  const local = localOf(value, zone);
  return local instanceof CelError ? local : millisOf(value.nanos);
};

export const CALENDAR: Readonly<Record<string, Implementation>> = {
  getFullYear: field((date) => date.getUTCFullYear()),
  getMonth: field((date) => date.getUTCMonth()),
  getDayOfYear: field(dayOfYear),
  getDayOfMonth: field((date) => date.getUTCDate() - 1),
  getDate: field((date) => date.getUTCDate()),
  getDayOfWeek: field((date) => date.getUTCDay()),
  getHours: field((date) => date.getUTCHours(), 3600n * SECOND),
  getMinutes: field((date) => date.getUTCMinutes(), 60n * SECOND),
  getSeconds: field((date) => date.getUTCSeconds(), SECOND),
  getMilliseconds: milliseconds,
};
