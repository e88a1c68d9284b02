import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ChartFile } from './chart/chart-files';

/** Files that other tools put into a chart's folder and that stay: Helm's lock file and downloaded subcharts. */
const KEPT = /^(Chart\.lock|charts\/[^/]+\.tgz)$/;

/** A folder to be written: name below the output directory, and its files. */
export interface OutputFolder {
  readonly name: string;
  readonly files: readonly ChartFile[];
}

/** A folder that is in the way and does not look like a chart. */
export class NotOurs extends Error {}

/**
 * Writes folders completely or not at all: everything is written beside first, then moved into place. When moving fails
 * half-way, what was there before is put back.
 *
 * @throws NotOurs when a folder of that name exists, holds something, and has no Chart.yaml.
 */
export function writeFolders(outdir: string, folders: readonly OutputFolder[]): void {
  for (const folder of folders) refuseForeign(path.join(outdir, folder.name));
  fs.mkdirSync(outdir, { recursive: true });
  const stage = fs.mkdtempSync(path.join(outdir, '.synth-'));
  try {
    for (const folder of folders) writeFolder(path.join(stage, 'new', folder.name), folder.files);
    for (const folder of folders) keepForeignFiles(path.join(outdir, folder.name), path.join(stage, 'new', folder.name));
    swapAll(outdir, stage, folders);
  } finally {
    fs.rmSync(stage, { recursive: true, force: true });
  }
}

function refuseForeign(folder: string): void {
  if (!fs.existsSync(folder)) return;
  if (fs.readdirSync(folder).length > 0 && !fs.existsSync(path.join(folder, 'Chart.yaml'))) {
    throw new NotOurs(`${folder} holds something and is no chart: nothing was written; choose another outdir or empty it`);
  }
}

function writeFolder(folder: string, files: readonly ChartFile[]): void {
  const made = new Set<string>();
  for (const file of files) {
    const target = path.join(folder, file.path);
    const directory = path.dirname(target);
    if (!made.has(directory)) {
      fs.mkdirSync(directory, { recursive: true });
      made.add(directory);
    }
    fs.writeFileSync(target, file.text);
  }
}

function keepForeignFiles(from: string, to: string): void {
  for (const name of ['Chart.lock', ...listed(path.join(from, 'charts')).map((entry) => `charts/${entry}`)]) {
    const source = path.join(from, name);
    if (!KEPT.test(name) || !fs.existsSync(source) || fs.existsSync(path.join(to, name))) continue;
    fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    fs.copyFileSync(source, path.join(to, name));
  }
}

function listed(folder: string): readonly string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

function swapAll(outdir: string, stage: string, folders: readonly OutputFolder[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const { name } of folders) {
      const [current, fresh, old] = [path.join(outdir, name), path.join(stage, 'new', name), path.join(stage, 'old', name)];
      if (fs.existsSync(current)) {
        fs.mkdirSync(path.dirname(old), { recursive: true });
        fs.renameSync(current, old);
        undo.push(() => fs.renameSync(old, current));
      }
      fs.renameSync(fresh, current);
      undo.push(() => fs.renameSync(current, fresh));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}
