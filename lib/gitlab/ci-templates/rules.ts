/** The situations in which jobs run, as `rules`. */
export const MERGE_REQUEST = { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' };
/** A fork has no agent, and the code of a stranger is not for ours. */
export const IN_FORK = {
  if: '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID != $CI_MERGE_REQUEST_PROJECT_ID',
  when: 'never',
} as const;
export const DEFAULT_BRANCH = { if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' };
/** Only reviewed code changes a cluster or a registry, and no schedule does so again. */
export const DEFAULT_BRANCH_PUSH = {
  if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE != "schedule"',
};
export const TAG = { if: '$CI_COMMIT_TAG' };
/** Nobody but a maintainer brings code there: such jobs may have more rights than those of a merge request. */
export const PROTECTED_DEFAULT_BRANCH_PUSH = {
  if: `${DEFAULT_BRANCH_PUSH.if} && $CI_COMMIT_REF_PROTECTED == "true"`,
};

/** A schedule of a protected branch. With several schedules, CONTAINER_SECURITY_SCHEDULE of each says which jobs it is for. */
export const schedule = (kind: string): { readonly if: string } => ({
  if: [
    '$CI_PIPELINE_SOURCE == "schedule"',
    '$CI_COMMIT_REF_PROTECTED == "true"',
    `($CONTAINER_SECURITY_SCHEDULE == null || $CONTAINER_SECURITY_SCHEDULE == "${kind}")`,
  ].join(' && '),
});
