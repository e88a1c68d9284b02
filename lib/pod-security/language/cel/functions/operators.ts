import { equal } from '../compare';
import { type Implementation, ordered } from '../nodes';
import { add, divide, modulo, multiply, negate, subtract } from '../numbers';
import { CelMap, type CelValue, isList, noSuchOverload } from '../value';
import { LazyVariables } from '../variables';

/** A function of two, as one of a list of arguments. */
const two =
  (of: (a: CelValue, b: CelValue) => CelValue): Implementation =>
  ([a = null, b = null]) =>
    of(a, b);

function isIn(element: CelValue, holder: CelValue): CelValue {
  if (isList(holder)) return holder.some((item) => equal(item, element) === true);
  if (holder instanceof CelMap || holder instanceof LazyVariables) return holder.find(element) !== undefined;
  return noSuchOverload();
}

export const OPERATORS: Readonly<Record<string, Implementation>> = {
  '!_': ([value = null]) => (typeof value === 'boolean' ? !value : noSuchOverload()),
  '-_': ([value = null]) => negate(value),
  '@not_strictly_false': ([value = null]) => (typeof value === 'boolean' ? value : true),
  '_==_': two(equal),
  '_!=_': two((a, b) => equal(a, b) !== true),
  '_+_': two(add),
  '_-_': two(subtract),
  '_*_': two(multiply),
  '_/_': two(divide),
  '_%_': two(modulo),
  '_<_': ordered((order) => order < 0),
  '_<=_': ordered((order) => order <= 0),
  '_>_': ordered((order) => order > 0),
  '_>=_': ordered((order) => order >= 0),
  '@in': two(isIn),
};
