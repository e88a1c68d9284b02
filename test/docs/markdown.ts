import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** A fenced block of code in a page. */
export interface CodeBlock {
  /** Path of the page from the root of the repository. */
  readonly page: string;
  /** Line of the fence, counted from 1. */
  readonly line: number;
  /** The nearest heading above, without its signs; empty when there is none. */
  readonly heading: string;
  /** First word after the fence: `ts`, `gotemplate`, `yaml`. */
  readonly language: string;
  /** What follows the language: `no-run: why`. */
  readonly info: string;
  readonly text: string;
}

/** README.md and every page below docs/. */
export function pages(): readonly string[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return below(path);
      return entry.name.endsWith('.md') ? [path] : [];
    });
  return ['README.md', ...[...below('docs')].sort()];
}

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The fenced blocks of a page, in order. Fences inside a list may be indented; what is inside is taken back as far. */
export function blocksOf(page: string, text: string = readPage(page)): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = '';
  let open:
    | {
        readonly indent: number;
        readonly fence: string;
        readonly head: string;
        readonly line: number;
        readonly lines: string[];
      }
    | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^( *)(`{3,})(.*)$/.exec(line);
    if (open) {
      if (fence && fence[2] === open.fence && fence[3]?.trim() === '') {
        const [language = '', ...info] = open.head.trim().split(/\s+/);
        blocks.push({
          page,
          line: open.line,
          heading,
          language,
          info: info.join(' '),
          text: `${open.lines.join('\n')}\n`,
        });
        open = undefined;
      } else open.lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
    } else if (fence) {
      open = { indent: fence[1]?.length ?? 0, fence: fence[2] ?? '', head: fence[3] ?? '', line: index + 1, lines: [] };
    } else heading = /^#+ +(.*)$/.exec(line)?.[1] ?? heading;
  }
  if (open) throw new Error(`${page}:${open.line}: the block is never closed`);
  return blocks;
}

/** How a block is named in the output of a test. */
export function placeOf({ page, line, heading }: CodeBlock): string {
  return `${page}:${line} ${heading}`.trim();
}
