import { isAbsolute, resolve } from 'node:path';
import type { Command } from 'commander';
import type { ProjectOptions } from '../project/diff/helmfile';
import type { Io } from './io';

/** Options of every command that compares a project with a cluster. */
export interface ClusterOptions {
  readonly environment: string;
  readonly kubeContext?: string;
  readonly json?: boolean;
}

/** Adds the argument and the options to a command. */
export function addClusterOptions(command: Command): Command {
  return command
    .argument('[folder]', 'folder of the project: the one that holds helmfile.yaml', '.')
    .option('--environment <name>', 'environment of helmfile: which cluster', 'default')
    .option(
      '--kube-context <name>',
      'context of the kubeconfig (default: what helmfile.yaml says, else the current one)',
    )
    .option('--json', 'print JSON Lines, one object per release');
}

/** The project that these options mean. A context that is empty, as an unset variable of a job is, counts as none. */
export function projectOptions(folder: string, { environment, kubeContext }: ClusterOptions, io: Io): ProjectOptions {
  const path = isAbsolute(folder) ? folder : resolve(io.cwd, folder);
  return { folder: path, environment, ...(kubeContext === undefined || kubeContext === '' ? {} : { kubeContext }) };
}

/** One object in a line. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
