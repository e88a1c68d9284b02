import { CelError, type CelValue, noSuchOverload, typeNameOf } from './value';

const NUMBERS = ['int', 'uint', 'double'];
const TIMES = ['google.protobuf.Timestamp', 'google.protobuf.Duration'];
const ORDERED = [...NUMBERS, ...TIMES, 'bool', 'string', 'bytes'];

/** Types that operators may be asked of at all: of any other the server names the operator. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  '_+_': [...NUMBERS, ...TIMES, 'string', 'bytes', 'list'],
  '_-_': [...NUMBERS, ...TIMES],
  '_*_': NUMBERS,
  '_/_': NUMBERS,
  '_%_': ['int', 'uint'],
  '-_': ['int', 'double', 'bool', 'google.protobuf.Duration'],
  '_<_': ORDERED,
  '_<=_': ORDERED,
  '_>_': ORDERED,
  '_>=_': ORDERED,
  size: [],
  matches: ['string'],
};

/** Types that answer every operator themselves. */
const ANSWERING = new Set([...TIMES, 'string']);

/** Functions that look at the types of their arguments themselves. */
const UNGUARDED = new Set(['contains', 'startsWith', 'endsWith', 'flatten']);

const PLAIN = noSuchOverload().message;

/**
 * The error of a call that no overload takes, in the words of the server: functions are named with the types of their
 * arguments, operators that cannot be asked of a type by their names.
 */
export function inServersWords(
  name: string,
  singleton: boolean,
  args: readonly CelValue[],
  result: CelValue,
): CelValue {
  if (!(result instanceof CelError) || result.message !== PLAIN) return result;
  if (UNGUARDED.has(name)) return result;
  const types = args.map(typeNameOf);
  if (!singleton) return new CelError(`${PLAIN}: ${name}(${types.join(', ')})`);
  const [first = ''] = types;
  const asked = ANSWERING.has(first) || (ASKED[name]?.includes(first) ?? true);
  return asked ? result : new CelError(`${PLAIN}: ${name}`);
}
