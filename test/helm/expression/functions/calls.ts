import fc from 'fast-check';
import { GO_FUNCTIONS, type GoParameter } from '../../../../lib/helm/expression/functions';
import {
  type Argument,
  any,
  bools,
  callArgument,
  floatArgument,
  floats,
  fromValues,
  int64s,
  intArgument,
  ints,
  lists,
  maps,
  NIL,
  nested,
  textArgument,
  texts,
} from './argument';
import * as g from './grammars';

type Arguments = fc.Arbitrary<readonly Argument[]>;

const counts = (min: number, max: number) => fc.integer({ min, max }).map((value) => intArgument(BigInt(value)));
const tuple = (...parts: readonly fc.Arbitrary<Argument>[]): Arguments => fc.tuple(...parts);
const many = (parts: fc.Arbitrary<Argument>, maxLength: number, minLength = 0): Arguments =>
  fc.array(parts, { minLength, maxLength });
/** Some arguments, and then a few more of another sort. */
const withMore = (
  fixed: readonly fc.Arbitrary<Argument>[],
  more: fc.Arbitrary<Argument>,
  maxLength: number,
): Arguments => fc.tuple(fc.tuple(...fixed), fc.array(more, { maxLength })).map(([first, rest]) => [...first, ...rest]);

const keys = g.from('a', 'b', 'c', 'ä b', '__proto__', '_0', 'missing');
const numbers = fc.oneof(floats, ints, int64s, g.numerals, bools, fc.constant(NIL), lists);
const smallFloats = fc
  .constantFrom(0, 0.5, 1.005, 2.5, -2.5, 3.25159, -0.4999, 1e6, 123456.789, 0.1, 7.35, 1e20)
  .map((value) => floatArgument(value));
const sameKind = fc.oneof(
  many(floats, 3, 2),
  many(fc.oneof(ints, int64s), 3, 2),
  many(texts, 3, 2),
  many(bools, 2, 2),
  many(any, 2, 2),
  fc.oneof(texts, floats, ints).map((one) => [one, one]),
);
const pair = sameKind.map((all) => all.slice(0, 2));
const parts = g.from('a', '', 'é', 'ab', 'foo', '$');
const sets = g.from('a', '', 'ab', '😀é', '-_.');
const separated = g.joined([',', 'a', 'b', 'é'], 8);
const separators = g.from(',', '', 'ab');
const path = fc.array(keys, { minLength: 1, maxLength: 3 });

/** Arguments that make sense for functions, by name; others are made from the parameters alone. */
const SENSIBLE: readonly (readonly [functions: string, Arguments])[] = [
  ['eq', sameKind],
  ['ne lt le gt ge', pair],
  [
    'deepEqual',
    fc.oneof(
      pair,
      nested.map((one) => [one, fromValues(one.value)]),
      tuple(lists, lists),
    ),
  ],
  ['kindIs', tuple(g.from('string', 'float64', 'int', 'int64', 'bool', 'map', 'slice', 'invalid'), any)],
  [
    'typeIs typeIsLike',
    tuple(g.from('string', 'float64', 'int', '[]interface {}', '[]string', 'map[string]interface {}', '<nil>'), any),
  ],
  ['trunc', tuple(counts(-12, 12), texts)],
  ['substr', tuple(counts(-2, 8), counts(-2, 10), texts)],
  ['abbrev', tuple(counts(0, 14), g.sentences)],
  ['abbrevboth', tuple(counts(-1, 14), counts(0, 14), g.sentences)],
  ['indent nindent', tuple(counts(-1, 5), g.sentences)],
  ['wrap', tuple(counts(-1, 12), g.sentences)],
  ['wrapWith', tuple(counts(-1, 12), g.from('', '\n', '|', '<é>'), g.sentences)],
  ['repeat', tuple(counts(-1, 5), texts)],
  ['replace', tuple(parts, g.from('x', '$&', '', '😀'), g.letters)],
  ['contains hasPrefix hasSuffix trimPrefix trimSuffix', tuple(parts, g.letters)],
  ['trimAll trimall', tuple(sets, g.letters)],
  ['plural', tuple(texts, texts, counts(-1, 3))],
  ['snakecase kebabcase camelcase', tuple(g.cased)],
  ['printf', withMore([g.formats], any, 4)],
  ['split splitList', tuple(separators, separated)],
  ['splitn', tuple(separators, counts(-1, 4), separated)],
  ['join', tuple(separators, any)],
  ['semverCompare', tuple(g.constraints.map(textArgument), g.versions.map(textArgument))],
  [
    'dig',
    fc.tuple(path, any, fc.oneof(maps, maps, maps, any)).map(([steps, fallback, map]) => [...steps, fallback, map]),
  ],
  [
    'index',
    fc.oneof(
      tuple(maps, keys),
      tuple(lists, counts(-1, 4)),
      withMore([fc.oneof(maps, lists, nested, any)], fc.oneof(keys, counts(-1, 4), floats), 2),
    ),
  ],
  ['slice', withMore([fc.oneof(lists, any)], fc.oneof(counts(-1, 4), floats), 2)],
  [
    'has',
    fc.oneof(
      tuple(any, lists),
      fc.tuple(texts, texts).map(([a, b]) => [a, callArgument('list', a, b)]),
    ),
  ],
  ['without', withMore([lists], any, 3)],
  ['chunk', tuple(counts(-1, 4), fc.oneof(lists, any))],
  ['append push prepend', tuple(fc.oneof(lists, lists, any), any)],
  ['first last rest initial reverse uniq compact sortAlpha toStrings len', tuple(fc.oneof(lists, lists, any))],
  ['concat', many(fc.oneof(lists, lists, lists, any), 3)],
  ['get hasKey unset', tuple(maps, keys)],
  ['set', tuple(maps, keys, any)],
  ['pick omit', withMore([maps], keys, 3)],
  ['pluck', withMore([keys], maps, 3)],
  ['merge mergeOverwrite', many(maps, 3, 1)],
  ['until', tuple(counts(-5, 9))],
  ['untilStep', tuple(counts(-5, 9), counts(-5, 9), counts(-3, 3))],
  ['seq', many(counts(-5, 9), 4)],
  [
    'round',
    withMore(
      [fc.oneof(smallFloats, numbers), counts(-3, 6)],
      fc.constantFrom(0.5, 0.3, 0.9).map((value) => floatArgument(value)),
      1,
    ),
  ],
  ['int int64 float64 toDecimal add1 add1f floor ceil', tuple(numbers)],
  ['atoi', tuple(fc.oneof(g.numerals, texts))],
  ['add addf', many(numbers, 3)],
  ['mul mulf subf divf max min maxf minf biggest', many(numbers, 3, 1)],
  ['sub div mod', tuple(numbers, numbers)],
  [
    'toYaml',
    fc.oneof(
      tuple(any),
      tuple(nested),
      tuple(g.prose),
      tuple(g.prose.map((one) => callArgument('dict', textArgument('key'), callArgument('list', one)))),
    ),
  ],
  ['toJson toPrettyJson toRawJson deepCopy toString', fc.oneof(tuple(any), tuple(nested), tuple(nested))],
  ['b64dec', tuple(g.encoded('b64enc'))],
  ['b32dec', tuple(g.encoded('b32enc'))],
  ['fromJson fromJsonArray', tuple(g.jsonTexts)],
  ['fromYaml fromYamlArray', tuple(g.yamlTexts)],
  ['urlParse', tuple(g.urls)],
  ['urlJoin', tuple(g.urlMaps)],
  ['regexMatch regexFind', tuple(g.patterns, g.letters)],
  ['regexFindAll regexSplit', tuple(g.patterns, g.letters, counts(-1, 3))],
  ['regexReplaceAll regexReplaceAllLiteral', tuple(g.patterns, g.letters, g.replacements)],
  ['base dir clean ext isAbs', tuple(g.paths)],
  ...['Seconds', 'Milliseconds', 'Microseconds', 'Nanoseconds', 'Minutes', 'Hours', 'Days', 'Weeks'].map(
    (unit) => [`duration${unit}`, tuple(fc.oneof(numbers, g.durations))] as const,
  ),
];

const BY_NAME = new Map(SENSIBLE.flatMap(([names, args]) => names.split(' ').map((name) => [name, args] as const)));
const BY_TYPE: Readonly<Record<string, fc.Arbitrary<Argument>>> = {
  string: texts,
  int: ints,
  bool: bools,
  float64: floats,
  any,
  map: maps,
};

function fromParameters(parameters: readonly GoParameter[]): Arguments {
  const made = parameters.map((parameter) => {
    const one = BY_TYPE[parameter.replace('...', '')] ?? any;
    return parameter.endsWith('...') ? many(one, 3) : one.map((arg) => [arg]);
  });
  return fc.tuple(...made).map((all) => all.flat());
}

/** Arguments for a function: sensible ones most of the time, sometimes wrong in type or number. */
export function argumentsOf(fn: string): Arguments {
  const lenient = fn.replace(/^must([A-Z])/, (_, letter: string) => letter.toLowerCase());
  const sensible = BY_NAME.get(fn) ?? BY_NAME.get(lenient) ?? fromParameters(GO_FUNCTIONS[fn]?.parameters ?? []);
  // An int64 in place of an int is an error in Go that cannot be seen here, so it does not come among the wrong ones.
  const wrong = many(
    any.filter((arg) => !arg.text.startsWith('(int64')),
    4,
  );
  return fc.oneof({ weight: 12, arbitrary: sensible }, { weight: 1, arbitrary: wrong });
}
