import type { RlimitRule } from '../model/rules';

/** How the value of a limit is read. */
export type LimitKind = 'seconds' | 'microseconds' | 'count' | 'nice' | 'bytes';

/** apparmor.d(5), getrlimit(2). */
export const RLIMITS: Readonly<Record<string, LimitKind>> = {
  cpu: 'seconds',
  fsize: 'bytes',
  data: 'bytes',
  stack: 'bytes',
  core: 'bytes',
  rss: 'bytes',
  nofile: 'count',
  ofile: 'count',
  as: 'bytes',
  nproc: 'count',
  memlock: 'bytes',
  locks: 'count',
  sigpending: 'count',
  msgqueue: 'bytes',
  nice: 'nice',
  rtprio: 'count',
  rttime: 'microseconds',
};

const MINUTE = 60_000_000;

/** Units of time, in microseconds. */
export const TIME_UNITS: Readonly<Record<string, number>> = {
  us: 1,
  microsecond: 1,
  microseconds: 1,
  ms: 1000,
  millisecond: 1000,
  milliseconds: 1000,
  s: 1_000_000,
  sec: 1_000_000,
  second: 1_000_000,
  seconds: 1_000_000,
  min: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  h: 60 * MINUTE,
  hour: 60 * MINUTE,
  hours: 60 * MINUTE,
  d: 24 * 60 * MINUTE,
  day: 24 * 60 * MINUTE,
  days: 24 * 60 * MINUTE,
  week: 7 * 24 * 60 * MINUTE,
  weeks: 7 * 24 * 60 * MINUTE,
};

/** Units of sizes, in bytes. */
export const SIZE_UNITS: Readonly<Record<string, number>> = {
  K: 1024,
  KB: 1024,
  M: 1024 ** 2,
  MB: 1024 ** 2,
  G: 1024 ** 3,
  GB: 1024 ** 3,
};

/** Why a limit cannot be read. */
export type LimitFault = 'number' | 'negative' | 'unit' | 'small' | 'nice';

/** A limit in the unit of the kernel; undefined for infinity. */
export function readLimit({ resource, value, unit }: RlimitRule): number | undefined | LimitFault {
  const kind = Object.hasOwn(RLIMITS, resource.value) ? RLIMITS[resource.value] : undefined;
  if (value.value === 'infinity' || kind === undefined) return undefined;
  const number = leadingNumber(value.value);
  if (number === undefined) return 'number';
  if (kind === 'nice') {
    if (unit !== undefined) return 'unit';
    return number < -20 || number > 19 ? 'nice' : number + 20;
  }
  if (number < 0) return 'negative';
  if (unit === undefined) return number;
  if (kind === 'count') return 'unit';
  const units = kind === 'bytes' ? SIZE_UNITS : TIME_UNITS;
  const factor = Object.hasOwn(units, unit.value) ? units[unit.value] : undefined;
  if (factor === undefined) return 'unit';
  if (kind === 'bytes') return number * factor;
  const limit = Math.floor((number * factor) / (kind === 'seconds' ? 1_000_000 : 1));
  return limit < 1 ? 'small' : limit;
}

/** As strtoll reads it: what follows the digits does not count. */
function leadingNumber(text: string): number | undefined {
  const found = /^\s*([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)/i.exec(text);
  if (!found) return undefined;
  const [, sign, digits = ''] = found;
  const value = /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -value : value;
}
