import { APPARMOR } from './ci-templates/apparmor';
import { AUTO_DEVOPS } from './ci-templates/auto-devops';
import { CLUSTER_MANAGEMENT } from './ci-templates/cluster-management';
import { LIBRARY } from './ci-templates/library';
import { SCANS } from './ci-templates/scans';
import { templateFile } from './ci-templates/template';
import type { TextFile } from './text-file';

const TEMPLATES = [APPARMOR, AUTO_DEVOPS, CLUSTER_MANAGEMENT, LIBRARY, SCANS];

/** The files of `ci-templates/`. */
export function ciTemplateFiles(): readonly TextFile[] {
  return TEMPLATES.map(templateFile);
}
