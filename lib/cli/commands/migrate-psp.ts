import { Option } from 'commander';
import type { MigrateOptions } from '../migrate-run';
import { parseName, parseNamespace } from '../report-options';
import type { CommandRow } from './row';

const FORMS = ['yaml', 'typescript', 'chart'] as const;
const MODES = ['enforce', 'audit'] as const;

/** May be given more than once: all count. */
function parseNamespaces(value: string, before: readonly string[] = []): readonly string[] {
  return [...new Set([...before, ...value.split(',').map(parseNamespace)])];
}

export const migratePsp: CommandRow = {
  name: 'migrate psp',
  summary: 'bring PodSecurityPolicies with their roles and bindings over to every version of Kubernetes',
  examples: [
    { args: 'migrate psp policies/', does: 'print the values for charts/pod-security, and what changes' },
    { args: 'migrate psp policies/ --to chart --output charts', does: 'write a chart with the same policies' },
    { args: 'migrate psp policies/ --mode audit', does: 'values with which pods are told of, and none is refused yet' },
    { args: 'migrate psp policies/ --to typescript --output .', does: 'write a program that makes that chart' },
    { args: 'migrate psp --json - < policies.yaml', does: 'for programs: what was written, and what changes' },
  ],
  define: (command, io) => {
    command
      .argument('<files...>', 'files, folders (with all YAML and JSON below them), or - for standard input')
      .addOption(
        new Option('--to <form>', 'what to write: values for charts/pod-security, a program, or a chart')
          .default('yaml')
          .choices([...FORMS])
          .argParser(parseName(FORMS)),
      )
      .option('-o, --output <folder>', 'where to write; values and the program are printed when it is left out')
      .option('--name <name>', 'name of the chart', 'pod-security-policies')
      .option('--chart-version <version>', 'version of the chart', '0.1.0')
      .option('--namespace <name>', 'namespace of roles and bindings that name none', parseNamespace, 'default')
      .addOption(
        new Option(
          '--mode <mode>',
          'enforce refuses pods, as the policies do; audit only tells, from Kubernetes 1.30 on',
        )
          .default('enforce')
          .choices([...MODES])
          .argParser(parseName(MODES)),
      )
      .option('--namespaces <names>', 'judge only pods of these, from Kubernetes 1.30 on: a,b', parseNamespaces)
      .option('--exempt-namespaces <names>', 'let every pod in there: a,b', parseNamespaces)
      .option('--force', 'replace what is there')
      .option('--json', 'print one JSON object: the files that were written, and what changes')
      .addHelpText(
        'after',
        '\nEverything is written, or nothing. A policy that an API server would refuse is told with its place (exit code 1).',
      )
      .action(async (files: string[], options: MigrateOptions) => {
        const { runMigrate } = await import('../migrate-run.js');
        await runMigrate(files, options, io);
      });
  },
};
