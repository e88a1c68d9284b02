import * as fs from 'node:fs';
import * as path from 'node:path';
import { OURS } from './files/chart-yaml';

/** Files that other tools put into a chart's folder and that stay: Helm's lock file and downloaded subcharts. */
const KEPT = /^(Chart\.lock|charts\/[^/]+\.tgz)$/;

/** A folder that is in the way and that was not written by us. */
export class NotOurs extends Error {}

/** Whether a folder holds a chart that was written by us. */
export function isOurs(folder: string): boolean {
  const file = path.join(folder, 'Chart.yaml');
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8').startsWith(OURS);
}

/**
 * Writes folders completely or not at all: everything is written beside first, file by file as it is made, then moved into
 * place. When moving fails half-way, what was there before is put back.
 */
export class Stage {
  private readonly folders = new Set<string>();
  /** Files that stand beside those of others. */
  private readonly files = new Set<string>();
  private readonly taken = new Set<string>();
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
    this.attempt(() => {
      this.folders.add(folder);
      this.writeFile(`${folder}/${file}`, text);
    });
  }

  /** Writes a file that is to stand alone: what else is in its folder stays. */
  public writeAlone(file: string, text: string): void {
    this.attempt(() => {
      this.files.add(file);
      this.writeFile(file, text);
    });
  }

  /** A file or a folder that is to go, when everything else is in place. */
  public takeAway(path: string): void {
    this.taken.add(path);
  }

  /**
   * Moves all folders into place.
   * @returns the files of each folder that were there before and are gone, with forward slashes.
   * @throws NotOurs when a folder of that name exists and holds something that we have not written; Error of the file system.
   */
  public moveIntoPlace(): ReadonlyMap<string, readonly string[]> {
    const gone = new Map<string, readonly string[]>();
    if (this.failure) throw this.failure.error;
    if (this.root === undefined) return gone;
    const replaced = [...this.folders].filter((folder) => fs.existsSync(path.join(this.outdir, folder)));
    for (const folder of replaced) refuseForeign(path.join(this.outdir, folder), this.fresh(folder));
    for (const folder of replaced) {
      const missing = keepForeignFiles(path.join(this.outdir, folder), this.fresh(folder));
      if (missing.length > 0) gone.set(folder, missing);
    }
    this.swapAll();
    this.created = undefined;
    return gone;
  }

  /** Takes away what is not in place. */
  public remove(): void {
    if (this.root !== undefined) fs.rmSync(this.root, { recursive: true, force: true });
    if (this.created !== undefined) removeEmpty(path.resolve(this.outdir), path.resolve(this.created));
  }

  private attempt(write: () => void): void {
    if (this.failure) return;
    try {
      write();
    } catch (error) {
      this.failure = { error };
    }
  }

  private writeFile(file: string, text: string): void {
    const target = this.fresh(file);
    const directory = path.dirname(target);
    if (!this.made.has(directory)) {
      fs.mkdirSync(directory, { recursive: true });
      this.made.add(directory);
    }
    fs.writeFileSync(target, text);
  }

  private fresh(name: string): string {
    if (this.root === undefined) {
      this.created = fs.mkdirSync(this.outdir, { recursive: true });
      this.root = fs.mkdtempSync(path.join(this.outdir, '.synth-'));
    }
    return `${this.root}/new/${name}`;
  }

  private swapAll(): void {
    const undo: (() => void)[] = [];
    const last = path.resolve(this.outdir);
    const putAside = (name: string): void => {
      const [current, old] = [path.join(this.outdir, name), `${this.root}/old/${name}`];
      if (!fs.existsSync(current)) return;
      fs.mkdirSync(path.dirname(old), { recursive: true });
      fs.renameSync(current, old);
      undo.push(() => fs.renameSync(old, current));
    };
    try {
      for (const name of [...this.folders, ...this.files]) {
        const [current, fresh] = [path.join(this.outdir, name), this.fresh(name)];
        putAside(name);
        const created = fs.mkdirSync(path.dirname(current), { recursive: true });
        if (created !== undefined) undo.push(() => removeEmpty(path.dirname(current), created));
        fs.renameSync(fresh, current);
        undo.push(() => fs.renameSync(current, fresh));
      }
      for (const name of this.taken) putAside(name);
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    }
    for (const name of this.taken) {
      const folder = path.resolve(this.outdir, path.dirname(name));
      if (folder !== last) removeEmpty(folder, path.resolve(last, name.split('/')[0] ?? name));
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

/** A name with a dot in front that we do not write is no part of a chart: it may be a whole repository. */
function refuseForeign(folder: string, fresh: string): void {
  const names = fs.readdirSync(folder);
  const hidden = names.find((name) => name.startsWith('.') && !fs.existsSync(path.join(fresh, name)));
  const reason = isOurs(folder) ? hidden && `holds ${hidden}, which is no part of the chart` : foreign(folder);
  if (names.length > 0 && reason)
    throw new NotOurs(`${folder} ${reason}: nothing was written; choose another outdir, or move it away`);
}

function foreign(folder: string): string {
  if (!fs.existsSync(path.join(folder, 'Chart.yaml'))) return 'holds something and is no chart';
  return `holds a chart whose Chart.yaml does not begin with "${OURS}", so somebody else wrote it`;
}

/** @returns what is not kept, and not written anew. */
function keepForeignFiles(from: string, to: string): readonly string[] {
  const others = filesBelow(from).filter((name) => !fs.existsSync(path.join(to, name)));
  for (const name of others) {
    if (!KEPT.test(name)) continue;
    fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    fs.copyFileSync(path.join(from, name), path.join(to, name));
  }
  return others.filter((name) => !KEPT.test(name));
}

function filesBelow(folder: string, below = ''): readonly string[] {
  return fs.readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below + entry.name;
    return entry.isDirectory() ? filesBelow(folder, `${name}/`) : [name];
  });
}
