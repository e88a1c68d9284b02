import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/** Who a job is, as the agent of GitLab brings it in. */
interface Job {
  readonly user: string;
  readonly groups: readonly string[];
}

/** The kubeconfig of a job, made of the administrator's: one context for each, and none that is chosen. */
export function jobConfig(admin: string, jobs: Readonly<Record<string, Job>>): string {
  const config = load(readFileSync(admin, 'utf8')) as {
    users: { name: string; user: object }[];
    contexts: { name: string; context: object }[];
  };
  const own = config.users[0]?.user;
  const names = Object.entries(jobs);
  return JSON.stringify({
    ...config,
    users: names.map(([name, { user, groups }]) => ({ name, user: { ...own, as: user, 'as-groups': groups } })),
    contexts: names.map(([name]) => ({ name, context: { cluster: 'test', user: name } })),
    'current-context': '',
  });
}
