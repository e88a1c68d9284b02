import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const GUARD = join(__dirname, 'guard.sh');

/** A program that cannot outlive this process, however this process ends. */
export class Guarded {
  private readonly child: ChildProcess;
  private readonly log: string;

  /** Starts `file`; its output goes to `<name>.log` in `folder`, which is removed when it is stopped. */
  constructor(
    readonly name: string,
    folder: string,
    file: string,
    args: readonly string[],
  ) {
    this.log = join(folder, `${name}.log`);
    const output = openSync(this.log, 'w');
    // A group of its own: Ctrl-C in a terminal must not reach the program before its guard knows.
    this.child = spawn('sh', [GUARD, folder, file, ...args], { detached: true, stdio: ['pipe', output, output] });
    closeSync(output);
    // Nothing here keeps this process alive: leaving closes the pipe, which is all that a stop takes.
    this.child.unref();
    if (this.child.stdin instanceof Socket) {
      this.child.stdin.unref();
    }
  }

  /** Exit code of the program, or null while it runs. */
  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** Throws with the end of the log when the program is no longer there. */
  assertAlive(): void {
    if (this.child.exitCode !== null) {
      throw new Error(`${this.name} ended with exit code ${this.child.exitCode}:\n${this.tail()}`);
    }
  }

  /** The last lines of the program's output. */
  tail(lines = 15): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Kills the program and resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const gone = once(this.child, 'exit');
      this.child.ref();
      this.child.stdin?.end();
      await gone;
    }
  }
}

/** Asks `ready` again and again. Throws when one of `programs` dies meanwhile, or after `limitMs`, with their logs. */
export async function waitUntil(
  what: string,
  ready: () => Promise<boolean>,
  programs: readonly Guarded[],
  limitMs = 90_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await ready().catch(() => false))) {
    for (const program of programs) {
      program.assertAlive();
    }
    if (Date.now() > end) {
      const logs = programs.map((program) => `--- ${program.name}\n${program.tail()}`).join('\n');
      throw new Error(`${what}: not after ${limitMs / 1000} s\n${logs}`);
    }
    await sleep(50);
  }
}
