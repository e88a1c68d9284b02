/**
 * Generates the code of the other languages into `build/languages`. Nothing is generated when the interface is what it
 * was; the Python package always gets the newest tarball, so that it runs the program that is tested.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, hashOfFiles } from './files';
import { JSII_ENVIRONMENT } from './jsii';
import { TARBALL } from './pack';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'build/languages');
const STAMP = join(FOLDER, 'stamp');
const LANGUAGES = ['python', 'java', 'go'];

/** The Python package, for PYTHONPATH. */
export const PYTHON_SOURCES = join(FOLDER, 'python/src');

function generate(): void {
  const stamp = hashOfFiles(ROOT, ['.jsii', 'package.json', 'node_modules/jsii-pacmak/package.json']);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return;
  rmSync(FOLDER, { recursive: true, force: true });
  const targets = LANGUAGES.flatMap((language) => ['--targets', language]);
  const pacmak = spawnSync('node_modules/.bin/jsii-pacmak', ['--code-only', ...targets, '--outdir', FOLDER], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...JSII_ENVIRONMENT, npm_config_ignore_scripts: 'true' },
  });
  const said = `${pacmak.stdout}${pacmak.stderr}`;
  process.stdout.write(said);
  if (pacmak.status !== 0) throw new Error('jsii-pacmak fails');
  // A name that is a reserved word somewhere is only warned about.
  if (/\bWARN/i.test(said.replace(/^npm warn.*$/gm, ''))) throw new Error('jsii-pacmak warns');
  for (const language of LANGUAGES) {
    const count = filesBelow(join(FOLDER, language)).length;
    process.stdout.write(`${language}: ${count} files\n`);
    if (count < 10) throw new Error(`jsii-pacmak wrote no ${language}`);
  }
  writeFileSync(STAMP, stamp);
}

function updateTarball(): void {
  const folder = join(PYTHON_SOURCES, 'cdk8s_container_security/_jsii');
  const [tarball] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`no tarball in ${folder}`);
  copyFileSync(TARBALL, join(folder, tarball));
}

if (require.main === module) {
  try {
    generate();
    updateTarball();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
