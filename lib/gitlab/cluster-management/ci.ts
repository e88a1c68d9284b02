import { ciTemplateFiles } from '../ci-templates';
import { commented, type TextFile } from '../text-file';
import { marked } from './marker';
import type { Project } from './model';
import { yamlText } from './yaml';

const TEMPLATE = 'cluster-management.gitlab-ci.yml';

/** `.gitlab-ci.yml`, and the template that it includes: a copy, so that the project works on any GitLab. */
export function ciFiles({ clusters, ciImage }: Project): readonly TextFile[] {
  const [only, ...others] = clusters;
  // Each of several clusters has its context in helmfile.yaml.
  const context = only !== undefined && others.length === 0 ? `${only.agentProject}:${only.agent}` : undefined;
  const inputs = { clusters: clusters.map(({ name }) => name), 'kube-context': context, image: ciImage };
  const head = commented([
    'The jobs: synth, lint, diff, apply, drift, coverage. What each does is told by the template.',
  ]);
  const templates = ciTemplateFiles().filter(({ path }) => path === TEMPLATE);
  return [
    marked('.gitlab-ci.yml', head + yamlText({ include: [{ local: `ci-templates/${TEMPLATE}`, inputs }] })),
    ...templates.map(({ path, text }) => marked(`ci-templates/${path}`, text)),
  ];
}
