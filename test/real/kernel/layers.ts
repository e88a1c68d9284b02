/** Parts of the first root file system that are made once and kept in the tool cache, named for what went in. */
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publish, toolFolder } from '../../tools/cache';
import { TOOLS_FOLDER } from '../../tools/find';
import { Progress } from '../../tools/progress';
import { archive, type Entry } from './cpio';
import { debianRoot, packageRoot, program } from './files';

/** A part, and what decides what is in it. */
export interface Layer {
  readonly name: string;
  /** Rows of test/tools/table.ts. */
  readonly rows: readonly string[];
  readonly entries: () => readonly Entry[];
}

/** What makes layers: when it changes they are made again. */
const MAKERS = ['cpio.ts', 'files.ts', 'layers.ts'] as const;

/** Path of a layer's archive; it is made when it is not there. */
export async function layerFile({ name, rows, entries }: Layer): Promise<string> {
  const makers = MAKERS.map((file) => readFileSync(join(__dirname, file), 'utf8'));
  const folder = toolFolder(`kernel-layer-${name}`, [
    ...rows.map((row) => readlinkSync(join(TOOLS_FOLDER, row))),
    ...makers,
  ]);
  if (!existsSync(folder)) {
    const progress = new Progress(`kernel layer ${name}`);
    progress.say('packing');
    await publish(
      folder,
      async (temporary) => writeFileSync(join(temporary, 'layer.cpio'), archive(entries())),
      () => progress.say('another process packs it, waiting'),
    );
  }
  return join(folder, 'layer.cpio');
}

/** Folder of a kernel's modules, named for its version; newer suites have it below `usr`. */
function modulesFolder(row: string): string {
  const found = ['lib/modules', 'usr/lib/modules'].map((path) => join(packageRoot(row), path)).filter(existsSync);
  const [folder] = found.flatMap((each) => readdirSync(each).map((version) => join(each, version)));
  if (folder === undefined) {
    throw new Error(`the packages of ${row} hold no kernel`);
  }
  return folder;
}

export const kernelFile = (row: string): string =>
  join(packageRoot(row), 'boot', `vmlinuz-${basename(modulesFolder(row))}`);

const OVERLAY = '/lib/modules/overlay.ko';

/** Kernel modules that every job loads. */
export const MODULES = [OVERLAY] as const;

/** Applets of busybox that a step's shell finds by name. */
const APPLETS = [
  'sh',
  'cat',
  'cp',
  'echo',
  'grep',
  'kill',
  'ln',
  'ls',
  'mkdir',
  'mount',
  'mv',
  'ps',
  'rm',
  'sed',
  'sleep',
  'test',
  'umount',
  'touch',
  'head',
  'tail',
  'wc',
  'chmod',
  'chown',
  'find',
  'sort',
  'true',
  'false',
  'printf',
  'seq',
  'timeout',
  'id',
  'env',
  'dmesg',
  'free',
  'stat',
  'sync',
  'cut',
  'tr',
  'date',
  'chroot',
  'diff',
  'uniq',
  'readlink',
  'awk',
  'xargs',
  'tee',
  'nsenter',
  'hostname',
  'sha256sum',
] as const;

/** A node: the agent, busybox, AppArmor's parser with its policies, runc and crun. */
export const nodeLayer = (kernel: string): Layer => ({
  name: `node-${kernel}`,
  rows: [kernel, 'kernel-guest', 'busybox', 'apparmor', 'container-runtimes'],
  entries: () => [
    ...debianRoot(['container-runtimes', 'apparmor', 'busybox']),
    ...APPLETS.map((applet) => ({ path: `usr/bin/${applet}`, content: 'busybox', symlink: true })),
    program('kernel-agent', 'init'),
    program('kernel-probe', 'usr/local/bin/probe'),
    module(kernel),
    { path: 'root' },
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\n' },
    { path: 'etc/group', content: 'root:x:0:\n' },
  ],
});

/** The kernel's overlay file system, compressed or not. */
function module(kernel: string): Entry {
  const folder = join(modulesFolder(kernel), 'kernel/fs/overlayfs');
  const [file] = readdirSync(folder);
  if (file === undefined) {
    throw new Error(`${kernel} has no overlay file system`);
  }
  return { path: OVERLAY.slice(1), content: readFileSync(join(folder, file)) };
}
