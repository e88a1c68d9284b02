import { commented, type TextFile } from '../text-file';
import { marked } from './marker';
import type { Cluster, Project } from './model';
import { yamlText } from './yaml';

/** Configuration of the agents that are registered in this project; others have theirs elsewhere. */
export function agentFiles(project: Project): readonly TextFile[] {
  const own = project.clusters.filter(({ agentProject }) => agentProject === project.projectPath);
  return own.map((cluster) => marked(`.gitlab/agents/${cluster.agent}/config.yaml`, agentText(project, cluster)));
}

/** Without `access_as` a job has the rights of the agent. Where GitLab knows no other way, it passes over an entry that has one. */
function agentText({ projectPath, mergeRequestAccess, jobImpersonation }: Project, cluster: Cluster): string {
  const as = jobImpersonation
    ? 'Jobs come in as themselves (ci_job), which needs GitLab Premium: without rbac/ they may do nothing.'
    : 'Jobs have the rights of the agent: give it no more than those of rbac/.';
  const access = jobImpersonation ? { access_as: { ci_job: {} } } : {};
  const only = mergeRequestAccess ? {} : { environments: [cluster.name], protected_branches_only: true };
  const head = commented([`The GitLab agent of the cluster ${cluster.name}.`, as]);
  return head + yamlText({ ci_access: { projects: [{ id: projectPath, ...access, ...only }] } });
}
