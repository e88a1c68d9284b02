import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moduleFolder } from './go';
import { type GoTool, TOOLS } from './table';

const goTools = Object.entries(TOOLS).filter(
  (entry): entry is [string, GoTool] => entry[1].kind === 'go' && !entry[1].local,
);

describe('the table of tools', () => {
  it.each(goTools)('pins %s in a module of its own', (name, row) => {
    const goMod = readFileSync(join(moduleFolder(name), 'go.mod'), 'utf8');
    for (const path of Object.values(row.binaries)) {
      expect(goMod).toMatch(new RegExp(`^(tool)?\\s+${[row.module, path].filter(Boolean).join('/')}$`, 'm'));
    }
    expect(existsSync(join(moduleFolder(name), 'go.sum'))).toBe(true);
  });

  it('gives every program one name', () => {
    const binaries = Object.values(TOOLS).flatMap((row) => ('binaries' in row ? Object.keys(row.binaries) : []));
    expect(new Set(binaries).size).toBe(binaries.length);
  });
});
