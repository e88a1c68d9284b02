import { type Dirent, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** What is left out when a folder is given instead of files. Files that are named themselves are always taken. */
export interface WalkRules {
  readonly skipsFile: (name: string) => boolean;
  readonly skipsFolder: (name: string) => boolean;
}

/**
 * All files below a folder, sorted, as paths that begin with the folder as given. Links to files are followed, links to
 * folders are not: they can lead in circles. Throws what the file system throws.
 */
export function filesBelow(folder: string, cwd: string, rules: WalkRules): readonly string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of readdirSync(resolve(cwd, next), { withFileTypes: true })) {
      const path = next === '.' ? entry.name : `${next.replace(/\/+$/, '')}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!rules.skipsFolder(entry.name)) waiting.push(path);
      } else if (!rules.skipsFile(entry.name) && isFile(entry, resolve(cwd, path))) {
        found.push(path);
      }
    }
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
}

/** Pipes and sockets are no files: reading them could wait for ever. */
function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(path).isFile();
  } catch {
    // A link to nowhere: reading it later tells the user what is wrong.
    return true;
  }
}
