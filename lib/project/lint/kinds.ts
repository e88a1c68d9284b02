import { posix } from 'node:path';
import { CI_FILE } from './ci-file';
import type { ProjectFiles } from './project-files';
import { topHelmfile } from './releases';

/** What a project is. One folder can be more than one. */
export type ProjectKind = 'cluster management' | 'application' | 'chart';

/** Values for Auto DevOps, unless a variable names another file. */
export const AUTO_DEPLOY_VALUES = '.gitlab/auto-deploy-values.yaml';

/** What a folder is, and what gives it away. */
export interface FoundKind {
  readonly kind: ProjectKind;
  /** The file that says so. */
  readonly because: string;
}

/** Looks what a project is. Nothing is read but the CI file. */
export function kindsOf(files: ProjectFiles): readonly FoundKind[] {
  const helmfile = topHelmfile(files);
  const [chart] = chartFolders(files);
  const autoDevOps = /auto-devops\.gitlab-ci\.yml/i.test(files.yaml(CI_FILE)?.text ?? '');
  return [
    ...(helmfile === undefined ? [] : [{ kind: 'cluster management', because: helmfile } as const]),
    ...(files.isFile(AUTO_DEPLOY_VALUES) ? [{ kind: 'application', because: AUTO_DEPLOY_VALUES } as const] : []),
    ...(!files.isFile(AUTO_DEPLOY_VALUES) && autoDevOps ? [{ kind: 'application', because: CI_FILE } as const] : []),
    ...(chart === undefined ? [] : [{ kind: 'chart', because: posix.join(chart, 'Chart.yaml') } as const]),
  ];
}

/** Folders of charts: the project itself, those of `charts/` beside no helmfile, and what a program wrote into `dist/`. */
export function chartFolders(files: ProjectFiles): readonly string[] {
  const inside = topHelmfile(files) === undefined && !files.isFile('Chart.yaml') ? ['charts/*', 'dist/*'] : [];
  return [...(files.isFile('Chart.yaml') ? ['.'] : []), ...inside.flatMap((pattern) => files.matching(pattern))].filter(
    (folder) => files.isFile(posix.join(folder, 'Chart.yaml')),
  );
}
