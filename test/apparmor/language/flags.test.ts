import { describe, expect, it } from 'vitest';
import { checkProfiles } from '../../../lib/apparmor/language/check-profiles';
import type { ParserVersion } from '../../../lib/apparmor/language/versions';

const judge = (head: string, parser?: ParserVersion) =>
  checkProfiles(`abi <abi/3.0>,\n${head} { }\n`, undefined, parser).diagnostics;

describe('the flags of a profile', () => {
  it.each([
    'profile x flags=(complain)',
    'profile x flags = ( audit , attach_disconnected )',
    'profile x (mediate_deleted chroot_relative)',
    'profile x xattrs=(bogus=b)',
    'profile x xattrs=(a=b) flags=("kill")',
    'profile x { profile y flags=(complain) { }',
  ])('are fine in %s', (head) => {
    expect(judge(head).filter(({ code }) => code !== 'APPARMOR1002')).toEqual([]);
  });

  it.each([
    ['profile x flags=(bogus)', 'a profile has no flag bogus', 'flags are enforce, complain,'],
    ['profile x (complian)', 'a profile has no flag complian', 'did you mean "complain"?'],
    ['/x flags=(COMPLAIN)', 'a profile has no flag COMPLAIN', 'did you mean "complain"?'],
    ['profile x flags=(constructor)', 'a profile has no flag constructor', 'flags are'],
    ['profile x flags=(audit=1)', 'a profile has no flag audit=1', 'did you mean "audit"?'],
    ['profile x flags=(error)', 'a profile has no flag error', 'write: error=…'],
    ['profile x flags=( )', 'there is no flag between these parentheses', 'take them out'],
  ])('are refused in %s', (head, message, hint) => {
    expect(judge(head)).toMatchObject([
      { code: 'APPARMOR1013', severity: 'error', message, hint: expect.stringContaining(hint), place: { line: 2 } },
    ]);
  });

  it('are named one by one, each with its place', () => {
    expect(judge('profile x flags=(a, audit b)').map(({ place }) => place?.column)).toEqual([18, 27]);
  });

  it('are also read at profiles inside and at hats', () => {
    const text = 'abi <abi/3.0>,\nprofile x {\n  profile y flags=(one) { }\n  ^h flags=(two) { }\n}\n';
    expect(checkProfiles(text).diagnostics.map(({ place }) => place?.line)).toEqual([3, 4]);
  });

  it('that contradict each other are told', () => {
    expect(judge('profile x flags=(complain audit kill)')).toMatchObject([
      { code: 'APPARMOR1015', message: 'the flags complain and kill contradict each other' },
    ]);
    expect(judge('profile x flags=(complain, complain)')).toEqual([]);
  });

  it('are those of the parser that will read the text', () => {
    const head = 'profile x flags=(default_allow, kill.signal=hup)';
    expect(judge(head).map(({ code, severity }) => [code, severity])).toEqual([
      ['APPARMOR1014', 'error'],
      ['APPARMOR1014', 'error'],
    ]);
    expect(judge(head, '4.1')).toEqual([]);
  });
});

describe('a text that begins with a byte order mark', () => {
  it('is told so, and read on', () => {
    expect(checkProfiles('\ufeffabi <abi/3.0>,\nprofile x {\n')).toMatchObject({
      names: [{ name: 'x' }],
      abi: true,
      diagnostics: [{ code: 'APPARMOR1012', place: { line: 1, column: 1 } }, { code: 'APPARMOR1002' }],
    });
  });
});

describe('messages', () => {
  const long = 'x'.repeat(100_000);
  it.each([
    long,
    `${long} {`,
    `profile ${long} `,
    `profile ${long}{`,
    `profile ${long} {`,
    `profile ${long} { }\nprofile ${long} { }`,
    `profile x flags=(${'y'.repeat(10_000)}) { }`,
    `@{${long}}/x { }`,
    `/a { /b { /${long} { } } }`,
  ])('of a text with a very long word stay short (%#)', (text) => {
    const { diagnostics } = checkProfiles(text);
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { message, hint = '' } of diagnostics) expect(message.length + hint.length).toBeLessThan(400);
  });
});
