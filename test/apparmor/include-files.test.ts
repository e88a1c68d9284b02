import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IncludeFiles } from '../../lib/apparmor/include-files';
import { folderWith } from '../cli/folder';

const folder = folderWith({
  'one/abstractions/base': 'of one\n',
  'two/abstractions/base': 'of two\n',
  'two/abstractions/only': 'only\n',
  'one/d/b': 'b\n',
  'one/d/a': 'a\n',
  'one/d/B': 'B\n',
  'one/d/.hidden': 'no\n',
  'one/d/README': 'no\n',
  'one/d/a~': 'no\n',
  'one/d/a.dpkg-old': 'no\n',
  'one/d/a.rpmnew': 'no\n',
  'one/d/folder/c': 'no\n',
});
const files = new IncludeFiles([join(folder, 'one/'), join(folder, 'two')]);
const texts = (path: string, how: 'magic' | 'relative' = 'magic'): readonly string[] | undefined =>
  files.read(path, how)?.map(({ text }) => text.trim());

test('the first folder that has a file gives it', () => {
  expect(texts('abstractions/base')).toEqual(['of one']);
  expect(texts('abstractions/only')).toEqual(['only']);
  expect(texts('abstractions/none')).toBeUndefined();
});

test('a folder gives its files by name, without what packages and editors leave behind', () => {
  expect(texts('d')).toEqual(['B', 'a', 'b']);
});

test('links are followed; one that leads nowhere spoils its folder, as it does for the parser', () => {
  mkdirSync(join(folder, 'one/linked'));
  symlinkSync('../d/a', join(folder, 'one/linked/x'));
  expect(texts('linked')).toEqual(['a']);
  mkdirSync(join(folder, 'one/spoilt'));
  writeFileSync(join(folder, 'one/spoilt/x'), 'x');
  symlinkSync('nowhere', join(folder, 'one/spoilt/y'));
  expect(texts('spoilt')).toBeUndefined();
});

test('a path that is not in <…> is taken as it stands', () => {
  expect(texts(join(folder, 'two/abstractions/base'), 'relative')).toEqual(['of two']);
  expect(texts('abstractions/base', 'relative')).toBeUndefined();
});

test('a file is read once, and known by the path under which it was found', () => {
  const [first] = files.read('abstractions/only', 'magic') ?? [];
  writeFileSync(join(folder, 'two/abstractions/only'), 'changed\n');
  expect(files.read('abstractions/only', 'magic')?.[0]).toBe(first);
  expect(first?.file).toBe(join(folder, 'two/abstractions/only'));
});

test('a program, and what is larger than any policy, is refused for its first bytes; nothing is read before it is asked for', () => {
  mkdirSync(join(folder, 'one/programs'));
  writeFileSync(
    join(folder, 'one/programs/elf'),
    Buffer.concat([Buffer.from('\x7fELF\0'), Buffer.alloc(100_000, 'x')]),
  );
  writeFileSync(join(folder, 'one/programs/large'), Buffer.alloc(3_000_000, '#'));
  const [elf, large] = files.read('programs', 'magic') ?? [];
  expect([elf?.text.length, large?.text.length]).toEqual([8001, 8001]);
  expect(elf?.text.endsWith('\0')).toBe(true);
  writeFileSync(join(folder, 'one/programs/large'), 'changed');
  expect(files.read('programs', 'magic')?.[1]?.text).toHaveLength(8001);
});
