import { statSync, writeFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { Command } from 'commander';
import type { ProjectOptions } from '../project/diff/helmfile';
import { problem } from '../project/problem';
import { reasonOf, UsageError } from './failure';
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
  // A program that is started in a folder that is not there looks as if it were not there itself.
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw problem('PROJECT1010', `there is no folder "${folder}"`, 'give the folder that holds helmfile.yaml');
  }
  return { folder: path, environment, ...(kubeContext === undefined || kubeContext === '' ? {} : { kubeContext }) };
}

/** Writes a report into the file that an option names, such as `--output`. */
export function writeReport(option: string, file: string, text: string, { cwd }: Io): void {
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch (error) {
    throw new UsageError(`${option} ${file} cannot be written: ${reasonOf(error)}`);
  }
}

/** One object in a line. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
