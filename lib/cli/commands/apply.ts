import { addClusterOptions, type ClusterOptions, jsonLine, projectOptions } from '../cluster-options';
import { explain } from '../failure';
import { EXIT, type Io } from '../io';
import { painterFor } from '../painter';
import { steps } from '../progress';
import type { CommandRow } from './row';

export const apply: CommandRow = {
  name: 'apply',
  summary: 'install, upgrade and uninstall the releases of a project that differ, and no other',
  examples: [
    { args: 'apply', does: 'bring the cluster of the current context to what the project says' },
    { args: 'apply --environment prod --kube-context my-group/agents:prod', does: 'for one of several clusters' },
    { args: 'apply --json', does: 'tell a program what was done' },
  ],
  define: (command, io) => {
    addClusterOptions(command).action((folder: string, options: ClusterOptions) => runApply(folder, options, io));
  },
};

async function runApply(folder: string, options: ClusterOptions, io: Io): Promise<void> {
  const { withSession } = await import('../../project/diff/session.js');
  const { applyProject } = await import('../../project/apply/apply.js');
  const { formatApplied } = await import('../../project/apply/print.js');
  const { says, clear, ...line } = steps('releases', io);
  const watcher = { ...line, comparing: (count: number) => says(`comparing ${count} releases with the cluster`) };
  const { releases, failure } = await withSession(io, projectOptions(folder, options, io), (session) =>
    applyProject(session, watcher),
  ).finally(clear);
  const painter = painterFor(io.stdout, io.env);
  for (const release of releases) {
    io.stdout.write(options.json === true ? jsonLine(release) : formatApplied(release, painter));
  }
  if (releases.some(({ leftovers }) => leftovers.length > 0)) io.exit(EXIT.FINDINGS);
  if (failure === undefined) return;
  io.stderr.write(`${explain(failure, io)}\n`);
  io.exit(EXIT.USAGE);
}
