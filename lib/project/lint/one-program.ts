import type { Diagnostic } from '../../diagnostics/diagnostic';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { type Environment, find, type Outcome, type ProgramName, type RunOptions, run } from '../programs';

/** A program that may be missing: calls it, and says in a sentence why it cannot be called. */
export interface OneProgram {
  /** Why the program cannot be used. Undefined when it was found. */
  readonly missing?: Diagnostic;
  /** Runs it. A program that is missing or does not end in time ends with code 127 and says why on standard error. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Outcome>;
}

/** Looks for one program. The work can go on without it. */
export function oneProgram(name: ProgramName, env: Environment, cwd: string): OneProgram {
  try {
    const file = find(name, env, cwd);
    const programs = { files: { helm: file, helmfile: file, kubectl: file }, env };
    return { run: (args, options) => soft(() => run(programs, name, args, { cwd, ...options })) };
  } catch (error) {
    const missing = firstOf(error);
    return { missing, run: async () => ({ code: 127, stdout: '', stderr: missing.message }) };
  }
}

async function soft(call: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await call();
  } catch (error) {
    return { code: 127, stdout: '', stderr: firstOf(error).message };
  }
}

function firstOf(error: unknown): Diagnostic {
  const [first] = error instanceof DiagnosticError ? error.diagnostics : [];
  if (first === undefined) throw error;
  return first;
}
