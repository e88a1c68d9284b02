import type { Row } from '../../project/upgrade/upgrade';
import { jsonLine } from '../cluster-options';
import { explain } from '../failure';
import { EXIT, type Io } from '../io';
import { painterFor } from '../painter';
import type { CommandRow } from './row';

interface UpgradeCliOptions {
  readonly check?: boolean;
  readonly major?: boolean;
  readonly json?: boolean;
}

export const upgrade: CommandRow = {
  name: 'upgrade',
  summary: 'raise the pinned versions of the charts that a cluster management project takes from others',
  examples: [
    { args: 'upgrade', does: 'raise all of them, within the same major version' },
    { args: 'upgrade --check', does: 'only tell: exit code 1 when something is newer' },
    { args: 'upgrade . falco --major', does: 'raise one of them, to another major version too' },
  ],
  define: (command, io) => {
    command
      .argument('[folder]', 'folder of the project: the one that holds helmfile.yaml', '.')
      .argument('[applications...]', 'names of applications (default: all)')
      .option('--check', 'write nothing')
      .option('--major', 'take versions whose first number is another one too')
      .option('--json', 'print JSON Lines, one object per application')
      .addHelpText(
        'after',
        '\nIt asks the repositories with helm (HELM_BIN, then PATH); no other command needs the network.\nAll versions are written, or none.',
      )
      .action((folder: string, applications: readonly string[], options: UpgradeCliOptions) =>
        runUpgrade(folder, applications, options, io),
      );
  },
};

async function runUpgrade(
  folder: string,
  applications: readonly string[],
  options: UpgradeCliOptions,
  io: Io,
): Promise<void> {
  const { isNewer, upgradeProject } = await import('../../project/upgrade/upgrade.js');
  const { formatUpgrade } = await import('../../project/upgrade/print.js');
  const { check = false, major = false, json = false } = options;
  const done = await upgradeProject({ folder, cwd: io.cwd, env: io.env, applications, major, check });
  const lines = done.rows.map((row) => jsonLine(jsonOf(row, isNewer(row) && done.written.includes(row.file)))).join('');
  io.stdout.write(json ? lines : formatUpgrade(done, painterFor(io.stdout, io.env)));
  if (check && done.rows.some(isNewer)) io.exit(EXIT.FINDINGS);
  if (done.problems.length === 0) return;
  const { DiagnosticError } = await import('../../diagnostics/diagnostic-error.js');
  io.stderr.write(`${explain(new DiagnosticError(done.problems), io)}\n`);
  if (done.problems.some(({ severity }) => severity === 'error')) io.exit(EXIT.USAGE);
}

/** Every key is always there; what is not known is null. */
function jsonOf({ newest, beyond, ...row }: Row, written: boolean): object {
  return { ...row, newest: newest ?? null, beyond: beyond ?? null, written };
}
