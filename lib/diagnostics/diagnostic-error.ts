import type { Diagnostic } from './diagnostic';
import { formatDiagnostics } from './format';
import { sortDiagnostics } from './place';

/** What a {@link DiagnosticError} can be given besides the diagnostics. */
export interface DiagnosticErrorOptions {
  /** Source texts by file name, so that the message shows the lines; a text that has no file stands under `''`. */
  readonly texts?: ReadonlyMap<string, string>;
  /** The error that was caught before. */
  readonly cause?: unknown;
  /** The fault is in the call that throws it, so the stack is kept. Default: what the problems say of their places is all. */
  readonly inCall?: boolean;
}

/**
 * Thrown when something cannot go on. It carries every problem that was found, as data, sorted by place; its message is
 * their terminal text without colours, ending with a count line such as `2 errors, 1 warning`: what a user sees who did
 * not catch it, in TypeScript as in Python, Java and Go.
 */
export class DiagnosticError extends Error {
  // No property of the error itself: Node would print the data below the message that says it already.
  readonly #diagnostics: readonly Diagnostic[];

  public constructor(diagnostics: readonly Diagnostic[], options: DiagnosticErrorOptions = {}) {
    super(
      formatDiagnostics(diagnostics, { texts: options.texts }),
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'DiagnosticError';
    this.#diagnostics = sortDiagnostics(diagnostics);
    const head = `${this.name}: ${this.message}`;
    this.stack = options.inCall ? (this.stack?.replace(/^\w+: /, `${this.name}: `) ?? head) : head;
  }

  /** All problems, warnings included, sorted by place. */
  public get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }
}

/** One error about the call that throws it: what cannot wait for synth, because nothing sensible can be given back. */
export function callError(code: string, message: string, hint?: string): DiagnosticError {
  return new DiagnosticError([{ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }], {
    inCall: true,
  });
}
