/** Profile texts, most of which apparmor_parser takes: names of every form, between things that look like names. */
import fc from 'fast-check';

const { constantFrom, oneof, tuple } = fc;

const joined = (piece: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(piece, { maxLength }).map((pieces) => pieces.join(''));

const maybe = (text: fc.Arbitrary<string>): fc.Arbitrary<string> => oneof(fc.constant(''), text);

const concat = (...parts: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
  tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((pieces) => pieces.join(''));

const blank = constantFrom(' ', ' ', '  ', '\t');
const space = constantFrom(' ', '\n', '  ', '\t', '\n ', ' # c { }\n', '\n# profile no {\n', '\r\n ');

const LETTERS = ['a', 'b', 'Z', '0', '_', '-', '.', '+', '/', '*', '#', '=', '(', ')', 'q', ':', '&', 'é'];
const GROUPS = ['{b,c}', '@{X}', '@{Y}', '@{Z}', '[ab]'];
const ESCAPES = [
  '\\ ',
  '\\x41',
  '\\101',
  '\\d65',
  '\\\\',
  '\\"',
  '\\,',
  '\\x2a',
  '\\q',
  '\\303\\251',
  '\\xe9',
  '\\999',
  '\\d999',
  '\\0',
  '\\x',
  '\\a',
];
const wordEnd = joined(
  oneof({ arbitrary: constantFrom(...LETTERS), weight: 4 }, constantFrom(...GROUPS), constantFrom(...ESCAPES)),
  5,
);
const quotedEnd = joined(
  constantFrom(' ', 'a', 'b', '\\"', '{', '}', '#', ',', '\\040', '/', '\\t', '@{X}', 'é', '\\', '!', '\n'),
  6,
);
const word = concat(constantFrom('a', 'web', 'profile', '--x', '/'), wordEnd);
const quoted = concat('"', constantFrom('a', '/'), quotedEnd, 'z"');
const name = oneof({ arbitrary: word, weight: 2 }, quoted);

const RULES = [
  '/a r,',
  '/a{b,c} rw,',
  'capability kill,',
  'network inet,',
  'signal (send, receive) peer=foo,',
  'signal set=(hup, int) peer={a,b},',
  'dbus (send) bus=session path=/{a,b} interface=org.{a,b}, ',
  'mount options=(ro, bind) /a{b,c} -> /d/{e,f},',
  'mount fstype in (ext3, ext4),',
  '/bin/x Px -> foo{a,b},',
  '"/q { x" r,',
  'audit { /x r, }',
  'audit{ /x r, }',
  'if $B { /x r, } else { /y r, }',
  'unix (send) peer=(label=x{a,b}),',
  'ptrace (read) peer="a b",',
  'change_profile -> {a,b},',
  'set rlimit nofile <= 4,',
  'file,',
  'deny @{X}/a w,',
  'include if exists <nope{>',
  '/a\\ b r,',
  '/x#y r,',
  '/a(b r,',
  'r /x,',
];

const options = maybe(
  concat(
    blank,
    constantFrom('flags=(complain)', 'flags = (complain, audit)', '(audit)', 'flags=( attach_disconnected )'),
  ),
);
const attachment = maybe(concat(blank, constantFrom('/bin/x', '/bin/{a,b}', '"/bin/a b"', '@{X}/x')));

const { body } = fc.letrec<{ body: string; child: string }>((tie) => ({
  body: fc
    .array(concat(space, oneof({ arbitrary: constantFrom(...RULES), weight: 5 }, tie('child'))), { maxLength: 3 })
    .map((all) => all.join('')),
  child: concat(
    oneof(
      { maxDepth: 2, depthIdentifier: 'child' },
      concat('profile', blank, name, attachment),
      concat('hat', blank, name),
      concat('^', name),
    ),
    options,
    space,
    '{',
    oneof({ maxDepth: 2, depthIdentifier: 'child' }, fc.constant(''), tie('body')),
    space,
    '}',
  ),
}));

const profile = concat(
  oneof(
    { arbitrary: concat('profile', blank, name, attachment), weight: 3 },
    concat('profile', quoted),
    concat('/', word),
    concat('"/q ', quotedEnd, 'z"'),
    concat(':ns:', word),
    concat(':ns://', word),
    concat('hat ', name),
  ),
  options,
  space,
  '{',
  body,
  space,
  '}',
);

const value = constantFrom('/a', 'b', '/a/', '"c d"', '@{Z}/k', 'a,b', '\\x41', '#c');
const STATEMENTS = [
  'abi <abi/3.0>,',
  'alias /a -> /b,',
  '# c',
  'include <tunables/global>',
  '#include <tunables/home>',
  '@{X}+=/more \\\n b',
];

/** A text that sets `@{X}`, `@{Y}`, `@{Z}` and `$B` and then defines up to three profiles. */
export const profileText: fc.Arbitrary<string> = concat(
  '$B = true\n@{Z}=/z1 /z2\n@{Y} = ',
  value,
  '\n@{X}=',
  value,
  maybe(concat(' ', value)),
  '\n',
  joined(
    constantFrom(...STATEMENTS).map((statement) => `${statement}\n`),
    2,
  ),
  joined(concat(profile, space), 3),
  '\n',
);
