/** The image as `npm run image` makes it: the same bytes each time, what registries take, and a loader that runs. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, type TestContext } from 'vitest';
import { FakeNode } from '../../apparmor/loader/fake-node';
import { freePort } from '../../apparmor/loader/free-port';
import { missing, requireTool } from '../../tools/find';
import { textsBelow } from '../files';
import { packagesFolder, unpackImage, writeImage } from './image';
import { digestOf, MEDIA_TYPES } from './layout';
import { imageRoot } from './root';
import { tarOf } from './tar';

function freshFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'loader-image-'));
  context.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Folder of the unpacked packages; skips the test where they are not to be had. */
function packages(context: TestContext): string {
  requireTool(context, 'loader-image-busybox');
  return packagesFolder() ?? context.skip(missing('loader-image'));
}

const builder = (...args: readonly string[]): readonly string[] => [
  join(__dirname, '../../../node_modules/.bin/tsx'),
  join(__dirname, 'main.ts'),
  ...args,
];

it('has the same bytes whoever builds it, when and where', (context) => {
  packages(context);
  const folder = freshFolder(context);
  const build = (name: string, umask: string, env: Readonly<Record<string, string>>): string =>
    execFileSync('sh', ['-c', `umask ${umask}; "$@"`, 'sh', ...builder(join(folder, name))], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
  const said = build('one', '022', { TZ: 'UTC', LC_ALL: 'C' });
  build('two', '077', { TZ: 'Asia/Tokyo', LC_ALL: 'C.UTF-8' });
  expect(textsBelow(join(folder, 'two'))).toEqual(textsBelow(join(folder, 'one')));
  expect(said).toContain(digestOf(manifestOf(join(folder, 'one')).content));
  expect(said).toMatch(/\d\.\d MB to pull/);
});

it('does not take a folder for an image layout that is none', (context) => {
  packages(context);
  const folder = freshFolder(context);
  writeFileSync(join(folder, 'thesis'), 'years of work');
  const [program = '', ...args] = builder(folder);
  expect(() => execFileSync(program, args, { stdio: 'pipe' })).toThrow(/is no image layout/);
  expect(readdirSync(folder)).toEqual(['thesis']);
});

/** What the index of a layout refers to, and the manifest's bytes. */
function manifestOf(layout: string) {
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  const content = readFileSync(join(layout, 'blobs', index.manifests[0].digest.replace(':', '/')));
  return { index, content, manifest: JSON.parse(content.toString()) };
}

it('is a layout as the specification has it: every size, digest and type, and no file that nobody names', (context) => {
  const layout = join(freshFolder(context), 'layout');
  writeImage(packages(context), layout);
  const { index, manifest } = manifestOf(layout);
  const blob = (digest: string): Buffer => readFileSync(join(layout, 'blobs', digest.replace(':', '/')));
  expect(JSON.parse(readFileSync(join(layout, 'oci-layout'), 'utf8'))).toEqual({ imageLayoutVersion: '1.0.0' });
  const descriptors = [index.manifests[0], manifest.config, ...manifest.layers];
  expect(descriptors.map(({ mediaType }) => mediaType)).toEqual([
    MEDIA_TYPES.manifest,
    MEDIA_TYPES.config,
    MEDIA_TYPES.layer,
  ]);
  for (const { digest, size } of descriptors) {
    expect(digestOf(blob(digest))).toBe(digest);
    expect(blob(digest)).toHaveLength(size);
  }
  const named = descriptors.map(({ digest }) => digest.replace(/^sha256:/, '')).sort();
  expect(readdirSync(join(layout, 'blobs/sha256')).sort()).toEqual(named);
  const config = JSON.parse(blob(manifest.config.digest).toString());
  expect(config.rootfs.diff_ids).toEqual(
    manifest.layers.map(({ digest }: { digest: string }) => digestOf(gunzipSync(blob(digest)))),
  );
  expect(index.manifests[0].platform).toEqual({ architecture: config.architecture, os: 'linux' });
  expect(config.config).toMatchObject({ User: '0:0', Entrypoint: ['/loader/loader'], Cmd: ['run'] });
  expect(config.config.Env).toEqual(['PATH=/sbin:/bin']);
  expect(config.config.Labels['io.github.cdk8s-container-security.packages']).toMatch(
    /^debian=\w+ apparmor=\S+ busybox-static=\S+ libc6=\S+$/,
  );
});

it('is the same file for file as what was put together, as another tar unpacks it', (context) => {
  const folder = freshFolder(context);
  writeImage(packages(context), join(folder, 'layout'));
  unpackImage(join(folder, 'layout'), join(folder, 'root'));
  const listing = execFileSync('find', ['.', '-printf', '%y %m %T@ %p %l\\n'], {
    cwd: join(folder, 'root'),
    encoding: 'utf8',
  }).split('\n');
  expect(listing.filter((line) => line.endsWith('./loader/loader '))).toEqual(['f 755 0.0000000000 ./loader/loader ']);
  expect(listing).toContain('l 777 0.0000000000 ./bin/sh busybox');
  expect(listing.filter((line) => / [0-7]*[2367] |^f [2-7]\d{3} /.test(line.replace(/^l .*/, '')))).toEqual([]);
  const loader = textsBelow(join(__dirname, '../../../lib/apparmor/loader'));
  for (const [path, text] of Object.entries(textsBelow(join(folder, 'root/loader')))) expect(text).toBe(loader[path]);
});

it('archives paths of any length that the form has room for, and refuses the others', (context) => {
  const folder = freshFolder(context);
  const long = `${'folder-of-a-long-name/'.repeat(6)}${'n'.repeat(100)}`;
  const file = join(folder, 'given', long);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'text');
  symlinkSync('../elsewhere', join(folder, 'given/link'));
  mkdirSync(join(folder, 'root'));
  execFileSync('tar', ['-xC', join(folder, 'root')], { input: tarOf(join(folder, 'given'), 1) });
  expect(textsBelow(join(folder, 'root'))).toEqual({ [long]: 'text' });
  expect(readlinkSync(join(folder, 'root/link'))).toBe('../elsewhere');
  writeFileSync(`${file}n`, '');
  expect(() => tarOf(join(folder, 'given'), 1)).toThrow('too long');
});

it('tells scanners which packages of which release are inside', (context) => {
  packages(context);
  const root = imageRoot() ?? '';
  expect(readdirSync(join(root, 'var/lib/dpkg/status.d'))).toEqual(['apparmor', 'busybox-static', 'libc6']);
  expect(readFileSync(join(root, 'var/lib/dpkg/status.d/apparmor'), 'utf8')).toMatch(
    /^Package: apparmor\n(.*\n)*Version: /,
  );
  expect(readFileSync(join(root, 'etc/os-release'), 'utf8')).toMatch(/^ID=debian$/m);
  expect(readFileSync(join(root, 'etc/debian_version'), 'utf8')).toMatch(/^\d+\n$/);
});

it('goes to a registry and is the same image there', async (context) => {
  const crane = requireTool(context, 'crane');
  const layout = join(freshFolder(context), 'layout');
  const { digest } = writeImage(packages(context), layout);
  const port = await freePort();
  const registry = spawn(crane, ['registry', 'serve', '--address', `127.0.0.1:${port}`], { stdio: 'ignore' });
  context.onTestFinished(() => void registry.kill());
  const name = `127.0.0.1:${port}/security/apparmor-loader:0.1.0`;
  const ask = (...args: readonly string[]): string => execFileSync(crane, args, { encoding: 'utf8', stdio: 'pipe' });
  await context.expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    .toBe(true);
  ask('push', layout, name);
  expect(ask('digest', '--platform', 'linux/amd64', name).trim()).toBe(digest);
  expect(ask('validate', '--remote', name)).toContain('PASS');
  expect(ask('ls', `127.0.0.1:${port}/security/apparmor-loader`).trim()).toBe('0.1.0');
});

/** The parser of the image, on the image's own C library and no file of the machine. */
function parserOf(root: string, folder: string): string {
  const library = readdirSync(join(root, 'lib')).find((name) => name.endsWith('-linux-gnu')) ?? '';
  const starter = readdirSync(join(root, 'lib', library)).find((name) => name.startsWith('ld-linux')) ?? '';
  const script = join(folder, 'image-parser');
  const words = [
    join(root, 'lib', library, starter),
    '--library-path',
    join(root, 'lib', library),
    join(root, 'sbin/apparmor_parser'),
    // Its own names the features by an absolute path; the stand-in for a kernel gives them.
    '--config-file=/dev/null',
    `--base=${join(root, 'etc/apparmor.d')}`,
  ];
  writeFileSync(script, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(script, 0o755);
  return script;
}

it('runs the loader with nothing but what it brings', async (context) => {
  packages(context);
  const folder = freshFolder(context);
  // A copy: nothing that a test does may reach the folder that others share.
  const root = join(folder, 'root');
  cpSync(imageRoot() ?? '', root, { recursive: true, verbatimSymlinks: true });
  const busybox = join(root, 'bin/busybox');
  const node = new FakeNode(
    { command: [busybox, 'sh'], busybox, loader: join(root, 'loader/loader') },
    parserOf(root, folder),
    join(root, 'etc/apparmor.d/abi/3.0'),
  );
  context.onTestFinished(() => node.close());
  node.profile('web', 'include <tunables/global>\nprofile web { include <abstractions/base>\n ^hat { /x r, } }\n');
  node.profile('bad', 'profile bad {\n  /x r,\n  capability no_such_thing,\n}\n');
  const { said } = node.round();
  expect(said).toContain('event=load profile="web" file="web" line="" msg="loaded"');
  expect(said).toContain('event=parse profile="" file="bad" line=3 msg="Invalid capability no_such_thing."');
  expect(node.loaded).toEqual(['web', 'web//hat']);
  node.remove('bad');
  node.remove('web');
  expect(node.round({ UNLOAD_REMOVED: 'true' }).said).toContain('msg="unloaded"');
  await expect.poll(() => node.loaded, { timeout: 10_000 }).toEqual([]);
  expect(existsSync(join(root, 'loader/README.md'))).toBe(false);
});
