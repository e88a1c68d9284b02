import type { DoctorCliOptions } from '../doctor-run';
import type { CommandRow } from './row';

export const doctor: CommandRow = {
  name: 'doctor',
  summary: 'say what machine, cluster and project can do, and what is missing',
  examples: [
    { args: 'doctor', does: 'look at this machine, the current cluster and the project in this folder' },
    { args: 'doctor --kube-context group/project:agent', does: 'look at another cluster' },
    { args: 'doctor --json', does: 'for a program to read: JSON Lines, one object per line of the report' },
  ],
  define: (command, io) => {
    command
      .argument('[folder]', 'folder of the project', '.')
      .option('--kube-context <name>', 'context of the kubeconfig (default: its current one)')
      .option(
        '--namespace <name>',
        "namespace that the applications go into (default: those of the project's releases)",
      )
      .option('--json', 'JSON Lines, one object per line of the report')
      .addHelpText(
        'after',
        '\nIt asks with get, list and access reviews, and changes nothing. Exit code 1: something is missing.',
      )
      .action(async (folder: string, options: DoctorCliOptions) => {
        const { runDoctor } = await import('../doctor-run.js');
        await runDoctor(folder, options, io);
      });
  },
};
