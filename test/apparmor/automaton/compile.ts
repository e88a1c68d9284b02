/** Has the real parser compile generated profiles. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import { packageFile } from '../../tools/find';
import { commandOf, parserOf } from '../parsers';
import { type CompiledProfile, readPolicy } from './compiled';

const run = promisify(execFile);

/**
 * Kernels that profiles are compiled for: of the version's own time, or as abi/3.0 has it, without tables of permissions.
 * `unpinned` is the own one, where the text's abi rule decides.
 */
export type Kernel = 'own' | 'abi/3.0' | 'unpinned';

/**
 * What the kernel can do, in the parser's own file for the version. 5.0 brings rules of addresses and a class of its own
 * for unix sockets that no kernel of Debian's has: without these.
 */
function featuresOf(version: ParserVersion, kernel: Kernel, folder: string): readonly string[] {
  const [row, path] = parserOf(kernel === 'abi/3.0' ? '3.0' : version).features;
  const file = packageFile(row, path);
  if (file === undefined) throw new Error(`${row} brings no ${path}`);
  if (kernel === 'unpinned') return ['--kernel-features', file];
  if (version !== '5.0' || kernel !== 'own') return ['-M', file];
  const text = readFileSync(file, 'utf8')
    .replace(/af_inet \{yes\s*\}\s*/, '')
    .replace(/^network_v9 \{[^{}]*(\{[^{}]*\}[^{}]*)*\}\s*/gm, '');
  const made = join(folder, 'features');
  writeFileSync(made, text);
  return ['-M', made];
}

/** All profiles of a text, or what the parser says against it. */
export async function compile(
  version: ParserVersion,
  text: string,
  kernel: Kernel = 'own',
): Promise<readonly CompiledProfile[] | string> {
  const folder = mkdtempSync(join(tmpdir(), 'automaton-'));
  const [file, out] = [join(folder, 'text'), join(folder, 'policy')];
  writeFileSync(file, text);
  const [program = '', ...pinned] = commandOf(version);
  const at = pinned.indexOf('-M');
  const words = pinned.filter((_, index) => index !== at && index !== at + 1);
  try {
    await run(program, [...words, ...featuresOf(version, kernel, folder), '-q', '-o', out, file]);
    return readPolicy(readFileSync(out));
  } catch (failure) {
    return failure instanceof Error && 'stderr' in failure ? String(failure.stderr) : String(failure);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
