import type { Command } from 'commander';
import type { Io } from '../io';

/** One command: a row in the table of commands. */
export interface CommandRow {
  /** The words that call it, such as `check apparmor`. */
  readonly name: string;
  /** What it does, in one line that begins in lower case and ends without a full stop. */
  readonly summary: string;
  /** Shown at the end of its help. At least one. */
  readonly examples: readonly Example[];
  /** Adds arguments, options and what happens. */
  readonly define: (command: Command, io: Io) => void;
}

/** One example of a help text. */
export interface Example {
  /** What follows the name of the program, such as `check apparmor profiles/`. */
  readonly args: string;
  readonly does: string;
}
