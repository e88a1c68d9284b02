import type { CommandRow } from '../../lib/cli/commands';
import type { Io } from '../../lib/cli/io';
import { run } from '../../lib/cli/program';

/** What a test wants to be different. */
export interface FakeIo {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly tty?: boolean;
  /** What the clock says, one after the other; then it stands still. */
  readonly clock?: readonly number[];
}

/** An Io that remembers everything. */
export interface Recorder {
  readonly io: Io;
  stdout: string;
  stderr: string;
  exitCode: number;
}

export function recorder({ stdin = '', env = {}, cwd = '/', tty = false, clock = [] }: FakeIo = {}): Recorder {
  const times = [...clock];
  let time = 0;
  const result: Recorder = {
    stdout: '',
    stderr: '',
    exitCode: 0,
    io: {
      stdin: chunks(typeof stdin === 'string' ? Buffer.from(stdin) : stdin),
      stdout: {
        isTTY: tty,
        write: (text) => {
          result.stdout += text;
        },
      },
      stderr: {
        isTTY: tty,
        write: (text) => {
          result.stderr += text;
        },
      },
      env,
      cwd,
      now: () => {
        time = times.shift() ?? time;
        return time;
      },
      exit: (code) => {
        result.exitCode = Math.max(result.exitCode, code);
      },
    },
  };
  return result;
}

/** Runs a command line in process. */
export async function call(
  args: readonly string[],
  fake?: FakeIo,
  commands?: readonly CommandRow[],
): Promise<Recorder> {
  const result = recorder(fake);
  await run(args, result.io, commands);
  return result;
}

/** Short texts in pieces of three bytes, so that characters are cut in two. */
async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const step = bytes.length < 1000 ? 3 : 1_000_000;
  for (let index = 0; index < bytes.length; index += step) yield bytes.subarray(index, index + step);
}
