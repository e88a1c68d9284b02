import { relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { formatDiagnostic } from '../diagnostics/format';
import type { Painter } from '../diagnostics/painter';
import { hasErrors } from '../diagnostics/place';
import { type CheckedInput, PRINTERS } from '../diagnostics/printers';
import { CLI_CODES } from './codes';
import { explain, isDebug } from './failure';
import { type Listed, listInputs, readInput } from './inputs';
import { EXIT, type ExitCode, type Io, type Output } from './io';
import { painterFor } from './painter';
import { progress } from './progress';
import type { ReportOptions } from './report-options';
import { type ReportSettings, resolveSettings } from './settings';
import type { Targets } from './targets';
import { readTool } from './tool';
import type { WalkRules } from './walk';

/** What a check says about one text. */
export interface Finding {
  readonly diagnostics: readonly Diagnostic[];
  /** What is in the text, in a few words, such as `profiles nginx, redis`. */
  readonly summary?: string;
}

/** Checks one text. `file` is its name for the places of problems; `-` is standard input. */
export type Checker = (text: string, file: string, targets: Targets) => Finding;

/** One kind of policy that can be checked. */
export interface CheckKind {
  /** Name of the test suite in reports, such as `check apparmor`. */
  readonly suite: string;
  /** A sentence that says what was checked and what was not: people read it below the verdict. */
  readonly scope: string;
  /** Loads the check. Called once, after the arguments were found to be right: start-up stays cheap. */
  readonly load: () => Promise<Checker>;
  /** What to leave out in folders. */
  readonly walk: WalkRules;
  /** One line for each of its codes, for reports that list rules. */
  readonly codes?: Readonly<Record<string, string>>;
}

/** Checks all inputs in one process and prints the report as it goes. Sets the exit code. */
export async function runCheck(
  kind: CheckKind,
  names: readonly string[],
  options: ReportOptions,
  io: Io,
): Promise<void> {
  const settings = await resolveSettings(options, io);
  const inputs = listInputs(names, io.cwd, kind.walk);
  const check = await kind.load();
  const painter = (output: Output): Painter => painterFor(output, io.env);
  const printer = PRINTERS[settings.format]({
    tool: readTool(),
    painter: painter(io.stdout),
    verbose: settings.verbose,
    strict: settings.strict,
    suite: kind.suite,
    locate: locator(io),
    rules: { ...CLI_CODES, ...kind.codes },
  });
  const line = progress(inputs.length, 'files', io);
  const print = (text: string): void => {
    if (text === '') return;
    line.clear();
    io.stdout.write(text);
  };
  for (const [index, listed] of inputs.entries()) {
    line.done(index);
    const input = await checkOne(listed, check, settings, io);
    io.exit(exitCodeOf(input, settings));
    print(printer.input(input));
    // A report for a machine often goes into a file; the log should still say why there is no verdict.
    if (input.unreadable === true && settings.format !== 'terminal') {
      line.clear();
      for (const problem of input.diagnostics) io.stderr.write(`${formatDiagnostic(problem, painter(io.stderr))}\n`);
    }
  }
  line.clear();
  print(printer.end());
  if (settings.format === 'terminal') print(`${kind.scope}\n`);
}

async function checkOne(
  { file, problem }: Listed,
  check: Checker,
  { targets }: ReportSettings,
  io: Io,
): Promise<CheckedInput> {
  const text = problem ?? (await readInput(file, io));
  if (typeof text !== 'string') return { file, accepted: false, unreadable: true, diagnostics: [text] };
  try {
    const { diagnostics, summary } = check(text, file, targets);
    return { file, accepted: !hasErrors(diagnostics), diagnostics, text, summary };
  } catch (error) {
    // One text that breaks the check must not hide the verdict about all others.
    if (isDebug(io)) io.stderr.write(`${explain(error, io)}\n`);
    const message = `the check stopped half-way: ${error instanceof Error ? error.message : String(error)}`;
    const diagnostic: Diagnostic = { code: 'CLI9001', severity: 'error', message, place: { file } };
    return { file, accepted: false, unreadable: true, diagnostics: [diagnostic] };
  }
}

function exitCodeOf({ accepted, unreadable, diagnostics }: CheckedInput, { strict }: ReportSettings): ExitCode {
  if (unreadable === true) return EXIT.USAGE;
  const refused = !accepted || (strict && diagnostics.some(({ severity }) => severity === 'warning'));
  return refused ? EXIT.FINDINGS : EXIT.FINE;
}

/** Paths from the top of the repository: in GitLab's jobs that is `CI_PROJECT_DIR`, elsewhere where the program runs. */
export function locator({ cwd, env }: Io): (file: string) => string {
  const top = resolve(cwd, env.CI_PROJECT_DIR ?? '.');
  return (file) => {
    const path = relative(top, resolve(cwd, file)).split(sep).join('/');
    return path === '..' || path.startsWith('../') ? file : path;
  };
}
