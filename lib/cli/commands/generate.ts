import { Option } from 'commander';
import type { GenerateOptions } from '../generate-run';
import { addTargetOption, parseName } from '../report-options';
import type { CommandRow } from './row';

const FORMATS = ['chart', 'profile', 'report'] as const;

export const generate: CommandRow = {
  name: 'generate',
  summary: 'write a Helm chart, AppArmor profiles or the enforcement report of container policies',
  examples: [
    {
      args: 'generate policy.yaml -o charts',
      does: 'write the chart charts/NAME, which loads the profile on every node',
    },
    { args: 'generate policy.yaml --format report', does: 'print what will be blocked, by what, and what not' },
    { args: 'generate policies/*.yaml -o profiles --format profile', does: 'write the profiles alone' },
    { args: 'generate policy.yaml --format report --json', does: 'the same for a program to read' },
  ],
  define: (command, io) => {
    addTargetOption(
      command
        .argument('<files...>', 'files with container policies, or - for standard input')
        .option('-o, --output <folder>', 'where to write; profiles and reports are printed when it is left out')
        .addOption(
          new Option('--format <format>', 'what to write')
            .default('chart')
            .choices([...FORMATS])
            .argParser(parseName(FORMATS)),
        )
        .option('--name <name>', 'name of the chart (default: that of the policy, or of the first file)')
        .option('--chart-version <version>', 'version of the chart', '0.1.0')
        .option('--json', 'print one JSON object: the files that were written, and the reports'),
    )
      .addHelpText(
        'after',
        '\nA chart is written completely or not at all: a broken policy leaves what was there as it is.',
      )
      .action(async (files: string[], options: GenerateOptions) => {
        const { runGenerate } = await import('../generate-run.js');
        await runGenerate(files, options, io);
      });
  },
};
