import { PRINTERS } from '../diagnostics/printers';
import { LINT_CODES, lintProject } from '../project/lint';
import { locator } from './check-run';
import { EXIT, type Io } from './io';
import { painterFor } from './painter';
import type { ReportOptions } from './report-options';
import { resolveSettings } from './settings';
import { readTool } from './tool';

/** Lints a project and prints the report. Sets the exit code. */
export async function runLint(folder: string, options: ReportOptions, io: Io): Promise<void> {
  const settings = await resolveSettings(options, io);
  const { kinds, inputs } = await lintProject({
    folder,
    cwd: io.cwd,
    env: io.env,
    apparmor: settings.targets.apparmor,
    kubernetes: settings.targets.kubernetes,
  });
  const printer = PRINTERS[settings.format]({
    tool: readTool(),
    painter: painterFor(io.stdout, io.env),
    verbose: settings.verbose,
    strict: settings.strict,
    suite: 'lint',
    locate: locator(io),
    rules: LINT_CODES,
  });
  for (const input of inputs) io.stdout.write(printer.input(input));
  io.stdout.write(printer.end());
  if (settings.format === 'terminal') {
    const words = kinds.map(({ kind, because }) => `${kind} (${because})`).join(', ');
    io.stdout.write(`This is a project of the kind: ${words}.\n`);
  }
  const all = inputs.flatMap(({ diagnostics }) => diagnostics);
  const found = all.some(({ severity }) => severity === 'error' || (settings.strict && severity === 'warning'));
  if (found) io.exit(EXIT.FINDINGS);
}
