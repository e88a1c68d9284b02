import type { CheckKind } from '../check-run';
import { addReportOptions, type ReportOptions } from '../report-options';
import type { CommandRow, Example } from './row';

/** A command `check <name> FILES…`: all of them have the same arguments, options and reports. */
export interface CheckCommand extends Omit<CheckKind, 'suite'> {
  /** Word after `check`, such as `apparmor`. */
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly Example[];
}

/** Makes the row of a check. */
export function checkCommand({ name, summary, examples, ...kind }: CheckCommand): CommandRow {
  const suite = `check ${name}`;
  return {
    name: suite,
    summary,
    examples,
    define: (command, io) => {
      addReportOptions(command)
        .addHelpText('after', `\n${kind.scope}`)
        .argument('<files...>', 'files, folders (with all files below them), or - for standard input')
        .action(async (files: string[], options: ReportOptions) => {
          const { runCheck } = await import('../check-run.js');
          await runCheck({ ...kind, suite }, files, options, io);
        });
    },
  };
}
