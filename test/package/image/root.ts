/** The root file system of the loader's image for tests: unpacked from the image's layers, as users get it. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, hashOfFiles } from '../files';
import { packagesFolder, unpackImage, writeImage } from './image';

const BUILD = join(__dirname, '../../../build/loader-image');
const LIB = join(__dirname, '../../../lib/apparmor/loader');

/** What decides the image: its packages, the loader, and how it is put together. */
const hashOf = (packages: string): string =>
  hashOfFiles('/', [
    join(packages, 'record.json'),
    ...[LIB, __dirname].flatMap((folder) => filesBelow(folder).map((file) => join(folder, file))),
  ]).slice(0, 16);

/**
 * Folder with the unpacked image, made once for what is in it: not to be changed, copy it. Undefined where the image's
 * packages are not there (`npx tsx test/tools/build.ts loader-image`).
 */
export function imageRoot(): string | undefined {
  const packages = packagesFolder();
  if (packages === undefined) return undefined;
  const folder = join(BUILD, hashOf(packages));
  const root = join(folder, 'root');
  if (existsSync(root)) return root;
  mkdirSync(BUILD, { recursive: true });
  const part = mkdtempSync(join(BUILD, 'part-'));
  writeImage(packages, join(part, 'layout'));
  unpackImage(join(part, 'layout'), join(part, 'root'));
  try {
    renameSync(part, folder);
  } catch (error) {
    // Another test was faster.
    if (!existsSync(root)) throw error;
    rmSync(part, { recursive: true, force: true });
  }
  return root;
}
