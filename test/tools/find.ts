/** Where tests find the tools: `<NAME>_BIN` in the environment, then `.tools/bin`, then PATH. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { KIND_TEMPLATE } from './openapi';
import { TOOLS, type Tool } from './table';

export const TOOLS_FOLDER = resolve(__dirname, '../../.tools');
export const BIN_FOLDER = join(TOOLS_FOLDER, 'bin');
/** Why tools could not be built here: JSON, name of the row to reason. */
export const UNAVAILABLE_FILE = join(TOOLS_FOLDER, 'unavailable.json');

/** In a pipeline nothing may be missing: what would be skipped elsewhere fails there. */
export const inCi = (): boolean => process.env.CI === 'true';

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** `kube-apiserver-1.36` to `KUBE_APISERVER_1_36_BIN`. */
export const variable = (name: string): string => `${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_BIN`;

/** Whether the environment names every program of a row. A row without programs (files alone) it cannot give. */
export function givenByEnvironment(row: Tool): boolean {
  const binaries = 'binaries' in row ? Object.keys(row.binaries) : [];
  return binaries.length > 0 && binaries.every((binary) => process.env[variable(binary)]);
}

/** Rows that are a folder of files and no program. */
const isFolder = (row: Tool | undefined): boolean =>
  row?.kind === 'schemas' || (row?.kind === 'debian' && Object.keys(row.binaries).length === 0);

/**
 * Path of a tool, such as `tool('helm3')`, or undefined when it is nowhere; of schemas (`schemas-1.36`) and of packages
 * without programs (`kernel`) it is a folder.
 * Throws when the environment variable names something that cannot be run.
 */
export function tool(name: string): string | undefined {
  if (isFolder(TOOLS[name])) {
    return [join(TOOLS_FOLDER, name)].find((folder) => existsSync(folder));
  }
  const given = process.env[variable(name)];
  if (given) {
    if (!executable(given)) {
      throw new Error(`${variable(name)} is "${given}", which is not a program`);
    }
    return given;
  }
  const folders = [BIN_FOLDER, ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
  return folders.map((folder) => join(folder, name)).find(executable);
}

/** Row of the table that brings a program or is named so. */
const rowOf = (name: string): string | undefined =>
  Object.entries(TOOLS).find(([row, made]) => row === name || ('binaries' in made && name in made.binaries))?.[0];

/** How the reason begins when the mirrors no longer have a part that may leave them. */
export const GONE = 'the mirrors no longer have it';

const reasonOf = (row: string): string | undefined =>
  existsSync(UNAVAILABLE_FILE) ? JSON.parse(readFileSync(UNAVAILABLE_FILE, 'utf8'))[row] : undefined;

/** Whether a missing tool fails the tests: in a pipeline, unless nobody can have it any more. */
export const mustBeThere = (name: string, reason = reasonOf): boolean =>
  inCi() && !reason(rowOf(name) ?? name)?.startsWith(GONE);

/** Sentence that says why a tool is missing and what to do. */
export function missing(name: string): string {
  const row = rowOf(name) ?? name;
  return `${name} is not available: ${reasonOf(row) ?? `run \`npx tsx test/tools/build.ts ${row}\``}`;
}

/** The part of a Vitest test context that is needed to skip. */
interface Skippable {
  skip(note: string): never;
}

/** Path of a tool. Without it the test is skipped with the reason; with CI=true it fails. */
export function requireTool(context: Skippable, name: string): string {
  const path = tool(name);
  if (path !== undefined) {
    return path;
  }
  if (mustBeThere(name)) {
    throw new Error(missing(name));
  }
  return context.skip(missing(name));
}

/** Path of a file that a Debian package brings, such as `packageFile('apparmor', 'etc/apparmor.d/abi/3.0')`. */
export function packageFile(row: string, path: string): string | undefined {
  return [join(TOOLS_FOLDER, row, 'root', path), join('/', path)].find((each) => existsSync(each));
}

/** Value of kubeconform's `-schema-location` for a minor, such as `1.36`: strict schemas of all kinds of its server. */
export const schemaLocation = (minor: string): string => join(TOOLS_FOLDER, `schemas-${minor}`, KIND_TEMPLATE);
