/** A cluster management project and its pipelines: jobs run in a shell of this machine, against a real API server. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { type PipelineResult, Project } from '../gitlab/pipeline';
import type { Cluster } from './cluster/cluster';

const ROOT = join(__dirname, '../..');
export const PROJECT_ID = 7;
const CONTEXT = 'acme/cluster:default';

/** Groups of a job, as the agent of GitLab brings it in: only one with an environment is in the last. */
const GROUPS = {
  'merge request': ['gitlab:ci_job', `gitlab:project:${PROJECT_ID}`],
  protected: ['gitlab:ci_job', `gitlab:project:${PROJECT_ID}`, `gitlab:project_env:${PROJECT_ID}:default`],
};

const SITUATIONS = {
  'merge request': { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: '' },
  'default branch': { CI_COMMIT_REF_PROTECTED: 'true' },
  schedule: { CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_REF_PROTECTED: 'true' },
};

/** The kubeconfig that a job is given: a context for the agent, and none that is chosen. */
function jobConfig(admin: string, groups: readonly string[]): string {
  const config = load(readFileSync(admin, 'utf8')) as { readonly users: readonly { readonly user: object }[] };
  const user = { ...config.users[0]?.user, as: 'gitlab:ci_job:1', 'as-groups': groups };
  return JSON.stringify({
    ...config,
    users: [{ name: 'job', user }],
    contexts: [{ name: CONTEXT, context: { cluster: 'test', user: 'job' } }],
    'current-context': '',
  });
}

/** A project on GitLab whose jobs find helm, helmfile, kubectl and our command line. */
export class ManagedProject {
  public readonly project = new Project();

  constructor(
    private readonly cluster: Cluster,
    helm: string,
  ) {
    this.project.addProgram(helm, 'helm');
    this.project.addProgram('helmfile');
    this.project.addProgram('kubectl');
    const [tsx, main] = ['node_modules/tsx/dist/cli.mjs', 'lib/cli/main.ts'].map((file) => join(ROOT, file));
    this.project.addScript('container-security', `exec "${process.execPath}" "${tsx}" "${main}" "$@"`);
    for (const [name, groups] of Object.entries(GROUPS))
      writeFileSync(this.configOf(name), jobConfig(cluster.kubeconfig, groups));
  }

  /** Runs a whole pipeline, or jobs of it, with the rights of a job of such a pipeline. */
  public pipeline(
    situation: keyof typeof SITUATIONS,
    rights: keyof typeof GROUPS = situation === 'merge request' ? 'merge request' : 'protected',
    jobs: readonly string[] = [],
  ): Promise<PipelineResult> {
    const given = Object.entries(SITUATIONS[situation]).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
    const isolated = ['--shell-isolation', '--no-artifacts-to-source', '--no-json-schema-validation'];
    return this.project.run([...jobs, ...isolated, ...given], {
      KUBECONFIG: this.configOf(rights),
      KUBECACHEDIR: `${dirname(this.cluster.kubeconfig)}/kubectl`,
    });
  }

  /** Text of a file that a job left. */
  public artifact(job: string, file: string): string {
    const folder = this.project.path('.gitlab-ci-local/artifacts');
    const found = readdirSync(folder).map((name) => join(folder, name, file));
    return readFileSync(found.find((path) => path.includes(job) && existsSync(path)) ?? '', 'utf8');
  }

  /** Outside of the repository: a job changes its current context. */
  private configOf(name: string): string {
    return `${this.project.path('.')}/../${name}.kubeconfig`;
  }
}
