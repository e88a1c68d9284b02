/** Printed text is the same policy: what the Debian packages ship is printed, read again, and compiled beside the original. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import { printPolicy } from '../../../../lib/apparmor/language/print/print-policy';
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic';
import { packageFile, requireTool } from '../../../tools/find';
import { compile, PARSERS, type ParserName } from '../../compiled';

const VERSIONS = Object.keys(PARSERS) as ParserName[];
/** The many files are compiled for these, the others take minutes more; printed and read again they are for all. */
const COMPILED: readonly ParserName[] = ['3.0', '5.0'];

/**
 * A folder for includes with the package's variables, and abstractions that say nothing: what they say is judged by itself,
 * and compiling it with every profile takes minutes.
 */
function emptyAbstractions(version: ParserName, files: readonly string[]): string | undefined {
  const root = packageFile(PARSERS[version].row, 'etc/apparmor.d');
  if (root === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'print-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['tunables', 'abi']) {
    if (existsSync(join(root, name))) symlinkSync(join(root, name), join(folder, name));
  }
  for (const name of ['abstractions', 'apache2.d', 'local']) mkdirSync(join(folder, name));
  for (const file of filesBelow(join(root, 'abstractions'))) {
    const stub = join(folder, relative(root, file));
    mkdirSync(dirname(stub), { recursive: true });
    writeFileSync(stub, '');
  }
  for (const file of files) {
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/include <local\/([^>]+)>/g)) {
      writeFileSync(join(folder, 'local', name), '');
    }
  }
  return folder;
}

/** All files of a folder of a package, and of the folders in it. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return name === 'README' ? [] : [path];
  });
}

/** Below a folder of the package of a version; the test is skipped without the package. */
function shipped(context: TestContext, version: ParserName, folder: string): readonly string[] {
  const root = packageFile(PARSERS[version].row, folder);
  if (root === undefined) return context.skip(`${folder} of apparmor ${version} is not unpacked`);
  return filesBelow(root);
}

function print(text: string, version: ParserName): string {
  const problems: Diagnostic[] = [];
  const file = parsePolicy({ text }, { version, report: (problem) => problems.push(problem) });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return printPolicy(file);
}

/** Prints a text, and holds the print against it; compiled too with a parser. False when the text itself is refused: then the print is too. */
function judge(text: string, version: ParserName, parser: string | undefined, file: string, base?: string): boolean {
  const printed = print(text, version);
  expect(print(printed, version), `${file}: the print of the print`).toBe(printed);
  expect(comments(printed), `${file}: comments`).toEqual(comments(text));
  expect(compact(printed), `${file}: words`).toBe(compact(text));
  if (parser === undefined) return true;
  const original = compile(version, parser, text, base);
  const { policy, said } = compile(version, parser, printed, base);
  expect(policy === original.policy, `${file}: ${said}${original.said}`).toBe(true);
  return policy !== undefined;
}

/** Comments of whole lines. */
const comments = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('#') && !line.startsWith('#include'));

/** What is left when layout is taken away. */
const compact = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/#(?!include).*/, ''))
    .join('')
    .replace(/["\s,()\\]|flags=/g, '');

/** What stands in an abstraction, inside of a profile. Some parsers fall over one that only denies. */
const wrapped = (text: string): string => `include <tunables/global>\n\nprofile wrapped {\n  /always r,\n${text}\n}\n`;

/** A tunable, with a profile that uses its variables. */
function used(text: string): string {
  const names = [...text.matchAll(/^@\{(\w+)\}/gm)].map(([, name]) => name);
  return `${text}\nprofile used {\n${[...new Set(names)].map((name) => `  "/x/@{${name}}" r,\n`).join('')}}\n`;
}

describe.each(VERSIONS)(
  'what Debian ships with apparmor %s is the same when it is printed:',
  { timeout: 180_000 },
  (version) => {
    it.for(['etc/apparmor.d', 'usr/share/apparmor/extra-profiles'])('profiles in %s', (folder, context) => {
      const compiled = folder.startsWith('etc') || COMPILED.includes(version);
      const parser = compiled ? requireTool(context, PARSERS[version].program) : undefined;
      const files = shipped(context, version, folder).filter(
        (file) => !/\/(abi|abstractions|tunables|local|apache2\.d|disable|force-complain)\//.test(file),
      );
      expect(files.length).toBeGreaterThan(10);
      const base = emptyAbstractions(version, files);
      for (const file of files) {
        expect(judge(readFileSync(file, 'utf8'), version, parser, file, base), file).toBe(true);
      }
    });

    it('abstractions', (context) => {
      const parser = COMPILED.includes(version) ? requireTool(context, PARSERS[version].program) : undefined;
      const files = shipped(context, version, 'etc/apparmor.d/abstractions');
      expect(files.length).toBeGreaterThan(80);
      const base = emptyAbstractions(version, files);
      for (const file of files) {
        expect(judge(wrapped(readFileSync(file, 'utf8')), version, parser, file, base), file).toBe(true);
      }
    });

    it('tunables', (context) => {
      const parser = requireTool(context, PARSERS[version].program);
      const files = shipped(context, version, 'etc/apparmor.d/tunables');
      expect(files.length).toBeGreaterThan(10);
      // Some use variables of others, which only tunables/global brings together.
      const compiled = files.filter((file) => judge(used(readFileSync(file, 'utf8')), version, parser, file));
      expect(compiled.length).toBeGreaterThan(files.length / 2);
    });
  },
);
