import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { publish, toolFolder } from '../tools/cache';
import { JSII_ENVIRONMENT } from './jsii';
import { PYTHON_SOURCES } from './languages';
import { requireTarball } from './pack';

const run = promisify(execFile);

/** The Python packages of the versions that TypeScript is tested with, so that both write the same. */
const PACKAGES = ['jsii==1.140.0', 'cdk8s==2.68.12', 'cdk8s-plus-27==2.9.5', 'constructs==10.3.0'];

/** Why Python cannot be used here, or undefined. */
export async function withoutPython(): Promise<string | undefined> {
  try {
    await run('python3', ['-c', 'import sys; assert sys.version_info >= (3, 10)']);
    await run('python3', ['-m', 'pip', '--version']);
    return undefined;
  } catch {
    return 'python3 (3.10 or newer) with pip is not available';
  }
}

/** A folder for PYTHONPATH with what our Python package needs: installed once, kept in the user's cache. */
async function packages(): Promise<string> {
  const { stdout: version } = await run('python3', ['--version']);
  const folder = toolFolder('python', [...PACKAGES, version]);
  const build = async (temporary: string): Promise<void> => {
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--target', temporary, ...PACKAGES]);
  };
  await publish(folder, build, () => undefined);
  return folder;
}

/** Runs a Python program with the package that jsii-pacmak generated. @returns standard output. */
export async function python(program: string, ...args: readonly string[]): Promise<string> {
  requireTarball();
  const installed = await packages();
  // The unpacked JavaScript of each package is remembered between runs, beside the packages and by the hash of its tarball.
  const unpacked = join(installed, '.jsii-packages');
  mkdirSync(unpacked, { recursive: true });
  const env = {
    ...JSII_ENVIRONMENT,
    JSII_RUNTIME_PACKAGE_CACHE_ROOT: unpacked,
    PYTHONPATH: [PYTHON_SOURCES, installed].join(delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { stdout } = await run('python3', [program, ...args], { env, maxBuffer: 1 << 26 });
  return stdout;
}
