import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../../lib/cli/walk';
import { folderWith } from './folder';

const rules = { skipsFile: (name: string) => name.endsWith('~'), skipsFolder: (name: string) => name === 'skip' };

describe('filesBelow', () => {
  const root = folderWith({ 'b/2': '', 'b/10': '', 'a/x/y': '', 'a/x/y~': '', c: '', 'skip/z': '', 'a/skip/z': '' });

  it('lists all files, sorted, with the folder as it was given', () => {
    expect(filesBelow('.', root, rules)).toEqual(['a/x/y', 'b/10', 'b/2', 'c']);
    expect(filesBelow('a//', root, rules)).toEqual(['a/x/y']);
    expect(filesBelow(join(root, 'b'), '/', rules)).toEqual([join(root, 'b/10'), join(root, 'b/2')]);
  });

  it('follows links to files, not links to folders, and keeps links to nowhere', () => {
    const links = folderWith({ 'data/profile': 'x' });
    mkdirSync(join(links, 'd'));
    symlinkSync('../data/profile', join(links, 'd/file'));
    symlinkSync('../data', join(links, 'd/folder'));
    symlinkSync('..', join(links, 'd/circle'));
    symlinkSync('nowhere', join(links, 'd/gone'));
    symlinkSync('/dev/zero', join(links, 'd/device'));
    expect(filesBelow('d', links, rules)).toEqual(['d/file', 'd/gone']);
  });

  it('throws what the file system throws', () => {
    expect(() => filesBelow('nothing', root, rules)).toThrow(/ENOENT/);
  });
});
