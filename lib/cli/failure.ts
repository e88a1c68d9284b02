import { CommanderError } from 'commander';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { formatDiagnostics } from '../diagnostics/format';
import { EXIT, type ExitCode, type Io } from './io';
import { painterFor } from './painter';

export { reasonOf } from '../project/problem';

/** Wrong usage that commander cannot see by itself. The message is a sentence without a full stop. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}

/**
 * Says on standard error why the program ends, and with which exit code. A stack trace is printed only when `DEBUG` is
 * set: it helps those who write this program, not those who use it.
 */
export function reportFailure(error: unknown, io: Io): ExitCode {
  // Commander has spoken already; help and version end with its exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.FINE : EXIT.USAGE;
  io.stderr.write(`${explain(error, io)}\n`);
  return EXIT.USAGE;
}

/** What went wrong, in a line; with the stack when `DEBUG` is set. */
export function explain(error: unknown, io: Io): string {
  const painter = painterFor(io.stderr, io.env);
  if (error instanceof DiagnosticError) return formatDiagnostics(error.diagnostics, { painter });
  const debug = isDebug(io);
  const message = error instanceof Error ? error.message : String(error);
  const text = debug && error instanceof Error ? (error.stack ?? message) : message;
  const help = debug || error instanceof UsageError ? '' : '\n(set DEBUG=1 to see where it happened)';
  return `${painter('error', 'error:')} ${text}${help}`;
}

/** Does the user want to see stack traces? */
export function isDebug({ env }: Io): boolean {
  return (env.DEBUG ?? '') !== '';
}
