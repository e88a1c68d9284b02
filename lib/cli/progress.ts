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

/** Writes only when standard error is a terminal that can erase a line. */
export function progress(total: number, noun: string, io: Io): Progress {
  const silent = !io.stderr.isTTY || io.env.TERM === 'dumb';
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
