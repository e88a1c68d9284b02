import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that generated texts include: good ones, a broken one, one that includes itself, folders with what is passed over. */
const FILES: Readonly<Record<string, string>> = {
  'gen/rules': '# rules\n/inc r,\ncapability kill,\n',
  'gen/empty': '',
  'gen/nested': 'include <gen/rules>\n/nested r,\n#include "gen/empty"\n',
  'gen/loop': '/loop r,\ninclude <gen/loop>\n',
  'gen/broken': '/broken rz,\n',
  'gen/variables': '@{included} = /i /j\n@{one} += /more\n',
  'gen/variables-folder/a': '@{folder_a} = a\n',
  'gen/variables-folder/b': '@{folder_b} = b\n',
  // 2.13 reads a folder in the order of names, later versions the other way round.
  'gen/forward/a': '@{forward} = a\n',
  'gen/forward/b': '@{forward} += b\n',
  'gen/backward/a': '@{backward} += a\n',
  'gen/backward/b': '@{backward} = b\n',
  'gen/profile': 'profile included {\n  /x r,\n}\n',
  'gen/folder/a': '/a r,\n',
  'gen/folder/b': '/b r,\n',
  'gen/folder/c.dpkg-new': 'broken\n',
  'gen/folder/d~': 'broken\n',
  'gen/folder/.hidden': 'broken\n',
  'gen/folder/README': '# read me\n',
};

/** Writes them below a folder. */
export function writeTree(folder: string): void {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
