import type { Io } from './io';

/** Erases the line that the cursor is in. */
const CLEAR = '\r\u001b[2K';
/** Runs that are shorter than this need no progress line; it is renewed this often. */
const FIRST_MS = 500;
const EVERY_MS = 100;

/** A line on standard error that says how far the run is. */
export interface Progress {
  /** So many are done. Writes only now and then. */
  readonly done: (count: number) => void;
  /** Takes the line away, before other text is printed and at the end. */
  readonly clear: () => void;
}

/** Is standard error a terminal that can erase a line? */
const canRewrite = ({ stderr, env }: Io): boolean => stderr.isTTY && env.TERM !== 'dumb';

/** Writes only when standard error is a terminal that can erase a line. */
export function progress(total: number, noun: string, io: Io): Progress {
  const silent = !canRewrite(io);
  const start = io.now();
  let last = start + FIRST_MS - EVERY_MS;
  let shown = false;
  return {
    done: (count) => {
      const now = io.now();
      if (silent || now - last < EVERY_MS) return;
      last = now;
      shown = true;
      io.stderr.write(`${CLEAR}${count} of ${total} ${noun}`);
    },
    clear: () => {
      if (shown) io.stderr.write(CLEAR);
      shown = false;
    },
  };
}

/** Long work that is done in steps with names, some at once. */
export interface Steps {
  /** Says what is done before there are steps; on a terminal only. */
  readonly says: (text: string) => void;
  /** So many steps are to come. */
  readonly due: (count: number) => void;
  readonly begins: (name: string) => void;
  readonly ends: (name: string) => void;
  /** Takes the line away, before other text is printed and at the end. */
  readonly clear: () => void;
}

/**
 * Tells of steps on standard error: on a terminal in a line that is rewritten, elsewhere in one line as each begins and one
 * as it ends, so that the log of a job that waits for ten minutes tells what for.
 */
export function steps(noun: string, io: Io): Steps {
  const begun = new Map<string, number>();
  const rewrites = canRewrite(io);
  let [total, done, shown] = [0, 0, false];
  const rewrite = (text: string): void => {
    if (!rewrites) return;
    shown = true;
    io.stderr.write(`${CLEAR}${text}`);
  };
  const tell = (): void => {
    const now = begun.size === 0 ? '' : `; at work: ${[...begun.keys()].join(', ')}`;
    rewrite(`${done} of ${total} ${noun}${now}`);
  };
  const log = (text: string): void => {
    if (!rewrites) io.stderr.write(`${text}\n`);
  };
  return {
    says: rewrite,
    due: (count) => {
      total = count;
      tell();
    },
    begins: (name) => {
      begun.set(name, io.now());
      log(`${name}: begins`);
      tell();
    },
    ends: (name) => {
      const seconds = Math.round((io.now() - (begun.get(name) ?? io.now())) / 1000);
      begun.delete(name);
      done += 1;
      log(`${name}: done after ${seconds} s`);
      tell();
    },
    clear: () => {
      if (shown) io.stderr.write(CLEAR);
      shown = false;
    },
  };
}
