/** How the program ends. */
export const EXIT = {
  /** Nothing to complain about. */
  FINE: 0,
  /** A refused file, a denied pod or flow, a difference; warnings too when the run is strict. */
  FINDINGS: 1,
  /** Wrong usage, or an input that cannot be read. */
  USAGE: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A stream that text can be written to. */
export interface Output {
  readonly write: (text: string) => void;
  /** Is a person looking at it? */
  readonly isTTY: boolean;
}

/** Everything that the command line has to do with the world but files. Injected, so that tests run it in process. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File arguments are looked up from here. */
  readonly cwd: string;
  /** Milliseconds of a clock that only moves forward. */
  readonly now: () => number;
  /** Takes the exit code. Called more than once; the largest counts. */
  readonly exit: (code: ExitCode) => void;
}
