import { addClusterOptions, type ClusterOptions, jsonLine, projectOptions, writeReport } from '../cluster-options';
import { EXIT, type Io } from '../io';
import { painterFor } from '../painter';
import type { CommandRow } from './row';

interface CoverageOptions extends ClusterOptions {
  readonly metrics?: string;
}

export const coverage: CommandRow = {
  name: 'coverage',
  summary: 'tell which applications of a project are installed, missing, outdated or removed',
  examples: [
    { args: 'coverage', does: 'a line for each application' },
    { args: 'coverage --metrics metrics.txt', does: "for GitLab's metrics report" },
  ],
  define: (command, io) => {
    addClusterOptions(command)
      .option('--metrics <file>', "write OpenMetrics text, for GitLab's metrics report")
      .action((folder: string, options: CoverageOptions) => runCoverage(folder, options, io));
  },
};

async function runCoverage(folder: string, options: CoverageOptions, io: Io): Promise<void> {
  const { withSession } = await import('../../project/diff/session.js');
  const { coverageOf, isFine } = await import('../../project/coverage/coverage.js');
  const { metricsOf } = await import('../../project/coverage/metrics.js');
  const { formatApplication } = await import('../../project/coverage/print.js');
  const { applications, notes } = await withSession(io, projectOptions(folder, options, io), coverageOf);
  const painter = painterFor(io.stdout, io.env);
  for (const each of applications) {
    io.stdout.write(options.json === true ? jsonLine(each) : formatApplication(each, painter));
  }
  for (const note of notes) io.stderr.write(`${painterFor(io.stderr, io.env)('note', 'note:')} ${note}\n`);
  if (options.metrics !== undefined) {
    writeReport('--metrics', options.metrics, metricsOf(applications, options.environment), io);
  }
  if (!applications.every(isFine)) io.exit(EXIT.FINDINGS);
}
