import { spawn } from 'node:child_process';

/** A line now and then is enough for a log file, and keeps a pipeline from being taken for dead. */
const HEARTBEAT_MS = 20_000;
/** No download and no build here takes longer on two slow cores; a hanging mirror must not hang the tests. */
const LIMIT_MS = 45 * 60_000;

const seconds = (since: number): string => `${Math.round((Date.now() - since) / 1000)} s`;

/** Reports on standard error what is being done for one tool, and for how long. */
export class Progress {
  constructor(private readonly tool: string) {}

  say(text: string): void {
    process.stderr.write(`tools: ${this.tool}: ${text}\n`);
  }

  /** Says what begins, repeats it with the time that has passed, resolves to what `work` resolves to. */
  async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    const start = Date.now();
    const terminal = process.stderr.isTTY;
    this.say(what);
    const timer = setInterval(
      () => {
        if (terminal) {
          process.stderr.write(`\r\x1b[2Ktools: ${this.tool}: ${what}, ${seconds(start)}`);
        } else {
          this.say(`still at it after ${seconds(start)}: ${what}`);
        }
      },
      terminal ? 1000 : HEARTBEAT_MS,
    );
    try {
      return await work();
    } finally {
      clearInterval(timer);
      if (terminal) {
        process.stderr.write('\r\x1b[2K');
      }
    }
  }
}

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program without a shell and resolves to its standard output.
 * Throws an Error with the command and the last lines of its standard error when it fails or cannot be started.
 */
export function command(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    const stop = (): void => void child.kill();
    process.once('exit', stop);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error) => {
      process.removeListener('exit', stop);
      reject(new Error(`cannot start ${file}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      process.removeListener('exit', stop);
      if (code === 0) {
        resolve(Buffer.concat(out).toString());
        return;
      }
      const tail = Buffer.concat(err).toString().trimEnd().split('\n').slice(-20).join('\n  ');
      reject(new Error(`\`${[file, ...args].join(' ')}\` ended with ${signal ?? `exit code ${code}`}:\n  ${tail}`));
    });
  });
}
