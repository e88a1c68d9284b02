import { type Command, InvalidArgumentError } from 'commander';
import type { ClusterOptions, NamedCliOptions } from '../init-run';
import type { CommandRow } from './row';

const ALL_OR_NOTHING =
  '\nFiles that are there are never overwritten: then nothing is written at all. Only a README.md may be there, and stays.';

const initClusterManagement: CommandRow = {
  name: 'init cluster-management',
  summary: 'write a project whose pipeline installs AppArmor, pod security, network policies and more',
  examples: [
    {
      args: 'init cluster-management --project acme/clusters --project-id 42 --agent production',
      does: 'one cluster, in this folder; nothing that is installed blocks anything',
    },
    {
      args: 'init cluster-management clusters --project acme/clusters --project-id 42 --cluster staging --cluster production --with falco,cilium',
      does: 'two clusters with an agent of the same name each, and two more applications',
    },
  ],
  define: (command, io) => {
    folder(command)
      .option('--project <path>', 'path of the project on GitLab (default: CI_PROJECT_PATH)')
      .option('--project-id <number>', 'its number, which stands below its name (default: CI_PROJECT_ID)', number)
      .option(
        '--agent <name>',
        'agent of the clusters that have none of their own name (default: the name of the cluster)',
      )
      .option('--cluster <name[=context]>', 'a cluster, and its context in the kubeconfig; more than once', collect)
      .option('--with <names>', 'more applications: falco, falcosidekick, alertmanager, cilium', list)
      .option('--program', 'a TypeScript program that writes the project, in place of files to edit')
      .addHelpText('after', ALL_OR_NOTHING)
      .action(async (name: string, options: ClusterOptions) => {
        const { runInitClusterManagement } = await import('../init-run.js');
        runInitClusterManagement(name, options, io);
      });
  },
};

const initApplication: CommandRow = {
  name: 'init application',
  summary: 'write the values and the pipeline of an application that Auto DevOps deploys',
  examples: [
    { args: 'init application', does: 'in this folder; nothing is blocked' },
    { args: 'init application --from manifests/', does: 'ports and containers of manifests that are there' },
    { args: 'init application --program', does: 'a program writes the values in the pipeline' },
  ],
  define: (command, io) => {
    named(command)
      .option('--program', 'a TypeScript program that writes the values in the pipeline, in place of a file to edit')
      .addHelpText('after', ALL_OR_NOTHING)
      .action(async (name: string, options: NamedCliOptions & { readonly program?: boolean }) => {
        const { runInitApplication } = await import('../init-run.js');
        await runInitApplication(name, options, io);
      });
  },
};

const initChart: CommandRow = {
  name: 'init chart',
  summary: 'write a chart of your own in TypeScript, with a test and a pipeline',
  examples: [
    { args: 'init chart shop-security', does: 'a chart with an example profile that only complains' },
    { args: 'init chart shop-security --from manifests/', does: 'a profile for each workload of the manifests' },
    {
      args: 'init chart shop-security --from-cluster --namespace shop',
      does: 'a profile for each workload of a namespace; the cluster is only read, and no Secret of it',
    },
  ],
  define: (command, io) => {
    named(command)
      .addHelpText('after', ALL_OR_NOTHING)
      .action(async (name: string, options: NamedCliOptions) => {
        const { runInitChart } = await import('../init-run.js');
        await runInitChart(name, options, io);
      });
  },
};

/** All rows of `init`. */
export const INIT: readonly CommandRow[] = [initApplication, initChart, initClusterManagement];

function folder(command: Command): Command {
  return command
    .argument('[folder]', 'folder that it is written into', '.')
    .option('--json', 'print one JSON object: the files that were written, and what to do next');
}

function named(command: Command): Command {
  return folder(command)
    .option('--name <name>', 'name of the project (default: the name of the folder)')
    .option('--from <path>', 'manifests to look at: a file, or a folder with YAML')
    .option('--from-cluster', 'look at the workloads of a live cluster: read-only, and no Secret')
    .option('--namespace <name>', 'namespace for --from-cluster (default: that of the context)')
    .option('--kube-context <name>', 'context for --from-cluster (default: the current one)');
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function list(value: string, before: readonly string[] = []): readonly string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  ];
}

function number(value: string): number {
  const read = Number(value);
  if (!/^\d+$/.test(value) || read === 0 || !Number.isSafeInteger(read)) {
    throw new InvalidArgumentError('It is a whole number, such as 42.');
  }
  return read;
}
