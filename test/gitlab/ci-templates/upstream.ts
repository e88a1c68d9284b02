/** GitLab's own Auto DevOps templates, as far as ours have to do with them: the jobs, what they extend, `dependencies: []`. */
import type { Project } from '../pipeline';

const ROLLOUTS = [10, 25, 50, 100];
const STAGES = ['build', 'test', 'review', 'staging', 'canary', 'production', 'cleanup'];
const ON_DEFAULT = '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH';

/** Name of a deploy job to its stage, besides review and stop_review. */
const PRODUCTION: Readonly<Record<string, string>> = {
  staging: 'staging',
  canary: 'canary',
  production: 'production',
  production_manual: 'production',
  ...Object.fromEntries(ROLLOUTS.map((percent) => [`rollout ${percent}%`, 'production'])),
  ...Object.fromEntries(ROLLOUTS.map((percent) => [`timed rollout ${percent}%`, `incremental rollout ${percent}%`])),
};

/** The jobs that deploy on the default branch. */
export const DEPLOY_JOBS = Object.keys(PRODUCTION);

const deploy = (stage: string, rules: readonly object[], more: object = {}): object => ({
  extends: '.auto-deploy',
  stage,
  script: ['auto-deploy deploy'],
  rules,
  ...more,
});

const DEPLOY = {
  '.auto-deploy': {
    image: '${CI_TEMPLATE_REGISTRY_HOST}/gitlab-org/cluster-integration/auto-deploy-image:v2.118.0',
    dependencies: [],
  },
  review: deploy('review', [{ if: ON_DEFAULT, when: 'never' }, { if: '$CI_COMMIT_TAG || $CI_COMMIT_BRANCH' }]),
  stop_review: deploy(
    'cleanup',
    [
      { if: ON_DEFAULT, when: 'never' },
      { if: '$CI_COMMIT_BRANCH', when: 'manual' },
    ],
    {
      script: ['auto-deploy delete'],
      allow_failure: true,
    },
  ),
  ...Object.fromEntries(
    Object.entries(PRODUCTION).map(([name, stage]) => [
      name,
      deploy(stage, [{ if: ON_DEFAULT, ...(name === 'production' ? {} : { when: 'manual' }) }]),
    ]),
  ),
};

/** Puts stubs of GitLab's templates where `include: template` finds them. */
export function writeAutoDevOps(project: Project): void {
  const stages = [...STAGES.slice(0, -1), ...ROLLOUTS.map((percent) => `incremental rollout ${percent}%`), 'cleanup'];
  project.writeUpstream('Jobs/Deploy.gitlab-ci.yml', DEPLOY);
  project.writeUpstream('Auto-DevOps.gitlab-ci.yml', {
    stages: [...stages, 'deploy'],
    include: [{ template: 'Jobs/Deploy.gitlab-ci.yml' }],
  });
}
