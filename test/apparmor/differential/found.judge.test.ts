/** Texts in which ours and a real parser once disagreed, and what stands close to them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { PARSERS } from '../parsers';
import { compare } from './compare';
import { writeTree } from './tree';

const inProfile = (...rules: readonly string[]): readonly string[] => rules.map((rule) => `profile a {\n${rule},\n}\n`);

const FOUND: Readonly<Record<string, readonly string[]>> = {
  'the order in which a folder is read': ['include <gen/forward>\n', 'include <gen/backward>\n'],
  'what was included before': [
    '@{one} = a\ninclude "gen/variables"\ninclude <gen/variables>\n',
    '@{one} = a\ninclude "gen/variables"\ninclude "./gen/variables"\n',
    'include <gen/variables-folder>\ninclude <gen/variables-folder/a>\n',
    'include <gen/variables-folder>\ninclude <gen/variables-folder/>\n',
  ],
  'files of features': [
    'abi <"">,\n',
    'abi <"abi/3.0">,\nprofile a {}\n',
    'abi <abi>,\nprofile a {}\n',
    'abi <abi//3.0>,\nprofile a {}\n',
    'abi <gen/none>,\nprofile a {}\n',
  ],
  'globs of addresses': ['e', '@e', 'e f', '@e @f'].map(
    (values) => `@{one} = ${values}\nprofile a {\nunix addr=@{one},\nunix peer=(addr=@{one}),\n}\n`,
  ),
  'globs that an alias brings': ['a]', '{a}', '[]', 'a}', '[a', '{a,b', '{a}[b'].map(
    (glob) => `alias /b -> /${glob},\nprofile a /b/c {}\n`,
  ),
  'globs that an abi leaves out': ['3.0', '4.0', '5.0', 'kernel-5.4-vanilla', 'kernel-5.4-outoftree-network'].flatMap(
    (abi) =>
      ['network label={}', 'io_uring label={}', 'mqueue label={', 'dbus path={', 'unix label={', 'signal peer={']
        .map((rule) => `abi <abi/${abi}>,\nprofile a {\n${rule},\n}\n`)
        .concat(`abi <abi/${abi}>,\nprofile a xattrs=(a={) {\n}\n`),
  ),
  'types of message queues': inProfile(
    'mqueue type=posix type=sysv /a',
    'mqueue type=sysv type=posix /a',
    'mqueue type=sysv type=posix 1',
    'mqueue type=(posix sysv) 1',
  ),
  'mount rules that nothing can match': [
    ...inProfile('mount fstype=* option=private', '{ mount fstype=* option=private, }\n/a r', 'umount fstype={'),
    '$on = false\nprofile a {\nif $on { mount fstype=* option=private, }\n}\n',
  ],
  'limits of time': inProfile('set rlimit rttime <= 0 minutes', 'set rlimit rttime <= 0', 'set rlimit cpu <= 0 s'),
  'exec modes that meet': inProfile(
    '/bin/* ix -> a, /bin/a Cx -> b, /bin/? Cx',
    '/bin/* ux, "/bin/a" ux -> a, /** ix',
    '/bin/a ix, /bin/* px',
    '/bin/** ix, /bin/* px',
    'pivot_root /a, pivot_root -> b',
  ),
};

let tree: string;
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'tree-'));
  writeTree(tree);
});
afterAll(() => rmSync(tree, { recursive: true }));

for (const { version, program } of PARSERS) {
  describeWith([program], `apparmor_parser ${version} and ours say the same of`, () => {
    it.each(Object.entries(FOUND))('%s', async (_, texts) => {
      expect((await compare(version, texts, tree)).disagreements).toEqual([]);
    });
  });
}
