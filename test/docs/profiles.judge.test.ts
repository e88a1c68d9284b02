/** The profiles that a reader copies: from the pages, and from the examples. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProfiles } from '../../lib/apparmor/language/check-profiles';
import { packageFile, requireTool } from '../tools/find';
import { blocksOf, pages, placeOf, ROOT, readPage } from './markdown';

const shown = pages()
  .flatMap((page) => blocksOf(page))
  .filter(({ text }) => text.startsWith('abi <'))
  .map((block) => [placeOf(block), block.text] as const);
const kept = readdirSync(join(ROOT, 'examples'))
  .map((example) => `examples/${example}/profiles`)
  .filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))
  .map((file) => [file, readPage(file)] as const);

describe('a profile to copy', () => {
  it('is in the README, in the guide and in an example', () => {
    expect(shown.map(([place]) => place.replace(/:.*/, '')).sort()).toEqual(['README.md', 'docs/apparmor.md']);
    expect(kept.length).toBeGreaterThan(0);
  });

  it.for([...shown, ...kept])('%s is accepted without a warning, and compiled', ([, text], context) => {
    expect(checkProfiles(text).diagnostics).toEqual([]);
    const parser = requireTool(context, 'apparmor_parser');
    const base = packageFile('apparmor', 'etc/apparmor.d') ?? '';
    if (base === '') context.skip('etc/apparmor.d is not unpacked: it comes with the package apparmor');
    const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
    try {
      writeFileSync(join(folder, 'text'), text);
      const args = ['--base', base, '-q', '-Q', '-K', '-o', join(folder, 'policy'), join(folder, 'text')];
      const { status, stderr } = spawnSync(parser, args, { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the profile of examples/nginx-chart', () => {
  const text = readPage('examples/nginx-chart/profiles/nginx.aa');
  const program = readFileSync(join(ROOT, 'examples/nginx-chart/main.ts'), 'utf8');

  it('lets the program of the container be read, mapped and executed', () => {
    const command = /command: \['([^']+)'/.exec(program)?.[1];
    expect(command).toBe('/usr/sbin/nginx');
    expect(text).toContain(`  ${command} mrix,\n`);
  });

  it('lets nginx write into each folder that is mounted for it', () => {
    const folders = [...(/const writable = \[([^\]]*)\]/.exec(program)?.[1] ?? '').matchAll(/'([^']+)'/g)];
    expect(folders.length).toBe(2);
    for (const [, folder] of folders) expect(text).toContain(`  owner ${folder}/** rw,\n`);
  });
});
