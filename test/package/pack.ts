/** Packs the package as it would be published: `build/package.tgz`. Run it after `npm run build`. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'build');

export const TARBALL = join(FOLDER, 'package.tgz');

/** The tarball, which `npm test` makes before any test. @throws Error when it is not there. */
export function requireTarball(): string {
  if (existsSync(TARBALL)) return TARBALL;
  const steps = ['build', 'pack', 'languages'].map((step) => `npx tsx test/package/${step}.ts`);
  throw new Error(`build/package.tgz is not there: run \`${steps.join(' && ')}\``);
}

/** What npm says of a tarball. Sizes in bytes. */
export interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
  readonly bundled: readonly string[];
}

async function call(...args: readonly string[]): Promise<Packed> {
  const [packed]: readonly Packed[] = JSON.parse(await npm(ROOT, 'pack', '--json', '--ignore-scripts', ...args));
  if (packed === undefined) throw new Error('npm packs nothing');
  return packed;
}

/** What the tarball would hold. Nothing is written. */
export const inspect = (): Promise<Packed> => call('--dry-run');

async function pack(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const { filename, size, files } = await call('--pack-destination', FOLDER);
  renameSync(join(FOLDER, filename), TARBALL);
  process.stdout.write(`${TARBALL}: ${files.length} files, ${Math.round(size / 1024)} kB\n`);
}

if (require.main === module) void pack();
