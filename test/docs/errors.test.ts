import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readPage } from './markdown';

const CODE = /\b(?:[A-Z]{3,}[0-9]{4})\b/g;

/** Every code in the TypeScript of lib/, comments left out: those may show examples. */
function codesInLib(): readonly string[] {
  const files = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const texts = files.map((file) =>
    readFileSync(join(ROOT, 'lib', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
  );
  return [...new Set(texts.flatMap((text) => text.match(CODE) ?? []))].sort();
}

/** The rows of the page: a code, its meaning, what to do. */
const rows = readPage('docs/errors.md')
  .split('\n')
  .filter((line) => /^\| [A-Z]+[0-9]{4} \|/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\|\s*|\s*\|$/g, '').trim()));

describe('the page of errors', () => {
  it('has each code of the library, and no other', () => {
    expect(rows.map(([code]) => code).sort()).toEqual(codesInLib());
  });

  it('says for each code what it means and what to do', () => {
    expect(rows.filter((cells) => cells.length !== 3 || cells.some((cell) => cell === ''))).toEqual([]);
  });

  it('names every code that another page names', () => {
    const codes = new Set(rows.map(([code]) => code));
    const named = ['docs/helm/limits.md', 'docs/helm/values.md', 'docs/helm/chart.md'].flatMap(
      (page) => readPage(page).match(CODE) ?? [],
    );
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
  });
});
