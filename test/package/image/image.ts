import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOOLS_FOLDER } from '../../tools/find';
import { runConfigOf } from './dockerfile';
import { type Descriptor, type ImageParts, writeLayout } from './layout';
import { tarOf } from './tar';

const LOADER = join(__dirname, '../../../lib/apparmor/loader');

/** Row of test/tools/table.ts with the packages of the image. */
export const PACKAGES = 'loader-image';

/** Label and annotation that hold the packages with their versions. */
export const PACKAGES_LABEL = 'io.github.cdk8s-container-security.packages';

/** What apt brought, as test/tools/debian.ts writes it down. */
interface PackageRecord {
  readonly release: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** Where the packages are unpacked, or undefined while they are not. */
export const packagesFolder = (): string | undefined =>
  [join(TOOLS_FOLDER, PACKAGES)].find((folder) => existsSync(join(folder, 'record.json')));

/** Puts the image's root file system together in a folder that does not exist yet, from unpacked packages. */
export function assemble(packages: string, root: string): void {
  execFileSync('sh', [join(LOADER, 'image/assemble.sh'), join(packages, 'root'), root], { stdio: 'pipe' });
}

/** The version that the loader says of itself: the image's tag. */
export function loaderVersion(): string {
  const version = /^VERSION=(\S+)$/m.exec(readFileSync(join(LOADER, 'config.sh'), 'utf8'))?.[1];
  if (version === undefined) throw new Error('lib/apparmor/loader/config.sh names no VERSION');
  return version;
}

/** The time of everything in the image, in seconds since 1970: `SOURCE_DATE_EPOCH` says another one. */
const epoch = (): number => Number(process.env.SOURCE_DATE_EPOCH ?? 0);

/** For which machines the programs in a root file system are: Debian's names for the two that count are Go's. */
function architectureOf(root: string): string {
  const record = readFileSync(join(root, 'var/lib/dpkg/status.d/libc6'), 'utf8');
  const name = /^Architecture: (\S+)$/m.exec(record)?.[1];
  if (name === undefined) throw new Error('the description of libc6 names no architecture');
  return name;
}

function partsOf(packages: string, root: string): ImageParts {
  const { release, versions }: PackageRecord = JSON.parse(readFileSync(join(packages, 'record.json'), 'utf8'));
  const run = runConfigOf(readFileSync(join(LOADER, 'Dockerfile'), 'utf8'));
  const used = Object.entries(versions)
    .map(([name, version]) => `${name}=${version}`)
    .sort();
  const labels = {
    ...run.Labels,
    'org.opencontainers.image.version': loaderVersion(),
    [PACKAGES_LABEL]: [`debian=${release}`, ...used].join(' '),
  };
  return {
    architecture: architectureOf(root),
    layer: tarOf(root, epoch()),
    config: { ...run, Labels: labels },
    annotations: labels,
    name: loaderVersion(),
    created: epoch(),
  };
}

/**
 * Writes the loader's image as an OCI image layout in the place of whatever stands in `folder`: what the Dockerfile
 * describes, without Docker. The same packages and files give the same bytes.
 * @param packages where they are unpacked, see `packagesFolder`
 */
export function writeImage(packages: string, folder: string): Descriptor & { readonly layer: Descriptor } {
  const work = mkdtempSync(join(tmpdir(), 'loader-image-'));
  try {
    const root = join(work, 'root');
    assemble(packages, root);
    return writeLayout(folder, partsOf(packages, root));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Unpacks the layers of an image layout into a folder, as a container runtime does, by the system's tar. */
export function unpackImage(layout: string, folder: string): void {
  const read = (digest: string): Buffer => readFileSync(join(layout, 'blobs', digest.replace(':', '/')));
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  const { layers } = JSON.parse(read(manifests[0].digest).toString());
  mkdirSync(folder, { recursive: true });
  for (const { digest } of layers) {
    execFileSync('tar', ['-xzp', '--numeric-owner', '-C', folder], { input: read(digest) });
  }
}
