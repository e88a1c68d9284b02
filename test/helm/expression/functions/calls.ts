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
  nested,
  text,
  textArgument,
  texts,
} from './argument';

type Arguments = fc.Arbitrary<readonly Argument[]>;

const from = (...values: readonly string[]) => fc.constantFrom(...values).map(textArgument);
const counts = (min: number, max: number) => fc.integer({ min, max }).map((value) => intArgument(BigInt(value)));
const tuple = (...parts: readonly fc.Arbitrary<Argument>[]): Arguments => fc.tuple(...parts);
const many = (parts: fc.Arbitrary<Argument>, maxLength: number, minLength = 0): Arguments => fc.array(parts, { minLength, maxLength });
const joined = (parts: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...parts), { maxLength }).map((all) => textArgument(all.join('')));

const letters = joined(['a', 'b', 'c', 'A', 'é', '😀', '\n', ' ', '1', '_', '-', '.', 'ab', 'foo'], 8);

const PATTERN_PARTS = [
  ...['a', 'b', '.', '^', '$', '\\d', '\\w', '\\s', '\\S', '\\W', '\\b', '\\B', '\\A', '\\z', '[ab]', '[^a]', '[a-c0-9]', '[[:alpha:]]'],
  ...[
    '[^[:space:]]',
    '[\\w-]',
    '\\pL',
    '\\p{Lu}',
    '\\P{L}',
    '\\.',
    '\\x41',
    '\\x{1F600}',
    '\\n',
    '\\Qa.b\\E',
    '(a)',
    '(?:a|b)',
    '(a|ab)(c|)',
    '(?P<n>b)',
  ],
  ...[
    '(?i)',
    '(?s)',
    '(?m)',
    '(?s:.)',
    '|',
    '*',
    '+',
    '?',
    '*?',
    '+?',
    '{2}',
    '{1,2}',
    '{,2}',
    '{2,}?',
    '(',
    ')',
    '[',
    ']',
    '\\',
    '(?=a)',
    '\\1',
    'é',
    '😀',
  ],
];
const patterns = fc.oneof(
  joined(PATTERN_PARTS, 5),
  from(
    '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    'a*',
    'a+b?',
    '(foo|a)(b)?',
    '(?i)foo',
    '^\\s*$',
    '[^a-z]+',
    '\\d+',
    '(\\w)(\\w)',
    '',
    'x{1001}',
    'a**',
    '[b-a]',
  ),
);
const references = ['0', '1', '10', '2', '2x', 'n'].flatMap((name) => [`$${name}`, `$\{${name}}`]);
const templates = joined([...references, '$$', '$', 'x', '${', '-', '😀'], 4);

const VERSION_PARTS = [
  'v',
  '',
  '0',
  '1',
  '1.2',
  '1.2.3',
  '1.20.0',
  '2.0.0',
  '0.0.3',
  '0.2.3',
  '01.2',
  '1.2.3.4',
  'x',
  '99999999999999999999',
];
const versions = fc
  .tuple(
    fc.constantFrom(...VERSION_PARTS),
    fc.constantFrom(...VERSION_PARTS.slice(2)),
    fc.constantFrom('', '', '-0', '-rc.1', '-alpha', '-01', '-gke.10', '-eks-1'),
    fc.constantFrom('', '', '+build.5'),
  )
  .map(([start, end, pre, build]) => (start === 'v' || start === '' ? start + end : start) + pre + build);
const constraint = fc
  .tuple(
    fc.constantFrom('', '=', '!=', '>', '<', '>=', '=>', '<=', '=<', '~', '~>', '^', '>= '),
    fc.oneof(versions, fc.constantFrom('1.x', '1.2.x', '*', '1.*', 'x', '0.x', '0.0.x', '1.X.3', '1', '1.2')),
  )
  .map((parts) => parts.join(''));
const constraints = fc.oneof(
  constraint,
  fc.tuple(constraint, fc.constantFrom(' ', ', ', ',', ' || ', '||', ' - '), constraint).map((parts) => parts.join('')),
  fc.constantFrom('', '>=1.19-0', '^1.2.3-0', '1.2 - 1.4.5', '>=1.0 <2.0 || >=3.0', 'latest', '~1.2.3 ,>1', '> 1.x'),
);

const FORMATS = [
  '%s',
  '%d',
  '%v',
  '%q',
  '%t',
  '%f',
  '%.2f',
  '%x',
  '%X',
  '%%',
  '%5d',
  '%-5s|',
  '%05d',
  '%5s',
  '%05s',
  '%+d',
  '% d',
  '%e',
  '%g',
  '%G',
  '%.3g',
];
const MORE_FORMATS = [
  '%8.3f',
  '%-8.2f|',
  '%08.3f',
  '%+.1e',
  '%T',
  '%c',
  '%U',
  '%#U',
  '%o',
  '%O',
  '%#o',
  '%b',
  '%#x',
  '%#X',
  '% x',
  '%#q',
  '%+q',
  '%+v',
  '%.1s',
  '%6.2s|',
];
const ODD_FORMATS = [
  '%',
  '%!',
  '%z',
  '%-05d|',
  '%*d',
  '%.*f',
  '%5',
  '%.',
  '%5.t',
  'é',
  ' ',
  'x',
  '%😀',
  '%.0d',
  '%.3d',
  '%6q',
  '%[1]d',
  '%+f',
  '% f',
  '%010v',
  '%-10v|',
];
const formats = joined([...FORMATS, ...FORMATS, ...MORE_FORMATS, ...ODD_FORMATS], 4);

const keys = from('a', 'b', 'c', 'ä b', '__proto__', '_0', 'missing');
const numbers = fc.oneof(
  floats,
  ints,
  int64s,
  from(
    '5',
    '08',
    '0x1f',
    '0o17',
    '0b11',
    '1e6',
    '1.0',
    '1.5',
    'abc',
    '',
    '-7',
    '+7',
    '1_000',
    '99999999999999999999',
    ' 5',
    '1.00.',
    '.5',
    '1e400',
    'Inf',
    'nan',
    '010',
  ),
  bools,
  fc.constant<Argument>({ text: 'nil', value: null }),
  lists,
);
const smallFloats = fc.constantFrom(0, 0.5, 1.005, 2.5, -2.5, 3.25159, -0.4999, 1e6, 123456.789, 0.1, 7.35, 1e20).map(floatArgument);
const sameKind = fc.oneof(
  many(floats, 3, 2),
  many(fc.oneof(ints, int64s), 3, 2),
  many(texts, 3, 2),
  many(bools, 2, 2),
  many(any, 2, 2),
  fc.oneof(texts, floats, ints).map((one) => [one, one]),
);
const pairOf = (parts: Arguments): Arguments => parts.map((all) => all.slice(0, 2));
const jsonTexts = fc.oneof(
  nested.map((one) => callArgument('toJson', one)),
  nested.map((one) => callArgument('toJson', callArgument('dict', textArgument('k'), one))),
  nested.map((one) => callArgument('toPrettyJson', callArgument('list', one, one))),
  from(
    '{"a":1}',
    '{"a":1,"a":2}',
    'null',
    '[1,"x",null]',
    '',
    '{',
    '"x"',
    '5',
    '{"a":"\\ud800"}',
    '{"a":1e400}',
    '{"a":-0}',
    ' [] ',
    '{"__proto__":1}',
    'nul',
    '{"a":"\\u00e9\\/"}',
    '[1e5, 100000000000000000000]',
  ),
);
/** The argument as YAML, or as JSON where TypeScript does not write the YAML. */
function yaml(one: Argument): Argument {
  try {
    return callArgument('toYaml', one);
  } catch {
    return callArgument('toJson', one);
  }
}

const yamlTexts = fc.oneof(
  nested.map((one) => yaml(callArgument('dict', textArgument('k'), one))),
  lists.map(yaml),
  jsonTexts,
  joined(
    [
      'a: ',
      'b: ',
      'b',
      '\n',
      '\n',
      '\n  ',
      '\n- ',
      '- ',
      '"x y"',
      "'y'",
      ' # c',
      ': ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      ' |\n  ',
      ' >\n  ',
      '!!str ',
      '&k ',
      '*k',
      '~',
      '1',
      '1.5',
      'yes',
      '? ',
      '"k":',
      '<<',
      '\t',
      '%',
    ],
    9,
  ),
  from(
    ...[
      '',
      'a: 1',
      'a: yes\nb: No\nc: on\nd: ~\ne:\nf: y',
      'a: 0x1F\nb: 017\nc: 0o17\nd: 1_000\ne: 1e3\nf: .5\ng: 0b11\nh: -0',
      "a: \"1\"\nb: 'x''y'",
    ],
    ...[
      'a: |\n  x\n  y\nb: >-\n  x\n  y\n',
      '- 1\n- [a, {b: c}]',
      '# c\na: b # d',
      '? a\n: b',
      '5: x\ntrue: y',
      'a: &x 1\nb: *x',
      'a: !!str 5',
      'a: 08',
      'a: 1:30',
      'x',
    ],
    ...[
      'a: b: c',
      '{a: 1, b: [x, y]}',
      '---\na: 1\n',
      'a: 2001-01-01',
      'a: 12e03\nb: +1\nc: 1.\nd: 9223372036854775808\ne: 1e400',
      '1.5: x',
      '~: x',
      'a: {}\nb: []',
      'a:\n- 1\n- 2',
    ],
  ),
);

const encoded = (fn: string) =>
  fc.oneof(
    texts.map((one) => callArgument(fn, one)),
    from('', '!', 'YQ', 'YQ==', 'YWJj\nZGVm', 'ME======', 'MFRGG==='),
  );
const urls = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('http:', 'HTTPS:', 'mailto:', '', 'a.b-c:', ':'),
      fc.constantFrom('//', '', '/', '///'),
      fc.constantFrom('', 'u@', 'u:p@', 'u:@', '@', 'a@b@'),
      fc.constantFrom('', 'example.com', 'example.com:8080', 'h:', '10.0.0.1', 'h:x', '[::1]'),
      fc.constantFrom('', '/', '/a/b', 'a/b', '/a:b', 'a:b', '/a%20b'),
      fc.constantFrom('', '?', '?a=b&c=d', '?a?b'),
      fc.constantFrom('', '#', '#frag', '#a#b'),
    )
    .map((parts) => textArgument(parts.join(''))),
);
const urlMaps = fc
  .tuple(
    fc.constantFrom('http', ''),
    fc.constantFrom('h', 'h:80', ''),
    fc.constantFrom('/p', 'p/q', '', 'a:b'),
    fc.constantFrom('a=b', ''),
    fc.constantFrom('', 'o'),
    fc.constantFrom('', 'f'),
    fc.constantFrom('', 'u', 'u:p'),
  )
  .map(([scheme, host, path, query, opaque, fragment, userinfo]) => fromValues({ scheme, host, path, query, opaque, fragment, userinfo }));
const paths = joined(['/', 'a', '..', '.', 'b.c', '//', 'ä', ' ', '.d'], 7);
const durations = fc.oneof(
  numbers,
  from(
    '1h',
    '1h2m3s',
    '1.5h',
    '-2m',
    '100ms',
    '1us',
    '1µs',
    '5ns',
    '.5s',
    '1.s',
    '0',
    '3',
    '2.5',
    ' 4m ',
    '1d',
    '9223372036s',
    '9999999999h',
    'h',
    '1h2',
    '+1m',
    '0.1s',
    '1e3',
    '.s',
  ),
);
const intKeys = fc.oneof(keys, counts(-1, 4), floats);
const seconds = (parts: fc.Arbitrary<Argument>) => tuple(parts);

/** Arguments that make sense for a function; others are made from its parameters alone. */
const SPECIAL: Readonly<Record<string, Arguments>> = {
  eq: sameKind,
  ne: pairOf(sameKind),
  lt: pairOf(sameKind),
  le: pairOf(sameKind),
  gt: pairOf(sameKind),
  ge: pairOf(sameKind),
  deepEqual: fc.oneof(
    pairOf(sameKind),
    nested.map((one) => [one, { ...fromValues(one.value) }]),
    tuple(lists, lists),
  ),
  required: tuple(texts, any),
  tpl: tuple(texts, any),
  kindIs: tuple(from('string', 'float64', 'int', 'int64', 'bool', 'map', 'slice', 'invalid'), any),
  typeIs: tuple(from('string', 'float64', 'int', '[]interface {}', '[]string', 'map[string]interface {}', '<nil>'), any),
  trunc: tuple(counts(-12, 12), texts),
  substr: tuple(counts(-2, 8), counts(-2, 10), texts),
  abbrev: tuple(counts(0, 14), joined(['abc ', 'de', 'fghij'], 6)),
  abbrevboth: tuple(counts(-1, 14), counts(0, 14), joined(['abc ', 'de', 'fghij', 'é'], 6)),
  indent: tuple(counts(-1, 5), joined(['a', '\n', ' b', 'é\n'], 6)),
  nindent: tuple(counts(-1, 5), joined(['a', '\n', ' b', 'é\n'], 6)),
  wrap: tuple(counts(-1, 12), joined(['abc ', 'de', 'fghij', ' ', 'é', '\n'], 8)),
  wrapWith: tuple(counts(-1, 12), from('', '\n', '|', '<é>'), joined(['abc ', 'de', 'fghij', ' ', 'é'], 8)),
  repeat: tuple(counts(-1, 5), texts),
  replace: tuple(from('a', '', 'é', 'ab', '$'), from('x', '$&', '', '😀'), letters),
  contains: tuple(from('a', '', 'é', 'ab', 'foo'), letters),
  hasPrefix: tuple(from('a', '', 'é', 'ab', 'foo'), letters),
  hasSuffix: tuple(from('a', '', 'é', 'ab', 'foo'), letters),
  trimAll: tuple(from('a', '', 'ab', '😀é', '-_.'), letters),
  trimall: tuple(from('a', '', 'ab', '😀é', '-_.'), letters),
  trimPrefix: tuple(from('a', '', 'é', 'ab'), letters),
  trimSuffix: tuple(from('a', '', 'é', 'ab'), letters),
  plural: tuple(texts, texts, counts(-1, 3)),
  snakecase: tuple(joined(['HTTP', 'Server', 'x', 'X', '2', '10', 'm', '-', '_', ' ', '.', '日本', 'É', 'é', '$', '٣', 'ǅ'], 7)),
  kebabcase: tuple(joined(['HTTP', 'Server', 'x', 'X', '2', '10', 'm', '-', '_', ' ', '.', '日本', 'É', 'é', '$', '٣', 'ǅ'], 7)),
  camelcase: tuple(joined(['http', 'SERVER', 'x', 'X', '2', '-', '_', ' ', '.', 'é', 'ß', '日'], 7)),
  printf: fc.tuple(formats, fc.array(any, { maxLength: 4 })).map(([format, args]) => [format, ...args]),
  splitn: tuple(from(',', '', 'ab'), counts(-1, 4), joined([',', 'a', 'b', 'é'], 8)),
  split: tuple(from(',', '', 'ab'), joined([',', 'a', 'b', 'é'], 8)),
  splitList: tuple(from(',', '', 'ab'), joined([',', 'a', 'b', 'é'], 8)),
  join: tuple(from(',', '', '-'), any),
  semverCompare: fc.tuple(constraints.map(textArgument), versions.map(textArgument)),
  dig: fc.tuple(fc.array(keys, { minLength: 1, maxLength: 3 }), any, maps).map(([path, fallback, map]) => [...path, fallback, map]),
  index: fc.oneof(
    fc.tuple(maps, keys).map((all) => all),
    fc.tuple(lists, fc.oneof(counts(-1, 4), intKeys)).map((all) => all),
    fc.tuple(fc.oneof(maps, lists, nested, any), fc.array(intKeys, { maxLength: 2 })).map(([one, rest]) => [one, ...rest]),
  ),
  slice: fc.tuple(fc.oneof(lists, any), fc.array(fc.oneof(counts(-1, 4), floats), { maxLength: 2 })).map(([one, rest]) => [one, ...rest]),
  has: fc.oneof(
    tuple(any, lists),
    fc.tuple(texts, texts).map(([a, b]) => [a, callArgument('list', a, b)]),
  ),
  without: fc.tuple(lists, fc.array(any, { maxLength: 3 })).map(([one, rest]) => [one, ...rest]),
  chunk: tuple(counts(-1, 4), fc.oneof(lists, any)),
  get: tuple(maps, keys),
  hasKey: tuple(maps, keys),
  set: tuple(maps, keys, any),
  unset: tuple(maps, keys),
  pick: fc.tuple(maps, fc.array(keys, { maxLength: 3 })).map(([map, rest]) => [map, ...rest]),
  omit: fc.tuple(maps, fc.array(keys, { maxLength: 3 })).map(([map, rest]) => [map, ...rest]),
  pluck: fc.tuple(keys, fc.array(maps, { maxLength: 3 })).map(([key, rest]) => [key, ...rest]),
  until: tuple(counts(-5, 9)),
  untilStep: tuple(counts(-5, 9), counts(-5, 9), counts(-3, 3)),
  seq: many(counts(-5, 9), 4),
  round: fc
    .tuple(fc.oneof(smallFloats, numbers), counts(-3, 6), fc.array(fc.constantFrom(0.5, 0.3, 0.9).map(floatArgument), { maxLength: 1 }))
    .map(([a, b, c]) => [a, b, ...c]),
  b64dec: tuple(encoded('b64enc')),
  b32dec: tuple(encoded('b32enc')),
  fromJson: tuple(jsonTexts),
  fromJsonArray: tuple(jsonTexts),
  mustFromJson: tuple(jsonTexts),
  fromYaml: tuple(yamlTexts),
  fromYamlArray: tuple(yamlTexts),
  urlParse: tuple(urls),
  urlJoin: tuple(urlMaps),
  regexQuoteMeta: tuple(texts),
};

for (const fn of [
  'toJson',
  'toYaml',
  'toPrettyJson',
  'toRawJson',
  'mustToJson',
  'mustToYaml',
  'mustToPrettyJson',
  'mustToRawJson',
  'deepCopy',
  'mustDeepCopy',
  'toString',
]) {
  (SPECIAL as Record<string, Arguments>)[fn] = fc.oneof(tuple(any), tuple(nested), tuple(nested));
}

const BY_NAME: readonly (readonly [RegExp, Arguments])[] = [
  [/^(must)?[rR]egex(Match|Find)$/, tuple(patterns, letters)],
  [/^(must)?[rR]egex(FindAll|Split)$/, tuple(patterns, letters, counts(-1, 3))],
  [/^(must)?[rR]egexReplaceAll(Literal)?$/, tuple(patterns, letters, templates)],
  [/^(base|dir|clean|ext|isAbs)$/, tuple(paths)],
  [/^duration/, seconds(durations)],
  [/^(int|int64|float64|toDecimal|add1|add1f|floor|ceil)$/, tuple(numbers)],
  [/^(add|addf)$/, many(numbers, 3)],
  [/^(mul|mulf|subf|divf|max|min|maxf|minf|biggest)$/, many(numbers, 3, 1)],
  [/^(sub|div|mod)$/, tuple(numbers, numbers)],
  [/^atoi$/, tuple(numbers.filter(({ value }) => typeof value === 'string'))],
  [/^(must)?[aA]ppend|[pP]ush|[pP]repend$/, tuple(fc.oneof(lists, lists, any), any)],
  [
    /^(must)?([fF]irst|[lL]ast|[rR]est|[iI]nitial|[rR]everse|[uU]niq|[cC]ompact)$|^(sortAlpha|toStrings|len)$/,
    tuple(fc.oneof(lists, lists, any)),
  ],
  [/^concat$/, many(fc.oneof(lists, lists, lists, any), 3)],
  [/^(must)?[mM]erge(Overwrite)?$/, many(maps, 3, 1)],
];

const BY_TYPE: Readonly<Record<string, fc.Arbitrary<Argument>>> = {
  string: texts,
  int: ints,
  bool: bools,
  float64: floats,
  any,
  map: maps,
};

function fromParameters(parameters: readonly GoParameter[]): Arguments {
  const parts = parameters.map((parameter) => {
    const one = BY_TYPE[parameter.replace('...', '')] ?? any;
    return parameter.endsWith('...') ? many(one, 3) : one.map((arg) => [arg]);
  });
  return fc.tuple(...parts).map((all) => all.flat());
}

/** Arguments for a function: sensible ones most of the time, sometimes wrong in type or number. */
export function argumentsOf(fn: string): Arguments {
  const same = fn.replace(/^must([A-Z])/, (_, letter: string) => letter.toLowerCase());
  const special = SPECIAL[fn] ?? SPECIAL[same] ?? BY_NAME.find(([pattern]) => pattern.test(fn))?.[1];
  const sensible = special ?? fromParameters(GO_FUNCTIONS[fn]?.parameters ?? []);
  // An int64 in place of an int is an error in Go that cannot be seen here, so it does not come among the wrong ones.
  const wrong = many(
    any.filter((arg) => !arg.text.startsWith('(int64')),
    4,
  );
  return fc.oneof({ weight: 12, arbitrary: sensible }, { weight: 1, arbitrary: wrong });
}

export { text };
