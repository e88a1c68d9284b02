import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, ROOT, readPage } from './markdown';

/** Links in the prose of a page: code is left out. */
function linksOf(page: string): readonly string[] {
  const prose = readPage(page)
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Anchors that GitLab and GitHub make of headings. */
function anchorsOf(page: string): readonly string[] {
  return [...readPage(page).matchAll(/^#+ +(.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Why a link leads nowhere, if it does. */
function fault(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return `${page}: there is no ${target}`;
  if (anchor !== undefined && !anchorsOf(target).includes(anchor))
    return `${page}: ${target} has no heading for #${anchor}`;
  return undefined;
}

describe('the links of the documentation', () => {
  it('lead to files and headings that are there', () => {
    const all = ['CONTRIBUTING.md', ...pages()].flatMap((page) => linksOf(page).map((link) => fault(page, link)));
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter(Boolean)).toEqual([]);
  });
});
