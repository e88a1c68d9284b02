import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthCharts } from '../charts/synth';
import { autoDeployValuesFiles } from '../gitlab/auto-deploy-values';
import { ciTemplateFiles } from '../gitlab/ci-templates';
import type { TextFile } from '../gitlab/text-file';
import { writePolicyFiles } from './policy-files';

/** Writes `charts/`, `auto-deploy-values/` and `ci-templates/` below a folder; what has no program any more goes. */
export function synthProject(root: string): void {
  // All texts first: a mistake in one of them must not leave the folders half written.
  const folders = { 'auto-deploy-values': autoDeployValuesFiles(), 'ci-templates': ciTemplateFiles() };
  synthCharts(join(root, 'charts'));
  for (const [folder, files] of Object.entries(folders)) writeAll(join(root, folder), files);
}

/** Makes a folder hold exactly these files. */
function writeAll(folder: string, files: readonly TextFile[]): void {
  mkdirSync(folder, { recursive: true });
  const wanted = new Set(files.map(({ path }) => path));
  const stale = readdirSync(folder).filter((name) => !wanted.has(name));
  for (const name of stale) rmSync(join(folder, name), { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
}

if (require.main === module) {
  const root = process.argv[2] ?? '.';
  synthProject(root);
  writePolicyFiles(root);
}
