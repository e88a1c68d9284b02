import type { Implementation } from '../nodes';
import { CelError, CelOpaque, type CelValue, isError, noSuchOverload } from '../value';
import { ofKind } from './of-kind';

/** A version by semver.org. */
export class CelSemver extends CelOpaque {
  public readonly typeName = 'kubernetes.Semver';
  public constructor(
    public readonly text: string,
    public readonly numbers: readonly [bigint, bigint, bigint],
    public readonly pre: readonly string[],
  ) {
    super();
  }
  public same(other: CelOpaque): boolean | CelError {
    return other instanceof CelSemver ? compareVersions(this, other) === 0 : noSuchOverload();
  }
}

const NUMBER = '(0|[1-9]\\d*)';
const SEMVER = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

function read(text: string): CelSemver | CelError {
  const match = SEMVER.exec(text);
  const pre = match?.[4]?.split('.') ?? [];
  if (match === null || pre.some((part) => /^0\d+$/.test(part)))
    return new CelError(`no version: ${JSON.stringify(text)}`);
  const [major = 0n, minor = 0n, patch = 0n] = match.slice(1, 4).map(BigInt);
  if ([major, minor, patch].some((number) => number >= 2n ** 64n))
    return new CelError(`no version: ${JSON.stringify(text)}`);
  return new CelSemver(text, [major, minor, patch], pre);
}

/** Without the v, without zeros in front, with zeros for what is missing. */
function normal(text: string): string | undefined {
  const [major = '', minor, ...rest] = text.replace(/^v/, '').split('.');
  const parts = [major, ...(minor === undefined ? [] : [minor]), ...(rest.length === 0 ? [] : [rest.join('.')])].map(
    (part) => (part.length > 1 ? part.replace(/^0+/, '').replace(/^(?!\d)/, '0') : part),
  );
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) return undefined;
  return [...parts, '0', '0'].slice(0, 3).join('.');
}

function readTolerant(text: string): CelSemver | CelError {
  const made = normal(text);
  return made === undefined ? new CelError('short version cannot contain PreRelease/Build meta data') : read(made);
}

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function comparePart(a: string, b: string): number {
  const [x, y] = [a, b].map((part) => /^\d+$/.test(part));
  if (x && y) return compare(BigInt(a), BigInt(b));
  return x === y ? compare(a, b) : x ? -1 : 1;
}

export function compareVersions(a: CelSemver, b: CelSemver): number {
  for (const [index, number] of a.numbers.entries()) {
    const order = compare(number, b.numbers[index] ?? 0n);
    if (order !== 0) return order;
  }
  if (a.pre.length === 0 || b.pre.length === 0) return compare(BigInt(b.pre.length > 0), BigInt(a.pre.length > 0));
  for (const [index, part] of a.pre.entries()) {
    const other = b.pre[index];
    if (other === undefined) return 1;
    const order = comparePart(part, other);
    if (order !== 0) return order;
  }
  return a.pre.length < b.pre.length ? -1 : 0;
}

const reading =
  (of: (made: CelSemver | CelError) => CelValue): Implementation =>
  ([text = null, tolerant = false]) =>
    typeof text === 'string' && typeof tolerant === 'boolean'
      ? of((tolerant ? readTolerant : read)(text))
      : noSuchOverload();

const number = (index: 0 | 1 | 2): Implementation => ofKind(CelSemver, ({ numbers }) => numbers[index]);

export const SEMVER_FUNCTIONS: Readonly<Record<string, Implementation>> = {
  semver: reading((made) => made),
  isSemver: reading((made) => !isError(made)),
  major: number(0),
  minor: number(1),
  patch: number(2),
};
