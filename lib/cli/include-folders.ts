import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { quote } from '../diagnostics/describe';
import { UsageError } from './failure';
import type { Io } from './io';

/** Adds the option that says where includes are looked up. */
export function addIncludeOption(command: Command): Command {
  return command.option(
    '-I, --include <folder>',
    'where includes such as <abstractions/base> are looked up; may be given more than once',
    (folder: string, folders: readonly string[] = []) => [...folders, folder],
  );
}

/** @throws UsageError for folders that are none: else every include would be missing, and the reason told elsewhere. */
export function requireFolders(folders: readonly string[], io: Io): void {
  const wrong = folders.filter((folder) => !isFolder(resolve(io.cwd, folder)));
  if (wrong.length > 0) {
    const what = wrong.length === 1 ? 'there is no folder' : 'there are no folders';
    throw new UsageError(`${what} ${wrong.map(quote).join(', ')} to look includes up in (-I)`);
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
