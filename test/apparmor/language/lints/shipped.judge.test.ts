/** Lints are quiet on what practitioners wrote: the profiles that Debian ships get few warnings, and each is true. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { IncludeFiles } from '../../../../lib/apparmor/include-files';
import { expandPolicy } from '../../../../lib/apparmor/language/expand/expand-policy';
import { lintPolicy } from '../../../../lib/apparmor/language/lints/lint-policy';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic';
import { packageFile } from '../../../tools/find';
import { PARSERS, type ParserName } from '../../compiled';

/** Folder of a package, and at most so many of its files get a warning; what warnings stand in it. */
const SHIPPED: readonly (readonly [ParserName, string, share: number, codes: readonly string[]])[] = [
  // Capabilities such as sys_admin, which these daemons need: their authors would switch the warning off.
  ['3.0', 'etc/apparmor.d', 0.25, ['APPARMOR1113']],
  ['4.1', 'etc/apparmor.d', 0.1, ['APPARMOR1113']],
];

it.for(SHIPPED)('profiles of apparmor %s in %s get few warnings', ([version, folder, share, codes], context) => {
  const root = packageFile(PARSERS[version].row, 'etc/apparmor.d');
  const from = packageFile(PARSERS[version].row, folder);
  if (root === undefined || from === undefined) return context.skip(`${folder} of apparmor ${version} is not unpacked`);
  const includes = new IncludeFiles([root]);
  const files = readdirSync(from)
    .map((name) => join(from, name))
    .filter((path) => statSync(path).isFile());
  const found = files.flatMap((file): readonly (readonly Diagnostic[])[] => {
    const diagnostics: Diagnostic[] = [];
    const policy = parsePolicy({ file, text: readFileSync(file, 'utf8') }, { version, includes, report: () => {} });
    lintPolicy(
      policy,
      expandPolicy(policy, version, () => {}),
      (each) => diagnostics.push(each),
    );
    return diagnostics.length === 0 ? [] : [diagnostics];
  });
  expect(files.length).toBeGreaterThan(15);
  expect([...new Set(found.flat().map(({ code }) => code))].sort()).toEqual(codes);
  expect(found.length / files.length).toBeLessThan(share);
});
