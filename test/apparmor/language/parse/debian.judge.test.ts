/** All that Debian ships must be read, by each version that shipped it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { IncludeFiles } from '../../../../lib/apparmor/include-files';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';
import { packageFile } from '../../../tools/find';

const ROWS: readonly (readonly [ParserVersion, string])[] = [
  ['2.13', 'apparmor-2.13'],
  ['3.0', 'apparmor'],
  ['4.1', 'apparmor-4.1'],
  ['5.0', 'apparmor-5.0'],
];
const FOLDERS = ['etc/apparmor.d', 'usr/share/apparmor/extra-profiles'];

it.for(ROWS)('all profiles of the packages of %s are read without a complaint', ([version, row], context) => {
  const root = packageFile(row, 'etc/apparmor.d');
  if (root === undefined) return context.skip(`${row} is not unpacked`);
  // Packages leave these empty files to the script that runs when they are installed.
  const shipped = new IncludeFiles([root]);
  const local = { file: 'local', text: '' };
  const includes = {
    read: (path: string, how: 'magic' | 'relative') =>
      shipped.read(path, how) ?? (path.startsWith('local/') ? [local] : undefined),
  };
  const wrong: string[] = [];
  let read = 0;
  for (const folder of FOLDERS.map((each) => join(root, '../..', each)).filter((each) => existsSync(each))) {
    for (const name of readdirSync(folder).filter((each) => each !== 'README')) {
      const file = join(folder, name);
      if (!statSync(file).isFile()) continue;
      read += 1;
      parsePolicy(
        { file, text: readFileSync(file, 'utf8') },
        { version, includes, report: ({ message, place }) => wrong.push(`${place?.file}:${place?.line} ${message}`) },
      );
    }
  }
  expect(wrong).toEqual([]);
  expect(read).toBeGreaterThan(30);
});

it.for(ROWS)('so are the abstractions and tunables of %s on their own', ([version, row], context) => {
  const root = packageFile(row, 'etc/apparmor.d');
  if (root === undefined) return context.skip(`${row} is not unpacked`);
  const includes = new IncludeFiles([root]);
  const wrong: string[] = [];
  for (const [folder, text] of [
    ['abstractions', (path: string) => `profile x {\n  include <${path}>\n}\n`],
    ['tunables', (path: string) => `include <${path}>\nprofile x {\n}\n`],
  ] as const) {
    for (const name of readdirSync(join(root, folder))) {
      const source = { file: name, text: text(`${folder}/${name}`) };
      parsePolicy(source, {
        version,
        includes,
        report: ({ message, place }) => wrong.push(`${place?.file} ${message}`),
      });
    }
  }
  expect(wrong).toEqual([]);
});
