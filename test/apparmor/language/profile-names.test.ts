import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileNames } from '../../../lib/apparmor/language/profile-names';

const names = (text: string) => profileNames(text).names.map(({ name }) => name);
const problems = (text: string) =>
  profileNames(text).diagnostics.map(({ code, severity, place }) => [
    code,
    severity,
    `${place?.line}:${place?.column}`,
  ]);

describe('names of profiles', () => {
  test.each([
    ['the keyword', 'profile web { }', ['web']],
    ['a bare path', '/usr/bin/foo { }', ['/usr/bin/foo']],
    ['a path with an alternation', '/usr/{bin,sbin}/foo { }', ['/usr/{bin,sbin}/foo']],
    ['quotes and blanks', 'profile "my web" { }\n"/opt/my app" { }', ['my web', '/opt/my app']],
    ['an attachment', 'profile web /usr/sbin/nginx { }', ['web']],
    ['flags and xattrs', 'profile a /b xattrs=(user.x="}") flags=(complain,\n audit) { }', ['a']],
    ['flags without their name', 'profile a (complain) { }', ['a']],
    ['a brace on the next line', 'profile a # why\n{ }', ['a']],
    ['escapes', 'profile a\\x41\\ b { }', ['aA\\ b']],
    ['a namespace', 'profile :ns:a { }\n:ns://b { }', [':ns://a', ':ns://b']],
    ['a leading dash', 'profile --remove { }', ['--remove']],
    ['a hash inside a name', 'profile a#b { }', ['a#b']],
    ['Windows line ends', 'profile a {\r\n}\r\nprofile b {\r\n}\r\n', ['a', 'b']],
  ])('are read with %s', (_what, text, expected) => {
    expect(profileNames(text)).toMatchObject({ diagnostics: [] });
    expect(names(text)).toEqual(expected);
  });

  test('skip comments, includes and the rest of the preamble', () => {
    const text = [
      '# profile no { }',
      'abi <abi/3.0>,',
      'include <tunables/global>',
      '#include "profile"',
      'include if exists <local/profile{>',
      'alias /profile -> /other,',
      '$DEBUG = true',
      '@{A} = /x{ "profile y {" \\',
      '  more',
      'profile yes { # }',
      '}',
    ].join('\n');
    expect(profileNames(text)).toMatchObject({ names: [{ name: 'yes', line: 10, column: 9 }], diagnostics: [] });
  });

  test('are not confused by braces in rules', () => {
    const rules = [
      '/a{b,c} r,',
      '/a\\ \\{ r,',
      '"/a \\{" r,',
      '/bin/x Px -> {a,b},',
      'dbus send path=/{a,b} member={c,d},',
      'signal (send, receive) set=(hup, int) peer={a,b},',
      'mount options=(ro, bind) /a{b,c} -> /d,',
      'audit owner { /x r, }',
      'if defined $DEBUG { /y r, } else { /z r, }',
      'owner{ /o r, }',
    ];
    expect(profileNames(`profile a {\n${rules.join('\n')}\n}\nprofile b { }`)).toMatchObject({
      names: [{ name: 'a' }, { name: 'b' }],
      diagnostics: [],
    });
  });

  test('of children and hats name their profile', () => {
    expect(profileNames('profile a {\n profile b /b { ^c { } }\n hat d {\n }\n}').names).toEqual([
      { name: 'a', written: 'a', kind: 'profile', line: 1, column: 9 },
      { name: 'a//b', written: 'a//b', kind: 'child', parent: 'a', line: 2, column: 10 },
      { name: 'a//b//c', written: 'a//b//c', kind: 'hat', parent: 'a//b', line: 2, column: 18 },
      { name: 'a//d', written: 'a//d', kind: 'hat', parent: 'a', line: 3, column: 6 },
    ]);
  });

  test.each([
    ['a character', 'a\\303\\251\\xe2\\x82\\xac', 'aé€'],
    ['a byte alone', 'a\\xaa', 'a\udcaa'],
    ['a byte between characters', '\\xc3\\xa9\\xff\\xc3\\xa9', 'é\udcffé'],
    ['a character that is cut off', '\\xe2\\x82z', '\udce2\udc82z'],
    ['a character that is longer than it must be', '\\xc0\\xaf', '\udcc0\udcaf'],
  ])('hold bytes that make %s', (_what, written, name) => {
    expect(profileNames(`profile web${written} { }`).names).toMatchObject([{ name: `web${name}` }]);
  });

  test('that differ in bytes which are no UTF-8 are two', () => {
    expect(profileNames('profile a\\xaa { }\nprofile a\\xab { }').diagnostics).toEqual([]);
  });

  test('replace the variables that the text sets', () => {
    const text =
      '@{bin} = /bin /usr/bin/\n@{bin} += /sbin\n@{one}=x\nprofile @{bin}/a-@{one} { }\nprofile b/@{bin} { }';
    expect(profileNames(text)).toMatchObject({
      names: [
        { name: '{/bin,/usr/bin,/sbin}/a-x', written: '@{bin}/a-@{one}' },
        { name: 'b/{bin,usr/bin/,sbin}', written: 'b/@{bin}' },
      ],
      diagnostics: [],
    });
  });
});

describe('a problem is reported', () => {
  test.each([
    ['no profile', '# nothing\n', ['APPARMOR1001', 'error', '1:1']],
    ['an empty text', '', ['APPARMOR1001', 'error', '1:1']],
    ['a brace that is not closed', 'profile a {\n /x r,\n', ['APPARMOR1002', 'error', '1:11']],
    ['a brace too many', 'profile a { }\n }', ['APPARMOR1002', 'error', '2:2']],
    ['a missing name', 'profile {\n}', ['APPARMOR1003', 'error', '1:1']],
    ['an empty name', 'profile "" { }', ['APPARMOR1003', 'error', '1:1']],
    ['two profiles of one name', 'profile a { }\nprofile "a" { }', ['APPARMOR1004', 'error', '2:9']],
    ['two hats of one name', 'profile a { ^h { } ^h { } }', ['APPARMOR1004', 'error', '1:21']],
    ['two names that mean the same', '@{x}=a\nprofile @{x} { }\nprofile a { }', ['APPARMOR1004', 'warning', '3:9']],
    [
      'a variable that an include may declare',
      'include <x>\nprofile @{HOME}/a { }',
      ['APPARMOR1005', 'warning', '2:9'],
    ],
    ['a variable that nothing declares', 'profile @{HOME}/a { }', ['APPARMOR1061', 'error', '1:9']],
    ['a child of a child', 'profile a { profile b { profile c { } } }', ['APPARMOR1009', 'warning', '1:33']],
    ['a name without the keyword', 'web {\n}', ['APPARMOR1006', 'error', '1:1']],
    ['a rule outside of a profile', '/etc/passwd r,', ['APPARMOR1007', 'error', '1:13']],
    ['prose', 'this is not\na profile at all\n', ['APPARMOR1007', 'error', '1:1']],
    ['a brace glued to the name', 'profile web{\n}', ['APPARMOR1007', 'error', '1:12']],
    ['a quote that is not closed', 'profile "a {\n}', ['APPARMOR1008', 'error', '1:9']],
  ])('for %s', (_what, text, ...expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('with file and hint', () => {
    expect(profileNames('web { }', 'web.aa').diagnostics).toEqual([
      {
        code: 'APPARMOR1006',
        severity: 'error',
        message: 'the name web needs the word profile before it',
        hint: 'write: profile web {',
        place: { file: 'web.aa', line: 1, column: 1, endLine: 1, endColumn: 4 },
      },
    ]);
    expect(profileNames('profle web { }').diagnostics[0]?.hint).toBe('did you mean "profile"?');
  });

  test('together with all others of the text', () => {
    expect(problems('profile { }\nweb { }\nprofile a { }\nprofile a {\n').map(([code]) => code)).toEqual([
      'APPARMOR1003',
      'APPARMOR1006',
      'APPARMOR1002',
      'APPARMOR1004',
    ]);
  });
});

test('any text is read to its end', () => {
  const piece = fc.constantFrom(
    'profile ',
    'a',
    ' {',
    '{',
    '}',
    '"',
    '\\',
    ',',
    '(',
    ')',
    '@{x}',
    '=',
    '\n',
    '#',
    'include ',
    '^',
    '/',
    ':',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const { names: found, diagnostics } = profileNames(pieces.join(''));
      expect(found.length + diagnostics.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

/** The quickest of three: the others waited for something else. */
function quickest(text: string): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    profileNames(text);
    return performance.now() - start;
  });
  return Math.min(...times);
}

test.each<[piece: string, count: number, before?: string, behind?: string]>([
  ['{', 20_000],
  ['profile a {', 20_000],
  ['(', 20_000],
  ['"', 20_000],
  ['@{a}', 20_000],
  ['profile a (', 20_000],
  ['profile a { ( ', 20_000],
  ['prose\n', 20_000],
  ['\\\\', 100_000, 'profile a', 'x { }'],
  ['/', 100_000, '@{A}=x', 'x y\nprofile @{A}/a {\n  b/@{A}/c r,\n}\n'],
  [' ', 100_000, 'profile a {\n  include <a', 'x>\n}\n'],
])(
  '%j eight times as often does not take the square of eight times as long',
  (piece, count, before = '', behind = '') => {
    const text = (times: number): string => before + piece.repeat(times) + behind;
    // What is quicker than this is measured too roughly to be compared.
    const floor = 20;
    const short = Math.max(quickest(text(count / 8)), floor);
    expect(quickest(text(count)) / short).toBeLessThan(40);
  },
  120_000,
);

test('variables in a name are followed, and neither in circles nor into millions of characters', () => {
  const lines = (value: (next: string) => string): string =>
    Array.from({ length: 60 }, (_, index) => `@{A${index}}=${value(`@{A${index + 1}}`)}\n`).join('');
  const doubled = (last: string): string => `${lines((next) => next + next)}@{A60}=${last}\nprofile a@{A0} { }\n`;
  expect(names(doubled('""'))).toEqual(['a']);
  expect(names(doubled('x'))).toEqual(['a@{A0}']);
  expect(names(`@{b}=x\n@{A}=${'@{b}'.repeat(9_000)}\nprofile @{A} { }\n`)).toEqual(['x'.repeat(9_000)]);
});
