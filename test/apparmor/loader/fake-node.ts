import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parserScript, removeScript } from './fake-kernel';
import { DEADLINE_MS, kill, processesIn, Running } from './running';

const LOADER = join(__dirname, '../../../lib/apparmor/loader/loader');

/** A shell that runs the loader. */
export interface Shell {
  /** Its command line. */
  readonly command: readonly [string, ...string[]];
  /** The busybox whose applets are the only programs it finds; without it, it finds those of PATH. */
  readonly busybox?: string;
  /** The loader that it runs. Default: the one of this checkout. */
  readonly loader?: string;
}

/** A folder that has nothing but the applets of busybox, as the loader's image has. */
function busyboxFolder(busybox: string, folder: string): string {
  mkdirSync(folder);
  symlinkSync(busybox, join(folder, 'busybox'));
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const applet of applets.filter((name) => name !== 'busybox' && !name.includes('['))) {
    symlinkSync(busybox, join(folder, applet));
  }
  for (const bracket of ['[', '[[']) {
    symlinkSync(busybox, join(folder, bracket));
  }
  return folder;
}

/**
 * A node as the loader sees it, made of plain files, because this machine's kernel has no AppArmor. The parser is the
 * real one and compiles for real (for the features of AppArmor 3.0); when it is told to load, it writes the policy to a
 * file that stands in for `.replace`, and a script then does what a kernel would: it reads the names in the policy and
 * puts them on the list. Taking a profile out goes through a named pipe to a second script.
 */
export class FakeNode {
  public readonly folder = mkdtempSync(join(tmpdir(), 'apparmor-node-'));
  public readonly profiles = this.path('profiles');
  private readonly children: ChildProcess[] = [];
  private readonly programs: string;

  public constructor(
    private readonly shell: Shell,
    parser: string,
    private readonly abi: string,
  ) {
    this.programs = shell.busybox ? busyboxFolder(shell.busybox, this.path('applets')) : (process.env.PATH ?? '');
    for (const each of ['profiles', 'state', 'run', 'aafs/features', 'proc/2', 'proc/1/task/1/attr', 'node']) {
      mkdirSync(this.path(each), { recursive: true });
    }
    writeFileSync(this.path('enabled'), 'Y\n');
    writeFileSync(this.path('aafs/profiles'), '');
    writeFileSync(this.path('aafs/.replace'), '');
    writeFileSync(this.path('proc/2/comm'), 'kthreadd\n');
    this.process(1, 'unconfined');
    this.reboot();
    writeFileSync(this.path('abi'), abi);
    this.kernelOf('3.0');
    writeFileSync(this.path('parser'), parserScript(this.folder, parser));
    chmodSync(this.path('parser'), 0o755);
    execFileSync('mkfifo', [this.path('aafs/.remove')]);
    this.children.push(spawn('sh', ['-c', removeScript(this.folder)], { stdio: 'ignore', detached: true }));
  }

  public path(name: string): string {
    return join(this.folder, name);
  }

  public write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  public erase(name: string): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }

  public read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  public profile(name: string, text: string | Buffer): void {
    writeFileSync(join(this.profiles, name), text);
  }

  public remove(name: string): void {
    this.erase(`profiles/${name}`);
  }

  /** Mounts a ConfigMap as kubelet does: the keys are links through `..data`, which is swapped at once. */
  public configMap(name: string, data: Readonly<Record<string, string>>): void {
    const volume = join(this.profiles, name);
    const version = `..${process.hrtime.bigint()}`;
    mkdirSync(join(volume, version), { recursive: true });
    for (const [key, text] of Object.entries(data)) {
      writeFileSync(join(volume, version, key), text);
      rmSync(join(volume, key), { force: true });
      symlinkSync(join('..data', key), join(volume, key));
    }
    symlinkSync(version, join(volume, '..data_tmp'));
    renameSync(join(volume, '..data_tmp'), join(volume, '..data'));
  }

  /** Which features the kernel has, by the name of a file that comes with the parser: `3.0`, `kernel-5.4-vanilla`. */
  public kernelOf(features: string): void {
    writeFileSync(this.path('features'), join(dirname(this.abi), features));
  }

  /** A program that the loader finds before all others of its name (busybox does not look for its own applets). */
  public program(name: string, script: string): void {
    this.write(`bin/${name}`, `#!/bin/sh\n${script}`);
    chmodSync(this.path(`bin/${name}`), 0o755);
  }

  /** A process of the node and the profile it runs under. */
  public process(pid: number, label: string): void {
    this.write(`proc/${pid}/task/${pid}/attr/current`, `${label}\n`);
  }

  public endProcess(pid: number): void {
    this.erase(`proc/${pid}`);
  }

  /** A new boot: the kernel forgets all profiles. */
  public reboot(): void {
    writeFileSync(this.path('boot'), `${process.hrtime.bigint()}\n`);
    writeFileSync(this.path('aafs/profiles'), '');
  }

  /** Somebody else loads a profile. */
  public loadedByOthers(...names: readonly string[]): void {
    writeFileSync(
      this.path('aafs/profiles'),
      `${this.read('aafs/profiles')}${names.map((name) => `${name} (enforce)\n`).join('')}`,
    );
  }

  /** Names of the profiles that the kernel lists. */
  public get loaded(): readonly string[] {
    return this.read('aafs/profiles')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(/ \([a-z]+\)$/, ''))
      .sort();
  }

  public environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { folder } = this;
    const settings = {
      PROFILES: this.profiles,
      STATE: `${folder}/state`,
      RUN: `${folder}/run`,
      APPARMORFS: `${folder}/aafs`,
      ENABLED: `${folder}/enabled`,
      BOOT_ID: `${folder}/boot`,
      HOST_PROC: `${folder}/proc`,
      NODE_PROFILES: `${folder}/node`,
      INCLUDES: dirname(dirname(this.abi)),
      PARSER: `${folder}/parser`,
      TERMINATION_LOG: `${folder}/termination-log`,
      POLL_SECONDS: '1',
      RETRY_SECONDS: '1',
      UNLOAD_AFTER_SECONDS: '0',
      ...more,
    };
    const named = Object.entries(settings).map(([name, value]) => [`APPARMOR_LOADER_${name}`, value]);
    return { PATH: `${folder}/bin:${this.programs}`, ...Object.fromEntries(named) };
  }

  /** Runs a command of the loader to its end. */
  public loader(
    command: string,
    settings: Readonly<Record<string, string>> = {},
  ): { code: number | null; said: string } {
    const [shell, ...args] = this.shell.command;
    const { status, stdout, stderr } = spawnSync(shell, [...args, this.shell.loader ?? LOADER, command], {
      env: this.environment(settings),
      encoding: 'utf8',
      timeout: 2 * DEADLINE_MS,
    });
    return { code: status, said: stderr + stdout };
  }

  /** One round: exit code 0 if all is well. */
  public round(settings: Readonly<Record<string, string>> = {}): { code: number | null; said: string } {
    return this.loader('round', settings);
  }

  /** Starts a command of the loader that goes on until it is told to end. */
  public start(command: string, settings: Readonly<Record<string, string>> = {}): Running {
    const [shell, ...args] = this.shell.command;
    const child = spawn(shell, [...args, this.shell.loader ?? LOADER, command], {
      env: this.environment(settings),
      detached: true,
    });
    this.children.push(child);
    return new Running(child);
  }

  /** Ends everything that runs on this node and removes it. */
  public async close(): Promise<void> {
    for (const child of this.children.flatMap(({ pid }) => processesIn(pid))) {
      kill(child.pid);
    }
    await sleep(50);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
