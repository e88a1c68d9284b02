/**
 * `npm run image`: builds the loader's image as an OCI image layout, without Docker, and prints its digest and size.
 *
 *   npm run image                          into build/apparmor-loader
 *   npm run image -- FOLDER                into FOLDER
 *   npm run image -- FOLDER --root ROOT    and unpacks its layers into ROOT, which must not exist
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loaderVersion, PACKAGES, packagesFolder, unpackImage, writeImage } from './image';

const ROOT = join(__dirname, '../../..');

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function main(): void {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { root: { type: 'string' } } });
  const folder = resolve(positionals[0] ?? join(ROOT, 'build/apparmor-loader'));
  const root = values.root === undefined ? undefined : resolve(values.root);
  if (positionals.length > 1) throw new Error('one folder at most');
  if (root !== undefined && existsSync(root)) throw new Error(`${root} is there already`);
  // Nobody's folder is emptied by a slip of the pen.
  if (existsSync(folder) && !existsSync(join(folder, 'oci-layout'))) throw new Error(`${folder} is no image layout`);
  const tsx = join(ROOT, 'node_modules/.bin/tsx');
  execFileSync(tsx, [join(ROOT, 'test/tools/build.ts'), PACKAGES], { stdio: ['ignore', 2, 2] });
  const packages = packagesFolder();
  if (packages === undefined) throw new Error('the Debian packages of the image are not to be had here');
  const image = writeImage(packages, folder);
  if (root !== undefined) unpackImage(folder, root);
  process.stdout.write(
    `${folder}:${loaderVersion()}\n${image.digest}\n${megabytes(image.layer.size)} to pull (${image.layer.digest})\n`,
  );
}

try {
  main();
} catch (error) {
  process.stderr.write(`image: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
