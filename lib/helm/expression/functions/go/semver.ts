import { RenderError } from '../../go-value';
import { byteLength, compareText } from './utf8';

export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly pre: string;
}

const LONGEST_VERSION = 256;
const MAX_UINT64 = 2n ** 64n - 1n;
const VERSION =
  /^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(-([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?$/;

/** Reads a version loosely (`v1`, `1.02`), as Masterminds/semver 3.5 does. @throws RenderError */
export function parseVersion(text: string): Version {
  const [, major, minor, patch, , pre = ''] = (byteLength(text) <= LONGEST_VERSION && VERSION.exec(text)) || [];
  if (major === undefined) throw new RenderError('invalid semantic version');
  if (pre.split('.').some((part) => /^0[0-9]+$/.test(part))) throw new RenderError('version segment starts with 0');
  return { major: segment(major), minor: segment(minor?.slice(1)), patch: segment(patch?.slice(1)), pre };
}

function segment(digits = '0'): bigint {
  const value = BigInt(digits);
  if (value > MAX_UINT64) throw new RenderError(`error parsing version segment: ${digits} is too large`);
  return value;
}

export function compareVersions(a: Version, b: Version): number {
  for (const part of ['major', 'minor', 'patch'] as const) {
    if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
  }
  // A version without a pre-release is greater than one with it.
  if (a.pre === '' || b.pre === '') return a.pre === b.pre ? 0 : a.pre === '' ? 1 : -1;
  return comparePreReleases(a.pre, b.pre);
}

export function comparePreReleases(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = comparePart(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers come before words; nothing comes before all. */
function comparePart(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  const [left, right] = [numeric(a), numeric(b)];
  if (left === undefined && right === undefined) return compareText(a, b) > 0 ? 1 : -1;
  if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
  return left > right ? 1 : -1;
}

function numeric(text: string): bigint | undefined {
  const value = /^[0-9]+$/.test(text) ? BigInt(text) : undefined;
  return value !== undefined && value <= MAX_UINT64 ? value : undefined;
}
