import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Data of other projects that may lie beside the checkout. */
const BESIDE = join(__dirname, '../../../shared/data');

/** A folder or a file: what the environment says, else the one beside the checkout when it is there. */
function folder(variable: string, beside: string): string | undefined {
  const given = process.env[variable];
  if (given !== undefined && given !== '') return given;
  const path = join(BESIDE, beside);
  return existsSync(path) ? path : undefined;
}

/** Folder with one folder for each chart of other projects: its Chart.yaml and values.yaml. */
export const CHART_VALUES = folder('CHART_VALUES', 'chart-values');

/** Folder with the files of rules that the Falco project publishes. */
export const FALCO_RULES = folder('FALCO_RULES', 'falco-rules');

/** Folder of unpacked charts of other projects, each with its own subcharts in `charts/`. */
export const UPSTREAM_CHARTS = process.env.UPSTREAM_CHARTS || undefined;

/** GitLab's schema of CI files. */
export const GITLAB_CI_SCHEMA = folder('GITLAB_CI_SCHEMA', 'gitlab/ci.schema.json');

/** Program of the plugin helm-diff, which no registry has. */
export const HELM_DIFF = process.env.HELM_DIFF_BIN || undefined;
