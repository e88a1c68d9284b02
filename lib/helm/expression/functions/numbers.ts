import { type GoValue, NotEvaluable, RenderError } from '../go-value';
import { go, type Row, type Table } from './function';
import { int64, parseInt64, toFloat64, toInt64 } from './go/cast';
import {
  addDecimals,
  type Decimal,
  decimalOf,
  divideDecimals,
  multiplyDecimals,
  numberOf,
  subtractDecimals,
} from './go/decimal';
import { printed } from './go/print';

const MOST_ITEMS = 100_000;

/** Whole numbers from `start` up to, not with, `stop`. Go gives none where the step leads away. */
function untilStep(start: bigint, stop: bigint, step: bigint): readonly bigint[] {
  if (step === 0n || stop < start !== step < 0n) return [];
  const items: bigint[] = [];
  for (let item = start; stop < start ? item > stop : item < stop; item += step) {
    items.push(item);
    if (items.length > MOST_ITEMS) throw new NotEvaluable(`more than ${MOST_ITEMS} numbers`);
  }
  return items;
}

/** `seq 3`, `seq 2 5`, `seq 2 2 10`: the last number is in it. */
function seq(args: readonly bigint[]): string {
  const [first = 0n, second = 0n, third = 0n] = args;
  if (args.length === 0 || args.length > 3) return '';
  const start = args.length === 1 ? 1n : first;
  const end = args.length === 1 ? first : args.length === 2 ? second : third;
  const direction = end < start ? -1n : 1n;
  const step = args.length === 3 ? second : direction;
  if (args.length === 3 && end < start && step > 0n) return '';
  return untilStep(start, end + direction, step).join(' ');
}

const whole = (summary: string, combine: (a: bigint, b: bigint) => bigint): Row =>
  go(['any', 'any'], 'int64', summary, ([a, b]) => int64(combine(toInt64(a), toInt64(b))));

const wholes = (summary: string, combine: (a: bigint, b: bigint) => bigint): Row =>
  go(['any', 'any...'], 'int64', summary, ([first, ...rest]) =>
    rest.map(toInt64).reduce((a, b) => int64(combine(a, b)), toInt64(first)),
  );

const exact = (summary: string, combine: (a: Decimal, b: Decimal) => Decimal): Row =>
  go(['any', 'any...'], 'float64', summary, ([first, ...rest]) => compute([first, ...rest], combine));

function compute(values: readonly GoValue[], combine: (a: Decimal, b: Decimal) => Decimal): number {
  return numberOf(values.map((value) => decimalOf(toFloat64(value))).reduce(combine));
}

function notZero(divisor: bigint): bigint {
  if (divisor === 0n) throw new RenderError('runtime error: integer divide by zero');
  return divisor;
}

const floats = (summary: string, pick: (a: number, b: number) => number): Row =>
  go(['any', 'any...'], 'float64', summary, ([first, ...rest]) => rest.map(toFloat64).reduce(pick, toFloat64(first)));

/** In Go an infinity wins even over NaN. */
function strongest(a: number, b: number, infinity: number): number | undefined {
  return a === infinity || b === infinity ? infinity : undefined;
}

function round(value: number, places: bigint, limit: number): number {
  // Beyond, Go's power of ten and JavaScript's differ in the last bit.
  if (places > 15n || places < -15n) throw new NotEvaluable(`rounding to ${places} places`);
  const power = places >= 0n ? 10 ** Number(places) : 1 / 10 ** -Number(places);
  const scaled = power * value;
  const rest = Number.isFinite(scaled) ? scaled - Math.trunc(scaled) : Number.NaN;
  return (rest >= limit ? Math.ceil(scaled) : Math.floor(scaled)) / power;
}

/** Math.max takes no bigint. */
function larger(a: bigint, b: bigint): bigint {
  if (a < b) return b;
  return a;
}

const max = wholes('The largest, as whole numbers.', larger);

/** Numbers. The functions for whole numbers cut fractions off, and take text that is no number for 0. */
export const NUMBERS: Table = {
  int: go(['any'], 'int', 'The whole number (int): what functions that count want.', ([value]) => toInt64(value)),
  int64: go(
    ['any'],
    'int64',
    'The whole number (int64): prints 1000000 of values.yaml without an exponent.',
    ([value]) => toInt64(value),
  ),
  float64: go(['any'], 'float64', 'The floating point number.', ([value]) => toFloat64(value)),
  atoi: go(
    ['string'],
    'int',
    'The whole number in a text, to base 10; 0 for a text that is none.',
    ([text]) => parseInt64(text, 10).value ?? 0n,
  ),
  toDecimal: go(['any'], 'int64', 'Reads a number to base 8, such as a file mode.', ([value]) => {
    const parsed = parseInt64(printed(value), 8);
    return 'error' in parsed ? 0n : parsed.value;
  }),
  add: go(['any...'], 'int64', 'The sum, as whole numbers.', (values) =>
    values.map(toInt64).reduce((a, b) => int64(a + b), 0n),
  ),
  add1: go(['any'], 'int64', 'One more, as a whole number.', ([value]) => int64(toInt64(value) + 1n)),
  sub: whole('The difference, as whole numbers.', (a, b) => a - b),
  mul: wholes('The product, as whole numbers.', (a, b) => a * b),
  div: whole('The quotient, cut to a whole number.', (a, b) => a / notZero(b)),
  mod: whole('The rest of a division.', (a, b) => a % notZero(b)),
  max,
  biggest: { ...max, summary: 'Old name of max.' },
  min: wholes('The smallest, as whole numbers.', (a, b) => -larger(-a, -b)),
  addf: go(['any...'], 'float64', 'The sum.', (values) => compute([0, ...values], addDecimals)),
  add1f: go(['any'], 'float64', 'One more.', ([value]) => compute([value, 1], addDecimals)),
  subf: exact('The first less the others.', subtractDecimals),
  mulf: exact('The product.', multiplyDecimals),
  divf: exact('The first divided by the others, to 16 digits after the point.', divideDecimals),
  maxf: floats('The largest.', (a, b) => strongest(a, b, Number.POSITIVE_INFINITY) ?? Math.max(a, b)),
  minf: floats('The smallest.', (a, b) => strongest(a, b, Number.NEGATIVE_INFINITY) ?? Math.min(a, b)),
  floor: go(['any'], 'float64', 'The next whole number below.', ([value]) => Math.floor(toFloat64(value))),
  ceil: go(['any'], 'float64', 'The next whole number above.', ([value]) => Math.ceil(toFloat64(value))),
  round: go(
    ['any', 'int', 'float64...'],
    'float64',
    'Rounded to that many places; halves up, or from a third number on.',
    ([value, places, limit]) => round(toFloat64(value), places, limit ?? 0.5),
  ),
  seq: go(['int...'], 'string', 'Whole numbers with blanks between them: to, from to, or from step to.', (args) =>
    seq(args),
  ),
  until: go(['int'], '[]int', 'The whole numbers from 0 up to, not with, the number.', ([count]) =>
    untilStep(0n, count, count < 0n ? -1n : 1n),
  ),
  untilStep: go(
    ['int', 'int', 'int'],
    '[]int',
    'Whole numbers from the first up to, not with, the second, by the third.',
    ([start, stop, step]) => untilStep(start, stop, step),
  ),
  randInt: go(['int', 'int'], 'int', 'A number left to chance.'),
};
