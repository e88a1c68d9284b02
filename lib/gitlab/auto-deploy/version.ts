import { gt, lt, valid } from 'semver';
import type { Report } from '../../diagnostics/collector';

/** The oldest image whose chart is known: before it the chart was another. */
const OLDEST = 'v2.0.0';
/** The newest image whose chart was read. */
export const NEWEST_READ = 'v2.113.0';
/** What GitLab's template Jobs/Deploy.gitlab-ci.yml uses. */
export const CURRENT = 'v2.118.0';

/** Whether a tag is older than another. */
export const isOlder = (tag: string, than: string): boolean => lt(tag, than);
/** Whether a tag is newer than another. */
export const isNewer = (tag: string, than: string): boolean => gt(tag, than);

/** The tag for which values are checked, or that of GitLab's template where the given one cannot be read. */
export function targetOf(given: unknown, report: Report): string {
  if (given === undefined) return CURRENT;
  const place = { key: 'autoDeployImageVersion' };
  const tag = typeof given === 'string' ? valid(given) : null;
  if (tag === null) {
    report({
      code: 'GITLAB1004',
      severity: 'error',
      message: `"autoDeployImageVersion" must be a tag of auto-deploy-image, such as "${CURRENT}"`,
      hint: 'it is the value of AUTO_DEPLOY_IMAGE_VERSION in the pipeline',
      place,
    });
    return CURRENT;
  }
  if (lt(tag, OLDEST)) {
    report({
      code: 'GITLAB1004',
      severity: 'error',
      message: `auto-deploy-image v${tag} has another chart: ${OLDEST} is the oldest that is known`,
      hint: 'raise AUTO_DEPLOY_IMAGE_VERSION',
      place,
    });
  } else if (gt(tag, NEWEST_READ)) {
    report({
      code: 'GITLAB1005',
      severity: 'warning',
      message: `auto-deploy-image v${tag} is newer than ${NEWEST_READ}, the newest whose chart was read`,
      hint: 'look for renamed values among its releases',
      place,
    });
  }
  return `v${tag}`;
}
