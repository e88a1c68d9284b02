import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Report } from '../../diagnostics/collector';
import type { Place, Severity } from '../../diagnostics/diagnostic';
import { Lines } from '../../yaml/lines';
import type { YamlNode, YamlText } from '../../yaml/node';
import { readYaml } from '../../yaml/read';
import type { LintCode } from './codes';
import { placeOf } from './places';

/** A file of the project that was read. */
export interface ProjectFile {
  /** Path below the project, with `/`. */
  readonly path: string;
  /** Name of the file as reports show it: the folder as the user gave it, then the path. */
  readonly shown: string;
  readonly text: string;
  /** Lines of the text. */
  readonly lines: Lines;
  /** Its documents; none when it is no YAML, which has been reported then. */
  readonly documents: readonly YamlNode[];
}

/** What is wrong at a node of a file. */
export interface Flaw {
  readonly code: LintCode;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: Severity;
}

const NOTHING_READ: YamlText = { documents: [], problems: [] };

/** Names that hold nothing of the project. */
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** The files of a project: each is read once, and what is no YAML is reported once. */
export class ProjectFiles {
  readonly #read = new Map<string, ProjectFile>();

  /**
   * @param root folder in the file system
   * @param folder the same as the user named it
   * @param report takes the problems
   */
  public constructor(
    public readonly root: string,
    private readonly folder: string,
    private readonly report: Report,
  ) {}

  /** All files that were read so far. */
  public get read(): readonly ProjectFile[] {
    return [...this.#read.values()];
  }

  /** Name of a file as reports show it. */
  public shown(path: string): string {
    return this.folder === '.' ? path : posix.join(this.folder, path);
  }

  public isFile(path: string): boolean {
    return existsSync(join(this.root, path)) && statSync(join(this.root, path)).isFile();
  }

  public isFolder(path: string): boolean {
    return existsSync(join(this.root, path)) && statSync(join(this.root, path)).isDirectory();
  }

  /** Names in a folder, sorted; none when there is no such folder. */
  public namesIn(path: string): readonly string[] {
    if (!this.isFolder(path)) return [];
    return readdirSync(join(this.root, path))
      .filter((name) => !PASSED_OVER.has(name))
      .sort();
  }

  /** Paths that a pattern with `*` and `?` fits, sorted. Stars stand for names without a dot in front. */
  public matching(pattern: string): readonly string[] {
    const walk = (base: string, [part, ...rest]: readonly string[]): readonly string[] => {
      if (part === undefined) return [base];
      const names = /[*?]/.test(part) ? this.namesIn(base || '.').filter((name) => fits(name, part)) : [part];
      return names.flatMap((name) => {
        const path = posix.join(base, name);
        return existsSync(join(this.root, path)) ? walk(path, rest) : [];
      });
    };
    return walk('', posix.normalize(pattern).split('/'));
  }

  /** Reads a file of YAML. Undefined when there is none; what is no YAML has no documents. */
  public yaml(path: string): ProjectFile | undefined {
    const known = this.#read.get(path);
    if (known !== undefined || !this.isFile(path)) return known;
    const text = readFileSync(join(this.root, path), 'utf8');
    const shown = this.shown(path);
    const lines = new Lines(text);
    // Helmfile's templates are no YAML before they are rendered.
    const { documents, problems } = path.endsWith('.gotmpl') ? NOTHING_READ : readYaml(text, 'helm');
    for (const { message, ...node } of problems) {
      const place = placeOf({ shown, lines }, node);
      this.report({ code: 'PROJECT1101', severity: 'error', message: `no YAML: ${message}`, place });
    }
    const broken = problems.some(({ kind }) => kind === 'syntax' || kind === 'depth');
    const file = { path, shown, text, lines, documents: broken ? [] : documents };
    this.#read.set(path, file);
    return file;
  }

  /** Reports a flaw of a file: at a node, or of the file as a whole. */
  public flaw(file: ProjectFile, flaw: Flaw, node?: YamlNode, path: readonly string[] = []): void {
    const whole: Place = { file: file.shown, ...(path.length > 0 && { key: path.join('.') }) };
    this.report({
      severity: 'error',
      ...flaw,
      place: node === undefined ? whole : placeOf(file, node, path),
    });
  }
}

function fits(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(name);
}
