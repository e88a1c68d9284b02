import * as fs from 'node:fs';
import * as path from 'node:path';

/** Files that other tools put into a chart's folder and that stay: Helm's lock file and downloaded subcharts. */
const KEPT = /^(Chart\.lock|charts\/[^/]+\.tgz)$/;

/** A folder that is in the way and does not look like a chart. */
export class NotOurs extends Error {}

/**
 * Writes folders completely or not at all: everything is written beside first, file by file as it is made, then moved into
 * place. When moving fails half-way, what was there before is put back.
 */
export class Stage {
  private readonly folders = new Set<string>();
  private readonly made = new Set<string>();
  /** The folder in which everything is written; none before the first file. */
  private root: string | undefined;
  /** The first of the folders above it that was not there before. */
  private created: string | undefined;
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly outdir: string) {}

  /**
   * Writes a file that is to stand below a folder of the output directory. `file` has forward slashes. A disk that refuses
   * is told of by `moveIntoPlace`: what is wrong with the charts themselves comes first.
   */
  public write(folder: string, file: string, text: string): void {
    if (this.failure) return;
    try {
      this.writeFile(folder, file, text);
    } catch (error) {
      this.failure = { error };
    }
  }

  /**
   * Moves all folders into place.
   * @throws NotOurs when a folder of that name exists, holds something, and has no Chart.yaml; Error of the file system.
   */
  public moveIntoPlace(): void {
    if (this.failure) throw this.failure.error;
    if (this.root === undefined) return;
    const there = new Set(fs.readdirSync(this.outdir));
    const replaced = [...this.folders].filter((folder) => there.has(folder));
    for (const folder of replaced) refuseForeign(path.join(this.outdir, folder));
    for (const folder of replaced) keepForeignFiles(path.join(this.outdir, folder), this.fresh(folder));
    this.swapAll(new Set(replaced));
    this.created = undefined;
  }

  /** Takes away what is not in place. */
  public remove(): void {
    if (this.root !== undefined) fs.rmSync(this.root, { recursive: true, force: true });
    if (this.created !== undefined) removeEmpty(path.resolve(this.outdir), path.resolve(this.created));
  }

  private writeFile(folder: string, file: string, text: string): void {
    const target = `${this.fresh(folder)}/${file}`;
    const directory = target.slice(0, target.lastIndexOf('/'));
    if (!this.made.has(directory)) {
      fs.mkdirSync(directory, { recursive: true });
      this.made.add(directory);
    }
    this.folders.add(folder);
    fs.writeFileSync(target, text);
  }

  private fresh(folder: string): string {
    if (this.root === undefined) {
      this.created = fs.mkdirSync(this.outdir, { recursive: true });
      this.root = fs.mkdtempSync(path.join(this.outdir, '.synth-'));
    }
    return `${this.root}/new/${folder}`;
  }

  private swapAll(replaced: ReadonlySet<string>): void {
    const undo: (() => void)[] = [];
    try {
      for (const name of this.folders) {
        const [current, fresh, old] = [path.join(this.outdir, name), this.fresh(name), `${this.root}/old/${name}`];
        if (replaced.has(name)) {
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
}

/** Takes away a folder and those around it, up to one, as far as nobody else has put something there. */
function removeEmpty(folder: string, last: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    return;
  }
  if (folder !== last) removeEmpty(path.dirname(folder), last);
}

function refuseForeign(folder: string): void {
  if (fs.readdirSync(folder).length > 0 && !fs.existsSync(path.join(folder, 'Chart.yaml'))) {
    throw new NotOurs(
      `${folder} holds something and is no chart: nothing was written; choose another outdir or empty it`,
    );
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
