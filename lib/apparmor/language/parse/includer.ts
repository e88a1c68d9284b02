import type { IncludeResolver } from '../includes';
import type { IncludeMark } from '../lexer/tokens';
import type { Source } from '../model/source';
import { atLeast, type ParserVersion } from '../versions';

/** The parser itself ends when it can open no more files. */
const DEEPEST = 250;

/** What an include stands for. */
export type Included =
  | { readonly outcome: 'files'; readonly files: readonly Source[] }
  /** Not there, too deep, or there is nobody to ask. */
  | { readonly outcome: 'missing' | 'tooDeep' | 'unasked'; readonly files: readonly Source[] };

/**
 * Finds what is included, and what of it was included before: from 3.0 on a profile takes each file once, and so does
 * the text around the profiles. 2.13 takes a file as often as it is asked to.
 */
export class Includer {
  private readonly seen: Set<string>[] = [new Set()];
  private readonly once: boolean;

  public constructor(
    private readonly resolver: IncludeResolver | undefined,
    version: ParserVersion,
  ) {
    this.once = atLeast(version, '3.0');
  }

  /** A profile begins: it starts from nothing. */
  public open(): void {
    this.seen.push(new Set());
  }

  public close(): void {
    if (this.seen.length > 1) this.seen.pop();
  }

  /** What to read for an include. From 3.0 on the files of a folder are read from the last name to the first. */
  public include({ path, magic, ifExists }: IncludeMark, origin: Source, depth: number): Included {
    if (this.resolver === undefined) return { outcome: 'unasked', files: [] };
    const found = this.resolver.read(path, magic ? 'magic' : 'relative', origin);
    if (found === undefined) return { outcome: ifExists ? 'files' : 'missing', files: [] };
    const files = this.fresh(found);
    if (files.length > 0 && depth >= DEEPEST) return { outcome: 'tooDeep', files: [] };
    return { outcome: 'files', files: this.once ? [...files].reverse() : files };
  }

  /** Whether the file of an abi rule is there, and no folder. It counts as included. */
  public abi(path: string, magic: boolean, origin: Source): boolean {
    const found = this.resolver?.read(path, magic ? 'magic' : 'relative', origin);
    if (found !== undefined && magic) this.fresh(found);
    const [only, ...others] = found ?? [];
    const isFile = only !== undefined && others.length === 0 && (only.file ?? path).endsWith(path);
    return this.resolver === undefined || isFile;
  }

  private fresh(files: readonly Source[]): readonly Source[] {
    const seen = this.seen[this.seen.length - 1];
    if (!this.once || seen === undefined) return files;
    const fresh = files.filter(({ file }) => file === undefined || !seen.has(file));
    for (const { file } of fresh) if (file !== undefined) seen.add(file);
    return fresh;
  }
}
