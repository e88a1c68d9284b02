/**
 * Makes `dist/`, what the package ships: the program by jsii, without a single warning, and the scripts beside it. What
 * has no source any more goes. Nothing is done when `dist/` is what these sources make.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, hashOfFiles } from './files';
import { JSII_ENVIRONMENT } from './jsii';

const ROOT = join(__dirname, '../..');
const DIST = join(ROOT, 'dist');
const STAMP = join(ROOT, 'build/dist.stamp');

/** Folders of `lib/` that are shipped as they are: scripts, what their images are made of, and schemas for editors. */
export const ASSETS = ['apparmor/loader', 'container-policy/schema'] as const;

/** Written by the compiler for itself. */
const COMPILER_STATE = 'tsconfig.tsbuildinfo';

const isAsset = (file: string): boolean => ASSETS.some((folder) => file.startsWith(`${folder}/`));
const isSource = (file: string): boolean => file.endsWith('.ts') && !isAsset(file);

/** Files of `dist/` that are shipped, below it: two for each source, and the assets. */
export function shippedFiles(): readonly string[] {
  const files = filesBelow(join(ROOT, 'lib'));
  const compiled = files.filter(isSource).flatMap((file) => [file.replace(/ts$/, 'js'), file.replace(/ts$/, 'd.ts')]);
  return [...compiled, ...files.filter(isAsset)].sort();
}

/** A hash of what decides how `dist/` looks. The README is part of the interface's description. */
const inputs = (): string =>
  hashOfFiles(ROOT, [
    'README.md',
    'package-lock.json',
    'package.json',
    ...filesBelow(join(ROOT, 'lib')).map((file) => `lib/${file}`),
  ]);

/** A hash of how it looks. */
function outputs(): string {
  const files = existsSync(DIST) ? filesBelow(DIST).map((file) => `dist/${file}`) : [];
  return hashOfFiles(ROOT, existsSync(join(ROOT, '.jsii')) ? ['.jsii', ...files] : files);
}

/** Whether `dist/` is what the sources make. */
export const isUpToDate = (): boolean =>
  existsSync(STAMP) && readFileSync(STAMP, 'utf8') === `${inputs()} ${outputs()}`;

/** Brings `dist/` up to date. @throws Error when the compiler refuses the sources. */
export function build(): void {
  if (isUpToDate()) return;
  rmSync(STAMP, { force: true });
  const before = inputs();
  // The compiler believes its own notes, and does not write again what somebody has taken away.
  if (shippedFiles().some((file) => !existsSync(join(DIST, file)))) rmSync(join(DIST, COMPILER_STATE), { force: true });
  const jsii = spawnSync('node_modules/.bin/jsii', ['--fail-on-warnings'], {
    cwd: ROOT,
    // What is asked for, such as the figures of a benchmark, has the standard output for itself.
    stdio: ['ignore', 2, 2],
    env: JSII_ENVIRONMENT,
  });
  if (jsii.status !== 0) throw new Error('jsii refuses the sources');
  for (const folder of ASSETS) {
    cpSync(join(ROOT, 'lib', folder), join(DIST, folder), { recursive: true });
  }
  const wanted = new Set([...shippedFiles(), COMPILER_STATE]);
  for (const file of filesBelow(DIST)) {
    if (!wanted.has(file)) rmSync(join(DIST, file));
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, `${before} ${outputs()}`);
}

if (require.main === module) {
  try {
    build();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
