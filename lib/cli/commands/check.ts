import type { Command } from 'commander';
import type { Checker, CheckKind } from '../check-run';
import type { Io } from '../io';
import { addReportOptions, type ReportOptions } from '../report-options';
import type { CommandRow, Example } from './row';

/** A command `check <name> FILES…`: all of them have the same arguments, options and reports. */
export interface CheckCommand<Options extends ReportOptions = ReportOptions> extends Omit<CheckKind, 'suite' | 'load'> {
  /** Word after `check`, such as `apparmor`. */
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly Example[];
  /** Options of its own. */
  readonly define?: (command: Command) => void;
  /** Loads the check. Called once, after the arguments were found to be right: start-up stays cheap. */
  readonly load: (options: Options, io: Io) => Promise<Checker>;
}

/** Makes the row of a check. */
export function checkCommand<Options extends ReportOptions = ReportOptions>({
  name,
  summary,
  examples,
  define,
  load,
  ...kind
}: CheckCommand<Options>): CommandRow {
  const suite = `check ${name}`;
  return {
    name: suite,
    summary,
    examples,
    define: (command, io) => {
      define?.(command);
      addReportOptions(command)
        .addHelpText('after', `\n${kind.scope}`)
        .argument('<files...>', 'files, folders (with all files below them), or - for standard input')
        .action(async (files: string[], options: Options) => {
          const { runCheck } = await import('../check-run.js');
          await runCheck({ ...kind, suite, load: () => load(options, io) }, files, options, io);
        });
    },
  };
}
