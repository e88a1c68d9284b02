/** Everything that the packages of every version ship: the real parser takes it, and so do we. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { includesOf, profilesOf } from '../corpus';
import { PARSERS, rootOf } from '../parsers';
import { compare, report } from './compare';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corpora-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Files that the package makes when it is installed: the administrator's own lines, none at first. */
function writeLocals(texts: readonly string[], root: string): void {
  for (const text of texts) {
    for (const [, path = ''] of text.matchAll(/include <(local\/[^>]+)>/g)) {
      if (!existsSync(join(root, path))) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), '');
      }
    }
  }
}

for (const { version, program } of PARSERS) {
  describeWith([program], `what the packages of ${version} ship`, () => {
    it('is accepted: profiles, abstractions, tunables', async () => {
      const profiles = profilesOf(version).map(({ text }) => text);
      const abstractions = includesOf(version, 'abstractions').map(
        ({ path }) => `include <tunables/global>\nprofile x {\n  include <${path}>\n}\n`,
      );
      const tunables = includesOf(version, 'tunables').map(({ path }) => `include <${path}>\n`);
      writeLocals(profiles, rootOf(version));
      const texts = [...profiles, ...abstractions, ...tunables];
      const { accepted, disagreements } = await compare(version, texts, folder);
      expect(accepted).toBe(texts.length);
      expect(profiles.length).toBeGreaterThan(100);
      expect(abstractions.length).toBeGreaterThan(100);
      expect(tunables.length).toBeGreaterThan(10);
      expect(report(disagreements.map((example) => ({ name: version, count: 1, example })))).toBe('');
    });
  });
}
