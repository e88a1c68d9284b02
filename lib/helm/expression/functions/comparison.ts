import { type GoValue, RenderError } from '../go-value';
import type { ExpressionType } from '../node';
import { go, type Table } from './function';
import { deepEqual, equals, isLess } from './go/compare';
import { isTrue } from './go/kinds';

/** The type that all have in common; `any` where they differ. */
export function commonType(types: readonly ExpressionType[]): ExpressionType {
  const [first = 'any'] = types;
  return types.every((type) => type === first) ? first : 'any';
}

const isLessOrEqual = (a: GoValue, b: GoValue) => isLess(a, b) || equals(a, b);

/** Comparison and logic: built into Go's templates, but for `deepEqual`. */
export const COMPARISON: Table = {
  and: {
    ...go(['any', 'any...'], 'any', 'The first argument that is empty, or the last one.', (values) =>
      firstThat(values, (value) => !isTrue(value)),
    ),
    returns: commonType,
    decides: (value) => !isTrue(value),
    orderFree: true,
  },
  or: {
    ...go(['any', 'any...'], 'any', 'The first argument that is not empty, or the last one.', (values) =>
      firstThat(values, isTrue),
    ),
    returns: commonType,
    decides: isTrue,
    orderFree: true,
  },
  not: {
    ...go(['any'], 'bool', 'True for false, nil, zero and everything empty.', ([value]) => !isTrue(value)),
    orderFree: true,
  },
  eq: go(
    ['any', 'any...'],
    'bool',
    'Whether the first equals one of the others. Two kinds (1 and 1.0) are an error.',
    ([first, ...rest]) => {
      if (rest.length === 0) throw new RenderError('missing argument for comparison');
      return rest.some((value) => equals(first, value));
    },
  ),
  ne: go(['any', 'any'], 'bool', 'Whether two values differ. Two kinds are an error.', ([a, b]) => !equals(a, b)),
  lt: go(['any', 'any'], 'bool', 'Less: numbers of one kind, or texts by bytes.', ([a, b]) => isLess(a, b)),
  le: go(['any', 'any'], 'bool', 'Less or equal: numbers of one kind, or texts.', ([a, b]) => isLessOrEqual(a, b)),
  gt: go(['any', 'any'], 'bool', 'Greater: numbers of one kind, or texts.', ([a, b]) => !isLessOrEqual(a, b)),
  ge: go(['any', 'any'], 'bool', 'Greater or equal: numbers of one kind, or texts.', ([a, b]) => !isLess(a, b)),
  deepEqual: go(['any', 'any'], 'bool', 'Whether two values are the same all the way down, types included.', ([a, b]) =>
    deepEqual(a, b),
  ),
};

/** The first value that decides; the last one where none does. */
function firstThat(values: readonly GoValue[], decides: (value: GoValue) => boolean): GoValue {
  const index = values.findIndex(decides);
  return values.at(index) ?? null;
}
