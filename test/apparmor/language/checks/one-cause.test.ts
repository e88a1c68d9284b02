import { expect, test } from 'vitest';
import { checkProfiles } from '../../../../lib/apparmor/language/check-profiles';
import { includesFrom } from '../parse/reading';

const files = includesFrom({ base: '@{run}/a r,\n@{run}/b r,\n@{PROC}/c r,\n', more: '@{run}/d r,\n' });
const undeclared = (rules: string): string[] =>
  checkProfiles(`abi <abi/4.0>,\nprofile web {\n${rules}}\n`, 'web.aa', '2.13', files)
    .diagnostics.filter(({ code }) => code === 'APPARMOR1061')
    .map(({ place, message }) => `${place?.file}:${place?.line} ${message}`);

test('a variable that included files name and nobody declares is told once: one line is missing, not many', () => {
  expect(undeclared('include <base>\ninclude <more>\n')).toEqual([
    'base:1 the variable @{run} is not declared',
    'base:3 the variable @{PROC} is not declared',
  ]);
});

test('in the file itself every place is told', () => {
  expect(undeclared('@{HOM}/a r,\n@{HOM}/b r,\n')).toEqual([
    'web.aa:3 the variable @{HOM} is not declared',
    'web.aa:4 the variable @{HOM} is not declared',
  ]);
});
