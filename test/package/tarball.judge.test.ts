import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ASSETS, isUpToDate, shippedFiles } from './build';
import { filesBelow } from './files';
import { inspect, type Packed } from './pack';

const ROOT = join(__dirname, '../..');
const MEGABYTE = 1 << 20;

/** What is shipped besides `dist/` and the packages that come along. */
const BESIDE = ['.jsii', 'CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md', 'package.json'];

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly bundledDependencies?: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly license: string;
}

const manifestIn = (folder: string): Manifest => JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));

/** `@scope/name/file` and `name/file` to the package. */
const packageOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

/** What the compiled program asks for by name: packages and modules of Node. */
function imports(): ReadonlySet<string> {
  const files = filesBelow(join(ROOT, 'dist')).filter((file) => file.endsWith('.js') || file.endsWith('.d.ts'));
  const found = files.flatMap((file) => {
    const text = readFileSync(join(ROOT, 'dist', file), 'utf8');
    return [
      ...text.matchAll(/(?:^(?:import|export)\b.*\bfrom\s|\brequire\(|\bimport\()\s*["']([^."'\n][^"'\n]*)["']/gm),
    ].map(([, name]) => name ?? '');
  });
  return new Set(found.filter((name) => !name.startsWith('node:')).map(packageOf));
}

describe('the tarball', () => {
  const own = manifestIn('.');
  let packed: Packed;
  let paths: readonly string[];

  beforeAll(async () => {
    packed = await inspect();
    paths = packed.files.map(({ path }) => path);
  });

  test('is made from the sources as they are', () => {
    expect(isUpToDate(), 'dist/ is not what lib/ makes: run `npm run build`').toBe(true);
  });

  test('holds the compiled sources, the scripts beside them, and nothing else', () => {
    const ours = paths.filter((path) => !path.startsWith('node_modules/'));
    expect([...ours].sort()).toEqual([...BESIDE, ...shippedFiles().map((file) => `dist/${file}`)].sort());
  });

  test('holds scripts that can be started as they can be in the sources', () => {
    const started = packed.files.filter(({ mode }) => mode & 0o100).map(({ path }) => path);
    expect(started).toContain('dist/apparmor/loader/loader');
    expect(ASSETS.every((folder) => paths.some((path) => path.startsWith(`dist/${folder}/`)))).toBe(true);
  });

  test('brings every package that the program imports, and no test', () => {
    // Itself in the programs that `init` writes: they are text here.
    const there = [own.name, ...Object.keys(own.peerDependencies ?? {}), ...builtinModules];
    const missing = [...imports()].filter((name) => !there.includes(name));
    expect(missing.filter((name) => !packed.bundled.includes(name))).toEqual([]);
    expect([...(own.bundledDependencies ?? [])].sort()).toEqual(Object.keys(own.dependencies ?? {}).sort());
    expect(missing.length).toBeGreaterThan(0);
  });

  test('brings what the packages in it import', () => {
    const wanted = packed.bundled.flatMap((name) => Object.keys(manifestIn(`node_modules/${name}`).dependencies ?? {}));
    expect(wanted.filter((name) => !packed.bundled.includes(name))).toEqual([]);
  });

  test('holds the licence of each package in it, and NOTICE names them', () => {
    const notice = readFileSync(join(ROOT, 'NOTICE'), 'utf8');
    for (const name of packed.bundled) {
      expect(
        paths.some((path) => new RegExp(`^node_modules/${name}/licen[sc]e`, 'i').test(path)),
        name,
      ).toBe(true);
      expect(notice).toContain(`${name} (${manifestIn(`node_modules/${name}`).license})`);
    }
  });

  test('has a program of its own', () => {
    for (const file of Object.values(own.bin)) {
      expect(paths).toContain(file);
      expect(readFileSync(join(ROOT, file), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    }
  });

  test('is small', () => {
    const dist = packed.files.filter(({ path }) => path.startsWith('dist/')).reduce((sum, { size }) => sum + size, 0);
    // Tests, maps or data of other projects among it would double what is there.
    expect(packed.size).toBeLessThan(4 * MEGABYTE);
    expect(dist).toBeLessThan(5 * MEGABYTE);
  });
});
