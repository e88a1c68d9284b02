import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ParserVersion } from '../../lib/apparmor/language/versions';
import { packageFile } from '../tools/find';
import { parserOf, rootOf } from './parsers';

/** A file of a package, by its path below the folder of its kind. */
export interface CorpusFile {
  readonly path: string;
  readonly text: string;
}

const EXTRA = 'usr/share/apparmor/extra-profiles';

function read(folder: string, recursive: boolean): readonly CorpusFile[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile() && !path.endsWith('README'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

/** Profiles that the packages of a version ship: those that are loaded, and those to start from. */
export function profilesOf(version: ParserVersion): readonly CorpusFile[] {
  const extra = packageFile(parserOf(version).row, EXTRA);
  return [...read(rootOf(version), false), ...(extra === undefined ? [] : read(extra, false))];
}

/** What profiles include: abstractions, tunables, by the path that an include names. */
export function includesOf(version: ParserVersion, kind: 'abstractions' | 'tunables'): readonly CorpusFile[] {
  return read(join(rootOf(version), kind), true).map(({ path, text }) => ({ path: `${kind}/${path}`, text }));
}
