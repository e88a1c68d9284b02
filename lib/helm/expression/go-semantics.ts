/**
 * How Go's template engine sees values: the one place for truth, kinds, comparison, printing and JSON, for those who evaluate.
 * What the values themselves cannot carry (nil slices, `[]string`, an order left to chance) is noted beside them.
 */

export { deepEqual, equals, isLess } from './functions/go/compare';
export { toJson } from './functions/go/json';
export { isTrue, kindOf, typeOf } from './functions/go/kinds';
export { printed, sprint, written } from './functions/go/print';
export { byteLength, compareText } from './functions/go/utf8';
export { isList, isMap, isNil, isUnordered, lookUp } from './functions/go/values';
