import { addReportOptions, type ReportOptions } from '../report-options';
import type { CommandRow } from './row';

export const lint: CommandRow = {
  name: 'lint',
  summary: 'check a project without a cluster: its files, charts, values, profiles and versions',
  examples: [
    { args: 'lint', does: 'check the project in this folder' },
    { args: 'lint --strict my-cluster', does: 'check another folder; warnings count too' },
    { args: 'lint --format code-quality > gl-code-quality-report.json', does: 'report to GitLab' },
  ],
  define: (command, io) => {
    addReportOptions(command)
      .argument('[folder]', 'folder of the project', '.')
      .addHelpText('after', '\nhelm is looked up in HELM_BIN, then in PATH. Nothing is sent anywhere.')
      .action(async (folder: string, options: ReportOptions) => {
        const { runLint } = await import('../lint-run.js');
        await runLint(folder, options, io);
      });
  },
};
