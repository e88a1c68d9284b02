import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../cli/fake-io';
import { folderWith } from '../cli/folder';
import { blocksOf, placeOf } from './markdown';

/** Pages whose commands are run in the order in which a reader would run them. */
const PAGES = ['docs/evaluate-pod-security.md', 'docs/migrate-psp.md'];

const COMMAND = /^npx container-security (.*)$/;

describe.each(PAGES)('the commands of %s', (page) => {
  const blocks = blocksOf(page);

  it('say what the page says', { timeout: 60_000 }, async () => {
    const cwd = folderWith({});
    let stdout = '';
    let run = 0;
    for (const block of blocks) {
      const { language, info, text } = block;
      if (language === 'yaml') writeFileSync(join(cwd, info), text);
      if (language === 'text') expect(stdout, placeOf(block)).toBe(text);
      if (language === 'ts') expect(readFileSync(join(cwd, 'main.ts'), 'utf8'), placeOf(block)).toBe(text);
      if (language !== 'sh') continue;
      const args = COMMAND.exec(text.trim())?.[1]?.split(' ');
      expect(args, placeOf(block)).toBeDefined();
      const result = await call(args ?? [], { cwd });
      expect(result.exitCode, `${placeOf(block)}: ${result.stderr}`).toBeLessThan(2);
      stdout = result.stdout;
      run += 1;
    }
    expect(run).toBeGreaterThan(2);
  });

  it('are all there is beside files and what is printed', () => {
    const other = blocks.filter(({ language, info }) => {
      return language === 'yaml' ? info === '' : !['sh', 'text', 'ts'].includes(language);
    });
    expect(other.map(placeOf)).toEqual([]);
  });
});
