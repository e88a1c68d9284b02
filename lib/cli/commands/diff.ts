import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Report } from '../../project/diff/report';
import { addClusterOptions, type ClusterOptions, jsonLine, projectOptions } from '../cluster-options';
import { explain } from '../failure';
import { EXIT, type Io } from '../io';
import { painterFor } from '../painter';
import type { CommandRow } from './row';

interface DiffOptions extends ClusterOptions {
  readonly offline?: boolean;
  readonly server?: boolean;
  readonly drift?: boolean;
  readonly output?: string;
}

export const diff: CommandRow = {
  name: 'diff',
  summary: 'compare a project with its cluster: what installing it would change, or what was changed by hand',
  examples: [
    { args: 'diff', does: 'what `apply` would change' },
    { args: 'diff --offline --environment prod', does: 'the same with the right to get and list, without Secrets' },
    { args: 'diff --drift --json', does: 'what was changed by hand since the last installation' },
  ],
  define: (command, io) => {
    addClusterOptions(command)
      .addOption(new Option('--offline', 'get and list only, never a Secret').conflicts(['server', 'drift']))
      .addOption(new Option('--server', 'let the server judge each object (needs patch)').conflicts(['drift']))
      .option('--drift', 'compare what was installed with what is there')
      .option('--output <file>', 'write the differences into this file as well, without colours')
      .action((folder: string, options: DiffOptions) => runDiff(folder, options, io));
  },
};

async function runDiff(folder: string, options: DiffOptions, io: Io): Promise<void> {
  const { withSession } = await import('../../project/diff/session.js');
  const { formatReport } = await import('../../project/diff/print.js');
  const report = await withSession(io, projectOptions(folder, options, io), async (session): Promise<Report> => {
    if (options.drift === true) return (await import('../../project/diff/drift.js')).driftOfProject(session);
    const { diffProject } = await import('../../project/diff/diff.js');
    return diffProject(session, options.offline === true ? 'offline' : options.server === true ? 'server' : 'full');
  });
  const direction = options.drift === true ? 'drift' : 'project';
  const json = report.releases.map(jsonLine).join('');
  if (options.output !== undefined) {
    writeFileSync(resolve(io.cwd, options.output), options.json === true ? json : formatReport(report, direction));
  }
  io.stdout.write(options.json === true ? json : formatReport(report, direction, painterFor(io.stdout, io.env)));
  await conclude(report, options, io);
}

/** Sets the exit code; what could not be read is said last, and counts most. */
async function conclude(report: Report, { json }: DiffOptions, io: Io): Promise<void> {
  const { hasChanges } = await import('../../project/diff/report.js');
  if (hasChanges(report)) io.exit(EXIT.FINDINGS);
  if (json === true) for (const note of report.notes) io.stderr.write(`note: ${note}\n`);
  if (report.unread.length === 0) return;
  const { problem } = await import('../../project/problem.js');
  const hint = 'what could be read is compared above; docs/diff.md says which rights each mode needs';
  io.stderr.write(`${explain(problem('PROJECT1006', report.unread.join('; '), hint), io)}\n`);
  io.exit(EXIT.USAGE);
}
