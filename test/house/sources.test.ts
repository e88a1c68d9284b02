import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '../package/files';

const ROOT = join(__dirname, '../..');

/** A rule that is a matter of text, where it holds, and lines that it must and must not find. */
interface Rule {
  readonly name: string;
  /** Beginnings of the paths where it holds. */
  readonly below: readonly string[];
  readonly forbids: RegExp;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

const EVERYWHERE = ['lib/', 'test/', 'examples/'];

const RULES: readonly Rule[] = [
  {
    name: 'nothing is left to do',
    below: EVERYWHERE,
    forbids: /\b(?:TODO|FIXME|XXX)\b/,
    bad: ['// TODO: more', '/* FIXME */'],
    good: ['// A repetition operator'],
  },
  {
    name: 'no type is argued away',
    below: EVERYWHERE,
    forbids: /\bas any(?=$|\s*[^\s\w])|@ts-(?:ignore|nocheck|expect-error)|biome-ignore/,
    bad: ['const a = b as any;', '(b as any).c', '// @ts-ignore'],
    good: ['// a character as any other'],
  },
  {
    name: 'any is a word of the public interface only: jsii has no other for a free value',
    below: ['lib/'],
    forbids:
      /^\s*(?:private|protected|(?:export )?(?:async )?function|const|let)\b.*(?::\s*any\b(?!')|\bany\[\]|<any>)/,
    bad: ['  private compare(other: any): Expression {', 'function f(x: any[]) {', 'const a: any = 1;'],
    good: [
      '  public static literal(value: any): Expression {',
      '  readonly content?: any;',
      "const words = { any: 'anything' };",
    ],
  },
  {
    name: 'examples import the package as a user does',
    below: ['examples/'],
    forbids: /from '(?:\.\.|\/)/,
    bad: ["import { helm } from '../../lib';"],
    good: ["import { helm } from 'cdk8s-container-security';", "import { nginx } from './nginx';"],
  },
];

/** All lines but those of this file, which quotes what it forbids. */
const LINES = ['lib', 'test', 'examples'].flatMap((folder) =>
  filesBelow(join(ROOT, folder))
    .filter(
      (file) => file.endsWith('.ts') && !file.includes('node_modules/') && !file.endsWith('house/sources.test.ts'),
    )
    .flatMap((file) =>
      readFileSync(join(ROOT, folder, file), 'utf8')
        .split('\n')
        .map((line, index) => ({ place: `${folder}/${file}:${index + 1}`, line })),
    ),
);

describe('the sources', () => {
  test.each(RULES)('$name', ({ below, forbids, bad, good }) => {
    expect(bad.filter((line) => !forbids.test(line))).toEqual([]);
    expect(good.filter((line) => forbids.test(line))).toEqual([]);
    const lines = LINES.filter(({ place }) => below.some((start) => place.startsWith(start)));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ line }) => forbids.test(line))).toEqual([]);
  });

  test('the lock file names no registry', () => {
    const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    expect(lock.match(/"resolved"/g)).toBeNull();
    const addresses = [...lock.matchAll(/https?:\/\/[^/"]+/g)].map(([address]) => address);
    expect(addresses.filter((address) => /npm|registry|nexus|artifactory|proxy|mirror/i.test(address))).toEqual([]);
  });
});
