import { type ChildProcess, execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export const DEADLINE_MS = 30_000;

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
export function kill(pid: number): void {
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
