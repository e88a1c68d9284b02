import { describe, expect, test } from 'vitest';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';
import { read, told } from './reading';

const web = (...rules: readonly string[]): string => `profile web {\n${rules.join('\n')}\n}\n`;

describe('a mistake is told where it is, in words', () => {
  test.each<[string, string, ParserVersion?]>([
    ['/etc/passwd', '1030 2:12 expected permissions behind /etc/passwd'],
    ['/etc/passwd q,', '1030 2:13 expected permissions behind /etc/passwd, found q'],
    ['/etc/passwd,', '1030 2:12 expected permissions behind /etc/passwd'],
    ['/etc/passwd r', '1031 2:14 a comma is missing at the end of this rule'],
    ['/a r /b w,', '1031 2:5 a comma is missing at the end of this rule'],
    ['network inet foo bar,', '1030 2:18 expected a comma, found bar'],
    ['/a r;', '1030 2:4 expected permissions behind /a, found r;'],
    ['capability chown;', '1032 2:17 ; means nothing here'],
    ['capabilty chown,', '1033 2:1 capabilty begins no rule'],
    ['userns,', '1042 2:1 apparmor_parser 3.0 does not know the word userns: it refuses the whole text'],
    ['prompt /x r,', '1042 2:1 apparmor_parser 3.0 does not know'],
    ['deny audit /x r,', '1041 2:6 audit stands in the wrong place before a rule'],
    ['audit audit /x r,', '1041 2:7 audit stands twice before a rule'],
    ['deny profile x { }', '1030 2:6 nothing may stand before profile'],
    ['@{X} = /a', '1039 2:1 a variable is set before the first profile, not inside of one'],
    ['alias /a -> /b,', '1039 2:1 an alias stands before the first profile, not inside of one'],
    ['"/a r,', '1008 2:1 this " is never closed'],
    ['signal send set=,', '1030 2:17 expected a value for set, found ,'],
    ['signal (send set=hup,', '1030 2:8 this ( is never closed'],
    ['set nofile <= 5,', '1030 2:5 expected rlimit, found nofile'],
    ['else { }', '1030 2:1 this else belongs to no if'],
    ['if foo { }', '1030 2:4 expected a variable such as $name, defined or not, found foo'],
    ['dbus send bus=session,\nnetwok inet,', '1033 3:1 netwok begins no rule'],
    ['link /a /b,', '1030 2:9 expected ->, found /b'],
    ['mount options=ro peer=(a=b),', '1030'],
  ])('%s', (rule, expected, version) => {
    const [first] = told(web(rule), version);
    expect(first ?? '').toContain(expected);
  });

  test.each<[string, string, ParserVersion?]>([
    ['@{X} = a, b\n', '1037 1:9 values of a variable are not parted by commas'],
    ['@{X} =\nprofile x { }\n', '1038 1:1 @{X} gets no value'],
    ['profile x { }\n@{X} = a\n', '1039 2:1 @{X} stands behind a profile'],
    ['profile x { }\n# end', '1040 2:1 the file ends in a comment without a newline, which apparmor_parser refuses'],
    ['profile {\n/a r,\n}\n', '1003 1:1 a name is missing after profile'],
    ['profile\nx { }\n', '1003 1:1 a name is missing after profile'],
    ['profile x{\n/a r,\n}\n', '1007 1:10 this { belongs to the name x{'],
    ['profile x\n/a r,\n', '1007 2:4 expected { after the name x'],
    ['this is not\na profile at all\n', '1007 1:1 expected a profile, found this'],
    ['profile x { }\n}\n', '1002 2:1 this } closes nothing'],
    ['profile x { /a r,\n', '1002 1:11 the { of profile x is never closed'],
    ['\ufeffprofile x { }\n', '1012 1:1 the text begins with a byte order mark'],
    ['profile x flgs=(complain) { }\n', '1030 1:11 expected flags=, found flgs='],
    ['profile x flags=complain { }\n', '1030 1:17 expected (, found complain'],
    ['profile x flags=() { }\n', '1013 1:17 there is no flag between these parentheses'],
  ])('%j', (text, expected, version) => {
    expect(told(text, version)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('what people write out of habit', () => {
  test.each<[string, string, ParserVersion?]>([
    ['capability chown, kill,', '1033 2:19 several stand without commas: capability chown kill,'],
    ['capability (chown kill),', '1030 2:12 several stand without parentheses: capability chown kill,'],
    ['capability *,', '1032 2:12 all of them: capability,'],
    ['network inet, inet6,', '1033 2:15 a comma ends a rule: write one for each domain'],
    ['ptrace trace, read,', '1030 2:15 a comma ends a rule; several stand in parentheses: (send, receive)'],
    ['unix bind, listen,', '1033 2:12 a comma ends a rule; several stand in parentheses: (send, receive)'],
    ['signal TERM,', '1030 2:8 write: set=(term)'],
    ['signal recieve peer=x,', '1030 2:8 did you mean "receive"?'],
    ['dbus sent bus=system,', '1030 2:6 did you mean "send"?'],
    ['network inet tcp port=80,', '1030 2:18 addresses and ports in network rules are known to apparmor_parser 4.1'],
    ['all,', '1030 2:4 rules `all` are known to apparmor_parser 4.1'],
    ['profile x flags=complain { }', '1030 2:17 write: flags=(complain)'],
    ['set rlimit nproc = 100,', '1032 2:18 write: <='],
    ['set rlimit nproc <= unlimited,', '1030 2:21 write: infinity'],
    ['rlimit nproc <= 100,', '1030 2:1 write: set rlimit …'],
    ['change_profile ->,', '1032 2:18 name what stands behind ->'],
    ['change_profile => x,', '1033 2:1 write: change_profile -> name,'],
    ['/x[!a] r,', '1032 2:4 write [^…] for all characters but these'],
    ['include', '1033 2:1 write: include <abstractions/base>'],
    ['~/x r,', '1032 2:1 no shell reads this'],
    ['$HOME/x r,', '1030 2:1 no shell reads this'],
    ["'/a b' r,", '1032 2:1 quotes are double'],
    ['usr/bin/x r,', '1033 2:1 paths are absolute'],
    ['deny *.txt r,', '1032 2:6 paths are absolute'],
  ])('is told as what they meant: %s', (rule, expected, version) => {
    const found = read(web(rule), version).diagnostics;
    const lines = found.map(({ code, place, hint }) => `${code.slice(-4)} ${place?.line}:${place?.column} ${hint}`);
    expect(lines[0]).toContain(expected);
    expect(lines.length, lines.join('\n')).toBe(1);
  });

  test('a variable that is set inside of a profile keeps its own words', () => {
    expect(read(web('$x = true')).diagnostics).toMatchObject([{ hint: 'move it up' }]);
  });

  test.each([
    ['include if exist <local/x>', 'write: include if exists <…>'],
    ['include <local/x', 'close the name with >'],
    ['#include\n/x', 'the name must stand in the line of the include'],
  ])('an include that names no file is told why: %j', (rule, hint) => {
    expect(read(web(rule), '3.0', {}).diagnostics).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ hint })]),
    );
  });
});

describe('a reader goes on behind a mistake', () => {
  test('so that all are told in one run, and the good rules are kept', () => {
    const text = web(
      'capability chown',
      '/etc/passwd r',
      'network inet,',
      'capabilty kill,',
      'file,',
      'audit {',
      '  /x q,',
      '  /y r,',
      '}',
      'dbus send',
      '  bus=session foo,',
      '/z r',
    );
    expect(told(text)).toEqual([
      '1031 2:17 a comma is missing at the end of this rule',
      '1031 3:14 a comma is missing at the end of this rule',
      '1033 5:1 capabilty begins no rule',
      '1030 8:6 expected permissions behind /x, found q',
      '1030 12:15 expected a comma, found foo',
      '1031 13:5 a comma is missing at the end of this rule',
    ]);
    const [profile] = read(text).policy.items;
    expect(profile?.kind === 'profile' && profile.rules.map(({ kind }) => kind)).toEqual(['network', 'file', 'block']);
  });

  test('at the head of a profile with the rules inside of it', () => {
    const text = 'profile a flags=complain {\n  /a r\n}\nprofile b{\n  /b r\n}\nprofile c { }\n';
    expect(told(text).map((each) => each.slice(0, 9).trim())).toEqual([
      '1030 1:17',
      '1031 2:7',
      '1007 4:10',
      '1031 5:7',
    ]);
    expect(read(text).policy.items).toMatchObject([{ kind: 'profile', name: { value: 'c' } }]);
  });

  test('where a quote is missing, which ends at the next name in quotes', () => {
    const text = web('"/a r,', 'network foo bar baz,', '"/b" r,', '"/c" r');
    expect(told(text)).toEqual([
      '1008 2:1 this " is closed in another line only',
      '1030 3:17 expected a comma, found baz',
      '1031 5:7 a comma is missing at the end of this rule',
    ]);
  });

  test('where the next line means nothing to the rule before', () => {
    expect(told(web('set rlimit nofile <= 5', '/x r,', 'file,'))).toEqual([
      '1031 2:23 a comma is missing at the end of this rule',
    ]);
  });

  test('and says ten lines of prose once', () => {
    expect(told('one\ntwo\nthree four\nprofile x { }\n')).toHaveLength(1);
  });

  test.each([
    '{',
    '(',
    '"',
    'profile a {',
    'if $a {',
    'profile a (',
    '@{a}',
    'prose\n',
    '}',
    'a=',
    '\\',
    '^',
    '"/a\n',
    '/a r\n',
  ])('in time that grows with the length of many %j', (piece) => {
    const start = performance.now();
    expect(told(piece.repeat(20_000)).length).toBeGreaterThan(0);
    expect(told(`profile x {\n${piece.repeat(20_000)}`).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

test('a text with NUL is read as C strings are: a name ends there', () => {
  const [profile] = read('profile x { /a\0b r, }\n').policy.items;
  expect(profile).toMatchObject({ rules: [{ path: { value: '/a' } }] });
});
