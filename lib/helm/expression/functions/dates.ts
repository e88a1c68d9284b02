import type { GoValue } from '../go-value';
import { go, type Row, type Table } from './function';
import { durationOf, HOUR, inUnit, MINUTE, SECOND } from './go/duration';

const since4 = (row: Row): Row => ({ ...row, since: 4 });

/** Helm 4: a duration, or a number of seconds, in another unit; 0 for what is no duration. */
const inFloats = (summary: string, unit: bigint, per = 1): Row =>
  since4(go(['any'], 'float64', summary, ([value]) => fraction(value, unit) / per));

const inWhole = (summary: string, unit: bigint): Row =>
  since4(go(['any'], 'int64', summary, ([value]) => (durationOf(value) ?? 0n) / unit));

function fraction(value: GoValue, unit: bigint): number {
  return inUnit(durationOf(value) ?? 0n, unit);
}

const dateInZone = go(['string', 'any', 'string'], 'string', 'A date in a format and time zone.');
const dateModify = go(['string', 'time'], 'time', 'A date, moved by a duration.');

/** Dates and durations. Dates depend on the clock and the time zone, so they have no value here. */
export const DATES: Table = {
  now: go([], 'time', 'The time of rendering.'),
  ago: go(['any'], 'string', 'The time that has passed since a date.'),
  date: go(['string', 'any'], 'string', 'A date in a format.'),
  dateInZone,
  date_in_zone: dateInZone,
  dateModify,
  date_modify: dateModify,
  mustDateModify: dateModify,
  must_date_modify: dateModify,
  htmlDate: go(['any'], 'string', 'A date for an HTML date picker.'),
  htmlDateInZone: go(['any', 'string'], 'string', 'A date for an HTML date picker, in a time zone.'),
  toDate: go(['string', 'string'], 'time', 'Reads a date in a format.'),
  mustToDate: go(['string', 'string'], 'time', 'Reads a date in a format.'),
  unixEpoch: go(['time'], 'string', 'Seconds since 1970.'),
  duration: go(['any'], 'string', 'A number of seconds as a duration.'),
  durationRound: go(['any'], 'string', 'A duration, roughly: 2h, 3d, 1y.'),
  mustToDuration: since4(go(['any'], 'duration', 'A duration.')),
  durationRoundTo: since4(go(['any', 'any'], 'duration', 'A duration, rounded.')),
  durationTruncateTo: since4(go(['any', 'any'], 'duration', 'A duration, cut.')),
  durationNanoseconds: inWhole('A duration in nanoseconds.', 1n),
  durationMicroseconds: inWhole('A duration in microseconds.', 1_000n),
  durationMilliseconds: inWhole('A duration in milliseconds.', 1_000_000n),
  durationSeconds: inFloats('A duration in seconds.', SECOND),
  durationMinutes: inFloats('A duration in minutes.', MINUTE),
  durationHours: inFloats('A duration in hours.', HOUR),
  durationDays: inFloats('A duration in days.', HOUR, 24),
  durationWeeks: since4(go(['any'], 'float64', 'A duration in weeks.', ([value]) => fraction(value, HOUR) / 24 / 7)),
};
