import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthCharts } from '../charts/synth';
import { autoDeployValuesFiles } from '../gitlab/auto-deploy-values';
import { ciTemplateFiles } from '../gitlab/ci-templates';
import type { TextFile } from '../gitlab/text-file';

/** Writes `charts/`, `auto-deploy-values/` and `ci-templates/` below a folder. */
export function synthProject(root: string): void {
  synthCharts(join(root, 'charts'));
  writeAll(join(root, 'auto-deploy-values'), autoDeployValuesFiles());
  writeAll(join(root, 'ci-templates'), ciTemplateFiles());
}

/** Makes a folder hold exactly these files. */
function writeAll(folder: string, files: readonly TextFile[]): void {
  mkdirSync(folder, { recursive: true });
  const wanted = new Set(files.map(({ path }) => path));
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (!wanted.has(name)) rmSync(join(folder, name), { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
}

if (require.main === module) synthProject(process.argv[2] ?? '.');
