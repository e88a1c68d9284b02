import { describe, expect, test } from 'vitest';
import { checkProfiles } from '../../../lib/apparmor/language/check-profiles';

const codes = (text: string) => checkProfiles(text).diagnostics.map(({ code }) => code);

describe('a text without an abi rule', () => {
  test('is warned of at its first profile, with what to write', () => {
    expect(checkProfiles('# web\nprofile web { }\nprofile db { }\n', 'web.aa')).toMatchObject({
      names: [{ name: 'web' }, { name: 'db' }],
      abi: false,
      diagnostics: [
        {
          code: 'APPARMOR1010',
          severity: 'warning',
          message: expect.stringContaining('mediates no network'),
          hint: 'write above it: abi <abi/3.0>,',
          place: { file: 'web.aa', line: 2, column: 9 },
        },
      ],
    });
  });

  test.each([
    ['only speaks of it', '# abi <abi/3.0>,\nprofile web { }'],
    ['has a variable of that name', '@{abi}=3\nprofile web { }'],
    ['has it inside of the profile', 'profile web { abi <abi/3.0>,\n }'],
    ['includes a folder of that name', 'include <abi/3.0>\nprofile web { }'],
  ])('is warned of when it %s', (_what, text) => {
    expect(codes(text)).toEqual(['APPARMOR1010']);
  });

  test('is warned of beside its other problems', () => {
    expect(codes('profile web {\n')).toEqual(['APPARMOR1002', 'APPARMOR1010']);
  });

  test('is not warned of when it holds no profile', () => {
    expect(codes('# nothing\n')).toEqual(['APPARMOR1001']);
  });
});

test.each(['abi <abi/3.0>,', 'abi "abi/3.0",', '  abi\t<abi/3.0> ,', 'include <tunables/global>\nabi <abi/3.0>,'])(
  'a text that begins with %j is fine',
  (rule) => {
    expect(checkProfiles(`${rule}\nprofile web { }\n`)).toMatchObject({ abi: true, diagnostics: [] });
  },
);

test('a name that no pod can write is warned of', () => {
  expect(checkProfiles('abi <abi/3.0>,\nprofile web\\xaa { }\nprofile wéb { }').diagnostics).toMatchObject([
    { code: 'APPARMOR1011', severity: 'warning', place: { line: 2, column: 9 } },
  ]);
});
