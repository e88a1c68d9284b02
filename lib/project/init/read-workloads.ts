import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll, YAMLException } from 'js-yaml';
import { oneProgram } from '../lint/one-program';
import { problem, reasonOf } from '../problem';
import type { Environment } from '../programs';
import { findWorkloads, type Workload } from './workloads';

/** Kinds that a live cluster is asked for. Secrets are none of them. */
const LIVE_KINDS = 'deployments,statefulsets,daemonsets,cronjobs,jobs,pods';

/** Workloads in manifests: a file, or all YAML below a folder. */
export function workloadsInFiles(name: string, cwd: string): readonly Workload[] {
  const files = filesAt(name, cwd);
  const found = findWorkloads(files.flatMap((file) => objectsIn(file, cwd)));
  if (found.length === 0) {
    const hint =
      'give files with a Deployment, a StatefulSet, a Pod or the like; a chart is rendered first: helm template';
    throw problem('PROJECT1122', `no workload stands in "${name}"`, hint);
  }
  return found;
}

function filesAt(name: string, cwd: string): readonly string[] {
  try {
    if (!statSync(resolve(cwd, name)).isDirectory()) return [name];
    return readdirSync(resolve(cwd, name), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ya?ml|json)$/.test(file) && !/(^|[\\/])(node_modules|\.git)[\\/]/.test(file))
      .sort()
      .map((file) => join(name, file));
  } catch (error) {
    throw problem(
      'PROJECT1122',
      `"${name}" cannot be read: ${reasonOf(error)}`,
      'give a file or a folder with manifests',
    );
  }
}

function objectsIn(file: string, cwd: string): readonly unknown[] {
  try {
    return loadAll(readFileSync(resolve(cwd, file), 'utf8'));
  } catch (error) {
    const reason = error instanceof YAMLException ? `line ${error.mark.line + 1}: ${error.reason}` : reasonOf(error);
    throw problem(
      'PROJECT1122',
      `"${file}" cannot be read: ${reason}`,
      'a template of Helm is no YAML: give what "helm template" prints',
    );
  }
}

/** Which part of a live cluster is looked at. */
export interface LiveOptions {
  readonly env: Environment;
  readonly cwd: string;
  readonly namespace?: string;
  readonly kubeContext?: string;
}

/** Workloads of a live cluster. It is asked once, with `get`. */
export async function workloadsInCluster({
  env,
  cwd,
  namespace,
  kubeContext,
}: LiveOptions): Promise<readonly Workload[]> {
  const kubectl = oneProgram('kubectl', env, cwd);
  const where = namespace === undefined ? [] : [`--namespace=${namespace}`];
  const context = kubeContext === undefined ? [] : [`--context=${kubeContext}`];
  const args = ['get', LIVE_KINDS, '--output=json', '--request-timeout=30s', ...where, ...context];
  const { code, stdout, stderr } = await kubectl.run(args);
  if (code !== 0) {
    const hint = 'look at KUBECONFIG and --kube-context; container-security doctor says what you may read';
    throw problem('PROJECT1123', `the cluster cannot be read: ${stderr.trim().split('\n')[0] ?? ''}`, hint);
  }
  const found = findWorkloads([JSON.parse(stdout)]);
  if (found.length === 0) {
    throw problem('PROJECT1123', 'the namespace holds no workload', 'name another one with --namespace');
  }
  return found;
}
