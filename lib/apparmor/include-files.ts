import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import type { IncludeForm, IncludeResolver } from './language/includes';
import { isPassedOver } from './language/left-behind';
import type { Source } from './language/model/source';

/**
 * Finds included files below folders, as `apparmor_parser -I` does: the first folder that has the path wins. Paths that
 * are not in `<…>` are taken as they stand. Every file is read once.
 */
export class IncludeFiles implements IncludeResolver {
  private readonly known = new Map<string, readonly Source[] | undefined>();
  private readonly folders: readonly string[];

  /** @param folders where `<path>` is looked up, such as `/etc/apparmor.d` */
  public constructor(folders: readonly string[]) {
    this.folders = folders.map((folder) => folder.replace(/(?<=.)\/+$/, ''));
  }

  public read(path: string, how: IncludeForm): readonly Source[] | undefined {
    if (how === 'relative') return this.load(path);
    for (const folder of this.folders) {
      const found = this.load(`${folder}/${path}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private load(path: string): readonly Source[] | undefined {
    if (this.known.has(path)) return this.known.get(path);
    const found = read(path);
    this.known.set(path, found);
    return found;
  }
}

function read(path: string): readonly Source[] | undefined {
  const stats = statsOf(path);
  if (stats?.isFile()) return [readSource(path)];
  if (!stats?.isDirectory()) return undefined;
  // By bytes, as the parser sorts them.
  const names = readdirSync(path).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const entries = names.map((name) => ({ name, file: `${path}/${name}`, stats: statsOf(`${path}/${name}`) }));
  // A link that leads nowhere, and the parser gives up the folder.
  if (entries.some(({ stats: each }) => each === undefined)) return undefined;
  const files = entries.filter(({ name, stats: each }) => each?.isFile() && !isPassedOver(name));
  return files.map(({ file }) => readSource(file));
}

/** No piece of a policy is that large: what is cut behind it is refused for what stands there. */
const MOST_BYTES = 1024 * 1024;
/** Programs and other data, as git tells them: a byte 0 near the beginning. What follows is more of the same. */
const LOOKED_AT = 8000;

/** The text is read when it is asked for: a folder that was meant for another one may hold thousands of programs. */
function readSource(file: string): Source {
  let known: string | undefined;
  return {
    file,
    get text() {
      known ??= decode(readFileSync(file));
      return known;
    },
  };
}

function decode(bytes: Buffer): string {
  const isData = bytes.subarray(0, LOOKED_AT).includes(0) || bytes.length > MOST_BYTES;
  return `${bytes.toString('utf8', 0, isData ? LOOKED_AT : bytes.length)}${isData ? '\0' : ''}`;
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
