/** What apparmor_parser itself takes and refuses: the facts behind the table of flags. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkProfiles } from '../../../lib/apparmor/language/check-profiles';
import { requireTool } from '../../tools/find';

/** The manual page's, those of newer parsers, and what is no flag. */
const FLAGS = [
  ...['enforce', 'complain', 'kill', 'unconfined', 'audit', 'mediate_deleted', 'delegate_deleted'],
  ...['attach_disconnected', 'no_attach_disconnected', 'chroot_attach', 'chroot_no_attach', 'chroot_relative'],
  ...['namespace_relative', 'default_allow', 'debug', 'error=EPERM', 'bogus', 'Audit'],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flags-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const heads = [
  ...FLAGS.flatMap((one) => FLAGS.map((other) => `profile x flags=(${one}, ${other})`)),
  ...['', ' ', ',', 'complain,', ',complain', 'complain audit', 'complain\naudit', 'complain #c\naudit', '"kill"'].map(
    (list) => `profile x flags=(${list})`,
  ),
  ...['(complain)', '(bogus)', 'flags = (audit)', 'xattrs=(a=b) flags=(audit)', 'xattrs=(a=b) (bogus)'].map(
    (list) => `/x ${list}`,
  ),
];

it('the flags that are refused are those that apparmor_parser 3.0 refuses', (context) => {
  const parser = requireTool(context, 'apparmor_parser');
  const refused = (text: string): boolean => {
    const file = join(folder, 'text');
    writeFileSync(file, text);
    return spawnSync(parser, ['-q', '-Q', '-K', '-o', '/dev/null', file]).status !== 0;
  };
  const wrong = heads.filter((head) => {
    const text = `abi <abi/3.0>,\n${head} { file, }\n`;
    return refused(text) !== checkProfiles(text).diagnostics.length > 0;
  });
  expect(wrong).toEqual([]);
  expect(refused('\ufeffprofile x { }\n')).toBe(true);
});
