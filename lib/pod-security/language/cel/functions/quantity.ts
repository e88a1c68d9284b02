import type { Implementation } from '../nodes';
import { CelError, CelOpaque, type CelValue, isInt64, noSuchOverload } from '../value';
import { anyOf, ofKind, ofText } from './of-kind';
import { CelSemver, compareVersions } from './semver';

/** A whole number times a power of ten: what the server keeps where the number is small enough. */
interface Scaled {
  readonly value: bigint;
  readonly scale: number;
}

const NANO = 1_000_000_000n;

export class CelQuantity extends CelOpaque {
  public readonly typeName = 'kubernetes.Quantity';
  public constructor(
    /** In billionths: nothing smaller is kept. */
    public readonly nanos: bigint,
    public readonly scaled: Scaled | undefined,
    /** The server's sums are equal to nothing but what was read. */
    public readonly computed = false,
  ) {
    super();
  }
  public same(other: CelOpaque): boolean | CelError {
    return other instanceof CelQuantity && !other.computed ? other.nanos === this.nanos : noSuchOverload();
  }
}

const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;

/** Digits beyond which the server keeps a number in another way. */
const FACTORS = 18;

/** Divides, away from zero. */
const up = (value: bigint, by: bigint): bigint => {
  const size = value < 0n ? -value : value;
  const rounded = (size + by - 1n) / by;
  return value < 0n ? -rounded : rounded;
};

const capped = (nanos: bigint): bigint => {
  const most = (2n ** 63n - 1n) * NANO;
  return nanos > most ? most : nanos;
};

function readQuantity(text: string): CelQuantity | CelError {
  const match = QUANTITY.exec(text);
  const [, sign = '', rawWhole = '', rawPart = '', suffix = '', exponent] = match ?? [];
  if (match === null || (rawWhole === '' && rawPart === '')) {
    return new CelError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  const whole = rawWhole.replace(/^0+(?=.)/, '').replace(/^0$/, '0');
  const power = exponent === undefined ? (DECIMAL[suffix] ?? 0) : Number(exponent);
  const two = BINARY[suffix];
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${rawPart}`);
  const shifted = digits * (two === undefined ? 1n : 2n ** BigInt(two));
  const tens = (two === undefined ? power : 0) - rawPart.length + 9;
  const nanos = capped(tens >= 0 ? shifted * 10n ** BigInt(tens) : up(shifted, 10n ** BigInt(-tens)));
  return new CelQuantity(nanos, scaledOf({ shifted, whole, part: rawPart, power, two }));
}

interface Written {
  readonly shifted: bigint;
  readonly whole: string;
  readonly part: string;
  readonly power: number;
  readonly two: number | undefined;
}

/** The short form of what was read; undefined: the server keeps it in the long one. */
function scaledOf({ shifted, whole, part, power, two }: Written): Scaled | undefined {
  const scale = (two === undefined ? power : 0) - part.length;
  const room =
    two === undefined
      ? FACTORS - (whole.length + part.length)
      : part === ''
        ? 15 - whole.length - Math.trunc((two * 3) / 10) - 1
        : -1;
  return room >= 0 && scale >= -9 && isInt64(shifted) ? { value: shifted, scale } : undefined;
}

/** A whole number, where the short form is one. */
function integerOf({ scaled }: CelQuantity): bigint | undefined {
  if (scaled === undefined || scaled.scale < 0) return undefined;
  const value = scaled.value * 10n ** BigInt(scaled.scale);
  return isInt64(value) ? value : undefined;
}

function sum(a: CelQuantity, b: CelQuantity): CelQuantity {
  return new CelQuantity(a.nanos + b.nanos, sumOf(a.scaled, b.scaled), true);
}

function sumOf(a: Scaled | undefined, b: Scaled | undefined): Scaled | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (b.value === 0n) return a;
  if (a.value === 0n) return b;
  const scale = Math.min(a.scale, b.scale);
  const value = a.value * 10n ** BigInt(a.scale - scale) + b.value * 10n ** BigInt(b.scale - scale);
  return isInt64(value) ? { value, scale } : undefined;
}

const negative = ({ nanos, scaled }: CelQuantity): CelQuantity =>
  new CelQuantity(-nanos, scaled && { ...scaled, value: -scaled.value });

const whole = (value: bigint): CelQuantity => new CelQuantity(value * NANO, { value, scale: 0 });

/** A function of a quantity and another, which may be a whole number. */
const withOther = (of: (a: CelQuantity, b: CelQuantity) => CelValue, ints: boolean): Implementation =>
  ofKind(CelQuantity, (a, [b = null]) => {
    if (ints && typeof b === 'bigint') return of(a, whole(b));
    return b instanceof CelQuantity ? of(a, b) : noSuchOverload();
  });

const order = (a: CelQuantity, b: CelQuantity): number => (a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0);

/** Comparisons are asked of quantities and of versions. */
const compared = (of: (order: number) => CelValue): Implementation =>
  anyOf(
    [CelQuantity, withOther((a, b) => of(order(a, b)), false)],
    [
      CelSemver,
      ofKind(CelSemver, (a, [b = null]) => (b instanceof CelSemver ? of(compareVersions(a, b)) : noSuchOverload())),
    ],
  );

const float = ({ nanos, scaled }: CelQuantity): number =>
  scaled === undefined ? Number(nanos) / 1e9 : Number(scaled.value) * 10 ** scaled.scale;

export const QUANTITIES: Readonly<Record<string, Implementation>> = {
  quantity: ofText(readQuantity),
  isQuantity: ofText((text) => readQuantity(text) instanceof CelQuantity),
  sign: ofKind(CelQuantity, ({ nanos }) => (nanos > 0n ? 1n : nanos < 0n ? -1n : 0n)),
  isGreaterThan: compared((way) => way > 0),
  isLessThan: compared((way) => way < 0),
  compareTo: compared((way) => BigInt(way)),
  asApproximateFloat: ofKind(CelQuantity, float),
  asInteger: ofKind(CelQuantity, (quantity) => integerOf(quantity) ?? new CelError('cannot convert value to integer')),
  isInteger: ofKind(CelQuantity, (quantity) => integerOf(quantity) !== undefined),
  add: withOther(sum, true),
  sub: withOther((a, b) => sum(a, negative(b)), true),
};
