import { Option } from 'commander';
import { LEVELS } from '../../pod-security/language/levels';
import type { EvaluatePodsOptions } from '../evaluate-pod-security-run';
import { addTargetOption, parseName, parseNamespace } from '../report-options';
import type { CommandRow } from './row';

const HELP = `
What stands in the files decides, wherever it stands:
  PodSecurityPolicies       up to Kubernetes 1.24 as they are, from 1.30 as the admission policies that this program
                            makes of them, between them by the level that says the same, as far as one does
  admission policies        ValidatingAdmissionPolicy, MutatingAdmissionPolicy and their bindings as they are
  Namespaces                labels of Pod Security Admission, unless --level says one level for all
  roles and bindings        who may use which policy; without any all policies may be used
All that has a say must let a pod in. Pods of workloads are created by a controller of the cluster: --user and --group are
who creates pods that stand alone.

Exit code 1: a pod is refused. 2: wrong usage, a file is wrong, what --policies names holds no policy, or no file holds a pod.`;

export const evaluatePodSecurity: CommandRow = {
  name: 'evaluate pod-security',
  summary: 'tell what a cluster answers to pods and workloads, by which policy or level, and what it changes in them',
  examples: [
    { args: 'evaluate pod-security --level restricted pods/', does: 'by a level of the Pod Security Standards' },
    {
      args: 'evaluate pod-security --policies policies.yaml --target kubernetes=1.24 deployment.yaml',
      does: 'by PodSecurityPolicies, with the roles and bindings in the same file',
    },
    {
      args: 'evaluate pod-security --policies policies.yaml --user jane --group dev pod.yaml',
      does: 'as somebody who creates the pod',
    },
    { args: 'evaluate pod-security --level baseline --json - < rendered.yaml', does: 'for programs' },
  ],
  define: (command, io) => {
    addTargetOption(command)
      .option(
        '--policies <file>',
        'file or folder with policies, roles and bindings; may be given more than once',
        collect,
      )
      .addOption(
        new Option('--level <level>', 'level of the Pod Security Standards, for all namespaces')
          .choices([...LEVELS])
          .argParser(parseName(LEVELS)),
      )
      .option('--namespace <name>', 'namespace of objects that name none', parseNamespace, 'default')
      .option('--user <name>', 'who creates pods that stand alone (default: somebody without rights)')
      .option('--group <name>', 'a group of that user; may be given more than once', collect)
      .option('--json', 'JSON Lines, one object per pod or workload')
      .addHelpText('after', HELP)
      .argument('<files...>', 'files, folders (with all YAML and JSON below them), or - for standard input')
      .action(async (files: string[], options: EvaluatePodsOptions) => {
        const { runEvaluatePods } = await import('../evaluate-pod-security-run.js');
        await runEvaluatePods(files, options, io);
      });
  },
};

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
