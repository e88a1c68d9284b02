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

const LOADER = join(__dirname, '../../../lib/apparmor/loader/loader');
const DEADLINE_MS = 30_000;

/** A shell that runs the loader: its command line, and the only folder it finds programs in (undefined: PATH). */
export interface Shell {
  readonly command: readonly [string, ...string[]];
  readonly path?: string;
}

/** A folder that has nothing but the applets of busybox, as the loader's image has. */
export function busyboxFolder(busybox: string, folder: string): string {
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

  public constructor(
    private readonly shell: Shell,
    parser: string,
    private readonly abi: string,
  ) {
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
      PARSER: `${folder}/parser`,
      TERMINATION_LOG: `${folder}/termination-log`,
      POLL_SECONDS: '1',
      RETRY_SECONDS: '1',
      UNLOAD_AFTER_SECONDS: '0',
      ...more,
    };
    const named = Object.entries(settings).map(([name, value]) => [`APPARMOR_LOADER_${name}`, value]);
    return { PATH: `${folder}/bin:${this.shell.path ?? process.env.PATH ?? ''}`, ...Object.fromEntries(named) };
  }

  /** Runs a command of the loader to its end. */
  public loader(
    command: string,
    settings: Readonly<Record<string, string>> = {},
  ): { code: number | null; said: string } {
    const [shell, ...args] = this.shell.command;
    const { status, stdout, stderr } = spawnSync(shell, [...args, LOADER, command], {
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
    const child = spawn(shell, [...args, LOADER, command], { env: this.environment(settings), detached: true });
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

/** A loader that runs. */
export class Running {
  public said = '';
  private readonly ended: Promise<number | null>;

  public constructor(public readonly child: ChildProcess) {
    const hear = (chunk: Buffer): void => {
      this.said += chunk.toString();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    this.ended = new Promise((resolve) => child.on('close', (code) => resolve(code)));
  }

  /** Waits until something is so; fails with what was said until then. */
  public async until(what: string, so: () => boolean): Promise<void> {
    for (const end = Date.now() + DEADLINE_MS; !so(); await sleep(50)) {
      if (Date.now() > end) {
        throw new Error(`waited in vain until ${what}; the loader said:\n${this.said}`);
      }
    }
  }

  public async says(text: string): Promise<void> {
    await this.until(`it says ${text}`, () => this.said.includes(text));
  }

  /** Sends a signal and gives the exit code and how long the end took. */
  public async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ code: number | null; ms: number }> {
    const start = Date.now();
    this.child.kill(signal);
    return { code: await this.ended, ms: Date.now() - start };
  }
}

/** Ends a process; one that has ended already is fine. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}

/** What runs in a session: a process that was started with `detached` and all that came from it. */
export function processesIn(
  session: number | undefined,
): readonly { readonly pid: number; readonly command: string }[] {
  return execFileSync('ps', ['-e', '-o', 'sid=,pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([sid, , stat]) => sid === `${session}` && !stat?.startsWith('Z'))
    .map(([, pid, , ...args]) => ({ pid: Number(pid), command: args.join(' ') }));
}

/** Quotes a path for the scripts; our temporary folders hold no quote. */
const quoted = (path: string): string => `'${path}'`;

/** Names in policy, found in its hexadecimal form: not how the loader's own script finds them. */
const NAMES_IN_HEX = `
function value(c) { return index("0123456789abcdef", c) - 1 }
function number(hex) { return value(substr(hex, 1, 1)) * 16 + value(substr(hex, 2, 1)) }
{ all = all $0 }
END {
  gsub(/ /, "", all)
  mark = "04080070726f66696c65000705"
  while ((at = index(all, mark)) > 0) {
    all = substr(all, at + length(mark))
    size = number(substr(all, 1, 2)) + 256 * number(substr(all, 3, 2))
    name = ""
    for (i = 0; i < size - 1; i++) name = name sprintf("%c", number(substr(all, 5 + 2 * i, 2)))
    print name " (enforce)"
  }
}`;

const parserScript = (folder: string, parser: string): string => `#!/bin/sh
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export LC_ALL
cd ${quoted(folder)}
printf '%s\\n' "$*" >>calls
[ ! -e slow ] || exec sleep "$(cat slow)"
[ ! -e fail ] || case "$*" in *--replace*) cat fail >&2; exit 1 ;; esac
${quoted(parser)} --kernel-features "$(cat features)" --policy-features "$(cat abi)" "$@" || exit
case "$*" in
  *--replace*)
    od -An -v -tx1 aafs/.replace | awk '${NAMES_IN_HEX}' >new
    grep -vFx -f new aafs/profiles >old
    cat new old >list
    mv list aafs/profiles
    ;;
esac
`;

/** Names that come close together reach the reader as one text, so it takes the longest known name off its front. */
const removeScript = (folder: string): string => `
cd ${quoted(folder)}
while true; do
  NAMES=$(cat aafs/.remove) LC_ALL=C awk '
    { list[NR] = name = $0; sub(/ \\([a-z]*\\)$/, "", name); names[NR] = name }
    END {
      for (rest = ENVIRON["NAMES"]; rest != ""; rest = substr(rest, length(best) + 1)) {
        best = ""
        for (i = 1; i <= NR; i++) if (index(rest, names[i]) == 1 && length(names[i]) > length(best)) best = names[i]
        if (best == "") break
        for (i = 1; i <= NR; i++) if (names[i] "" == best "" || index(names[i], best "//") == 1) gone[i] = 1
      }
      for (i = 1; i <= NR; i++) if (!(i in gone)) print list[i]
    }' aafs/profiles >kept
  mv kept aafs/profiles
done
`;
