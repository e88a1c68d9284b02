import fc from 'fast-check';
import { type Argument, callArgument, fromValues, lists, nested, textArgument, texts } from './argument';

/** Texts of the little languages that template functions read: patterns, versions, formats, JSON, YAML, URLs, durations. */

/** One of a few texts. */
export const from = (...values: readonly string[]) => fc.constantFrom(...values).map(textArgument);

/** Parts put together at random. */
export const joined = (parts: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...parts), { maxLength }).map((all) => textArgument(all.join('')));

const words = (text: string) => text.split(' ');

export const letters = joined([...words('a b c A é 😀 1 _ - . ab foo'), '\n', ' '], 8);
export const cased = joined([...words('HTTP Server http x X 2 10 m - _ . 日本 É é ß $ ٣ ǅ'), ' '], 7);
export const paths = joined([...words('/ a .. . b.c // ä .d'), ' '], 7);
export const sentences = joined([...words('abc de fghij é'), 'abc ', ' ', '\n', ' b'], 8);

/** Long lines: YAML's writer breaks them. */
export const prose = fc
  .tuple(
    fc.constantFrom('', "'", '#', '\u{1f600}'),
    fc.array(fc.constantFrom(...words('a bb ccc é dddd \u{1f600} '), "it's"), { minLength: 25, maxLength: 60 }),
  )
  .map(([start, all]) => textArgument(start + all.join(' ')));

const PATTERN_PARTS = [
  ...words(
    'a b . ^ $ \\d \\w \\s \\S \\W \\b \\B \\A \\z [ab] [^a] [a-c0-9] [[:alpha:]] [^[:space:]] [\\w-] \\pL \\p{Lu} \\P{L} \\.',
  ),
  ...words(
    '\\x41 \\x{1F600} \\n \\Qa.b\\E (a) (?:a|b) (a|ab)(c|) (?P<n>b) (?<n>a) (?i) (?s) (?m) (?U) (?s:.) | * + ? *? +? {2} {1,2}',
  ),
  ...words('{,2} {2,}? ( ) [ ] \\ (?=a) \\1 é 😀 [^\\D] [[:^digit:]a] [a-] []a] [^]a]'),
];
export const patterns = fc.oneof(
  joined(PATTERN_PARTS, 5),
  from(
    ...words(
      '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$ a* a+b? (foo|a)(b)? (?i)foo ^\\s*$ [^a-z]+ \\d+ (\\w)(\\w) x{1001} a** [b-a]',
    ),
    '',
  ),
);
const references = words('0 1 10 2 2x n').flatMap((name) => [`$${name}`, `$\{${name}}`]);
export const replacements = joined([...references, '$$', '$', 'x', '${', '-', '😀'], 4);

const VERSION_ENDS = words('0 1 1.2 1.2.3 1.20.0 2.0.0 0.0.3 0.2.3 01.2 1.2.3.4 x 99999999999999999999');
export const versions = fc
  .tuple(
    fc.constantFrom('', '', 'v', 'V'),
    fc.constantFrom(...VERSION_ENDS),
    fc.constantFrom('', '', '-0', '-rc.1', '-rc.2', '-alpha', '-01', '-gke.10', '-eks-1'),
    fc.constantFrom('', '', '+b.5'),
  )
  .map((parts) => parts.join(''));
const constraint = fc
  .tuple(
    fc.constantFrom('', '>= ', ...words('= != > < >= => <= =< ~ ~> ^')),
    fc.oneof(versions, fc.constantFrom(...words('1.x 1.2.x * 1.* x 0.x 0.0.x 1.X.3 1 1.2'))),
  )
  .map((parts) => parts.join(''));
export const constraints = fc.oneof(
  constraint,
  fc.tuple(constraint, fc.constantFrom(' ', ', ', ',', ' || ', '||', ' - '), constraint).map((parts) => parts.join('')),
  fc.constantFrom('', '>=1.19-0', '^1.2.3-0', '1.2 - 1.4.5', '>=1.0 <2.0 || >=3.0', 'latest', '~1.2.3 ,>1', '> 1.x'),
);

const COMMON = words('%s %d %v %q %t %f %.2f %x %X %% %5d %-5s| %05d %5s %05s %+d %e %g %G %.3g');
const RARE = words(
  '%8.3f %-8.2f| %08.3f %+.1e %T %c %U %#U %o %O %#o %b %#x %#X %#q %+q %+v %.1s %6.2s| %-05d| %.0d %.3d %6q %+f %010v %-10v|',
);
const ODD = [...words('% %! %z %*d %.*f %5 %. %5.t %😀 %[1]d é x'), '% d', '% x', '% f', ' '];
export const formats = joined([...COMMON, ...COMMON, ...RARE, ...ODD], 4);

export const jsonTexts = fc.oneof(
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
  ),
  from('{"__proto__":1}', 'nul', '{"a":"\\u00e9\\/"}', '[1e5, 100000000000000000000]'),
);

/** The argument as YAML, or as JSON where TypeScript does not write the YAML. */
function yaml(one: Argument): Argument {
  try {
    return callArgument('toYaml', one);
  } catch {
    return callArgument('toJson', one);
  }
}

const YAML_PARTS = [
  ...[
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
  ],
  ...['!!str ', '&k ', '*k', '~', '1', '1.5', 'yes', '? ', '"k":', '<<', '\t', '%'],
];
export const yamlTexts = fc.oneof(
  nested.map((one) => yaml(callArgument('dict', textArgument('k'), one))),
  lists.map(yaml),
  jsonTexts,
  joined(YAML_PARTS, 9),
  from(
    '',
    'a: 1',
    'a: yes\nb: No\nc: on\nd: ~\ne:\nf: y',
    'a: 0x1F\nb: 017\nc: 0o17\nd: 1_000\ne: 1e3\nf: .5\ng: 0b11\nh: -0',
  ),
  from(
    'a: |\n  x\n  y\nb: >-\n  x\n  y\n',
    '- 1\n- [a, {b: c}]',
    '# c\na: b # d',
    '? a\n: b',
    '5: x\ntrue: y',
    'a: &x 1\nb: *x',
    'a: !!str 5',
  ),
  from(
    'a: 08',
    'a: 1:30',
    'x',
    'a: b: c',
    '{a: 1, b: [x, y]}',
    '---\na: 1\n',
    'a: 2001-01-01',
    '1.5: x',
    '~: x',
    'a: {}\nb: []',
    'a:\n- 1\n- 2',
  ),
  from('a: 12e03\nb: +1\nc: 1.\nd: 9223372036854775808\ne: 1e400', "a: \"1\"\nb: 'x''y'"),
);

export const encoded = (fn: string) =>
  fc.oneof(
    texts.map((one) => callArgument(fn, one)),
    from('', '!', 'YQ', 'YQ==', 'YWJj\nZGVm', 'ME======', 'MFRGG==='),
  );

export const urls = fc
  .tuple(
    fc.constantFrom('http:', 'HTTPS:', 'mailto:', '', 'a.b-c:', ':'),
    fc.constantFrom('//', '', '/', '///'),
    fc.constantFrom('', 'u@', 'u:p@', 'u:@', '@', 'a@b@'),
    fc.constantFrom('', 'example.com', 'example.com:8080', 'h:', '10.0.0.1', 'h:x', '[::1]'),
    fc.constantFrom('', '/', '/a/b', 'a/b', '/a:b', 'a:b', '/a%20b'),
    fc.constantFrom('', '?', '?a=b&c=d', '?a?b'),
    fc.constantFrom('', '#', '#frag', '#a#b'),
  )
  .map((parts) => textArgument(parts.join('')));

export const urlMaps = fc
  .record({
    scheme: fc.constantFrom('http', ''),
    host: fc.constantFrom('h', 'h:80', ''),
    path: fc.constantFrom('/p', 'p/q', '', 'a:b'),
    query: fc.constantFrom('a=b', ''),
    opaque: fc.constantFrom('', '', '', 'o'),
    fragment: fc.constantFrom('', 'f'),
    userinfo: fc.constantFrom('', '', 'u', 'u:p'),
  })
  .map((parts) => fromValues({ ...parts }));

export const durations = from(
  ...words('1h 1h2m3s 1.5h -2m 100ms 1us 1µs 5ns .5s 1.s 0 3 2.5 1d 9223372036s 9999999999h h 1h2 +1m 0.1s 1e3 .s'),
  ' 4m ',
);

export const numerals = from(
  ...words(
    '5 08 0x1f 0o17 0b11 1e6 1.0 1.5 abc -7 +7 1_000 99999999999999999999 1.00. .5 1e400 Inf nan 010 -0x10 0x 0_7',
  ),
  '',
  ' 5',
);
