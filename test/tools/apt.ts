import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptFolder } from './cache';
import { command, type Progress } from './progress';
import type { DebianTool } from './table';

const OS_RELEASE = '/etc/os-release';
const SOURCES = '/etc/apt';

/** Name of the release, such as `bookworm`, or undefined where this is not Debian. */
export function release(): string | undefined {
  const text = existsSync(OS_RELEASE) ? readFileSync(OS_RELEASE, 'utf8') : '';
  return /^ID=debian$/m.test(text) ? /^VERSION_CODENAME=(\S+)$/m.exec(text)?.[1] : undefined;
}

/** The mirrors that have no such suite or package, not a network that is down. */
const GONE_WORDS = /does not have a Release file|Unable to locate package|no installation candidate|404 +Not Found/;

/** Thrown when the mirrors answer and do not have what was asked for. */
export class GoneError extends Error {}

/** The paragraph of a `.sources` file for another suite, or undefined when it is not of suite `own`. */
function paragraphFor(paragraph: string, own: string, suite: string): string | undefined {
  const field = (name: string): readonly string[] =>
    new RegExp(`^${name}:(.*)$`, 'm').exec(paragraph)?.[1]?.trim().split(/\s+/) ?? [];
  const ours = field('Types').includes('deb') && field('Suites').includes(own) && !field('Enabled').includes('no');
  return ours ? paragraph.replace(/^Types:.*$/m, 'Types: deb').replace(/^Suites:.*$/m, `Suites: ${suite}`) : undefined;
}

/** The same for a line of a `.list` file, as a line. */
function lineFor(line: string, own: string, suite: string): string | undefined {
  const [, start, words, of, rest] = /^(deb\s+(?:\[[^\]]*\]\s+)?)(\S+\s+)(\S+)(\s.*)$/.exec(line) ?? [];
  return of === own ? `${start}${words}${suite}${rest}` : undefined;
}

/**
 * The system's own sources of its release (mirror, keyring, components), asked for another suite. `files` are file
 * names with their texts. Throws when the system has no source of its own release.
 */
export function sourcesFor(
  files: readonly (readonly [name: string, text: string])[],
  own: string,
  suite: string,
): { readonly list: string; readonly sources: string } {
  const texts = (ending: string): string =>
    files.flatMap(([name, text]) => (name.endsWith(ending) ? [text] : [])).join('\n\n');
  const present = (each: string | undefined): each is string => each !== undefined;
  const sources = texts('.sources')
    .replace(/^#.*\n/gm, '')
    .split(/\n{2,}/)
    .map((each) => paragraphFor(each.trim(), own, suite))
    .filter(present);
  const list = texts('.list')
    .split('\n')
    .map((each) => lineFor(each.trim(), own, suite))
    .filter(present);
  if (sources.length + list.length === 0) {
    throw new Error(`the system has no apt source of ${own}`);
  }
  return { list: `${list.join('\n')}\n`, sources: `${sources.join('\n\n')}\n` };
}

function systemSources(): readonly (readonly [string, string])[] {
  const folder = join(SOURCES, 'sources.list.d');
  const parts = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  return [join(SOURCES, 'sources.list'), ...parts]
    .filter((file) => /\.(list|sources)$/.test(file) && existsSync(file))
    .map((file) => [file, readFileSync(file, 'utf8')]);
}

/** Sources of our own for another suite. What the system has installed and prefers is of no matter to it. */
function suiteOptions(suite: string, apt: string): readonly string[] {
  const parts = join(apt, 'sources.list.d');
  mkdirSync(parts, { recursive: true });
  const { list, sources } = sourcesFor(systemSources(), release() ?? '', suite);
  writeFileSync(join(parts, 'suite.list'), list);
  writeFileSync(join(parts, 'suite.sources'), sources);
  const status = join(apt, 'status');
  writeFileSync(status, '');
  return [
    `Dir::State::status=${status}`,
    'Dir::Etc::sourcelist=/dev/null',
    `Dir::Etc::sourceparts=${parts}`,
    'Dir::Etc::preferences=/dev/null',
    'Dir::Etc::preferencesparts=/dev/null',
  ];
}

/** Package lists of our own: `apt-get update` needs no root, and the lists of the system stay as they are. */
function privateLists(suite: string | undefined): readonly string[] {
  const apt = suite === undefined ? aptFolder() : join(aptFolder(), suite);
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(apt, folder), { recursive: true });
  }
  return [
    `Dir::State=${join(apt, 'state')}`,
    `Dir::Cache=${join(apt, 'cache')}`,
    'Debug::NoLocking=1',
    'Acquire::Retries=2',
    'Acquire::http::Timeout=30',
    ...(suite === undefined ? ['Dir::State::status=/var/lib/dpkg/status'] : suiteOptions(suite, apt)),
  ].flatMap((option) => ['-o', option]);
}

/** Options for a machine on which nothing is installed: what it has and prefers decides nothing. */
const NOTHING_INSTALLED = ['-o', 'Dir::State::status=/dev/null', '-o', 'Debug::NoLocking=1'] as const;

/** Names of packages in what `apt-get --print-uris install` prints, of those that `wanted` matches. */
export const namesIn = (uris: string, wanted: string): readonly string[] =>
  [...uris.matchAll(/^'[^']*' ([^_\s]+)_/gm)]
    .map((match) => match[1] ?? '')
    .filter((name) => new RegExp(wanted).test(name));

/**
 * The packages of a row and, of all that they need where nothing is installed, those that the row wants. apt decides
 * what that is, so that versions in names (a kernel's) and alternatives need no table.
 */
async function withDependencies(
  row: DebianTool,
  wanted: string,
  options: readonly string[],
): Promise<readonly string[]> {
  const packages = Object.keys(row.packages);
  const install = ['--no-install-recommends', '--print-uris', '--yes', 'install', ...packages];
  const uris = await command('apt-get', [...options, ...install]);
  return [...new Set([...packages, ...namesIn(uris, wanted)])];
}

async function fetchPackages(row: DebianTool, folder: string, lists: readonly string[]): Promise<string> {
  const { dependencies } = row;
  const options = dependencies === undefined ? lists : [...lists, ...NOTHING_INSTALLED];
  const packages =
    dependencies === undefined ? Object.keys(row.packages) : await withDependencies(row, dependencies, options);
  return command('apt-get', [...options, 'download', ...packages], { cwd: folder });
}

/**
 * Downloads the packages of a row into `folder` with the lists that are there; where those are missing or out of date,
 * with new ones. Throws a GoneError when the mirrors have not got them.
 */
export async function download(row: DebianTool, folder: string, progress: Progress): Promise<void> {
  const { suite, dependencies } = row;
  const names = Object.keys(row.packages).join(', ');
  const what = `downloading ${names}${dependencies ? ' and what they need' : ''}${suite ? ` of ${suite}` : ''}`;
  const lists = privateLists(suite);
  const fetchAll = (options: readonly string[]): Promise<string> => fetchPackages(row, folder, options);
  try {
    await progress.during(what, () => fetchAll(suite === undefined ? [] : lists));
  } catch {
    let trouble = '';
    // One broken source of a third party must not matter; a missing package is found by the download.
    await progress
      .during('fetching package lists', () => command('apt-get', [...lists, 'update']))
      .catch((error: Error) => {
        trouble = error.message;
        progress.say(trouble);
      });
    await progress
      .during(what, () => fetchAll(lists))
      .catch((error: Error) => {
        // Without its list a package is unknown too: why there is none decides.
        throw GONE_WORDS.test(trouble || error.message) ? new GoneError(error.message) : error;
      });
  }
}
