import { Option } from 'commander';
import { type Painter, plainPainter } from '../../diagnostics/painter';
import type { Report } from '../../project/diff/report';
import type { Session } from '../../project/diff/session';
import { addClusterOptions, type ClusterOptions, jsonLine, projectOptions, writeReport } from '../cluster-options';
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
  const { report, others } = await withSession(io, projectOptions(folder, options, io), async (session) => {
    if (options.drift === true) {
      return { report: await (await import('../../project/diff/drift.js')).driftOfProject(session) };
    }
    const { diffProject } = await import('../../project/diff/diff.js');
    if (options.server !== true) return { report: await diffProject(session, options.offline ? 'offline' : 'full') };
    // Programs read our verdict alone.
    const others = options.json === true ? undefined : await helmDiffText(session);
    return { report: await diffProject(session, 'server'), others };
  });
  const direction = options.drift === true ? 'drift' : 'project';
  const format = (painter?: Painter): string =>
    options.json === true
      ? report.releases.map(jsonLine).join('')
      : `${others?.(painter) ?? ''}${formatReport(report, direction, painter)}`;
  io.stdout.write(format(painterFor(io.stdout, io.env)));
  if (options.output !== undefined) writeReport('--output', options.output, format(), io);
  await conclude(report, options, io);
}

/** What helm-diff shows, where Helm has it, below a line that says which way was taken. */
async function helmDiffText(session: Session): Promise<(painter?: Painter) => string> {
  const { helmDiffOf } = await import('../../project/diff/helm-diff.js');
  const { way, lines } = await helmDiffOf(session);
  return (painter = plainPainter) =>
    [`${painter('note', 'note:')} ${way}`, ...lines].map((line) => `${line}\n`).join('');
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
