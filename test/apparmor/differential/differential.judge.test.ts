/**
 * Our verdict against the real parsers', over generated and mutated texts. `DIFFERENTIAL_SEED=7` tries others,
 * `DIFFERENTIAL_COUNT=20000` more of them for each version.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { PARSERS } from '../parsers';
import { compare, faultClasses, report } from './compare';
import { inputs } from './inputs';
import { writeTree } from './tree';

const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 20_260_101);
const COUNT = Number(process.env.DIFFERENTIAL_COUNT ?? 5_000);
const MINUTE = 60_000;

let tree: string;
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'tree-'));
  writeTree(tree);
});
afterAll(() => rmSync(tree, { recursive: true }));

for (const { version, program } of PARSERS) {
  describeWith([program], `apparmor_parser ${version}`, () => {
    it(
      `accepts and refuses the same of ${COUNT} texts as we do`,
      async () => {
        const made = inputs(version, COUNT, SEED);
        const texts = made.map(({ text }) => text);
        const { accepted, crashed, undecided, disagreements } = await compare(version, texts, tree);
        const kinds = new Set(made.flatMap((input) => input.kinds));
        const share = Math.round((100 * accepted) / COUNT);
        process.stdout.write(
          `apparmor_parser ${version}: ${COUNT} inputs, ${share} % accepted, ${crashed} it died of, ${undecided} by chance, ` +
            `${kinds.size} kinds, ${disagreements.length} disagreements\n`,
        );
        expect(crashed + undecided).toBeLessThan(0.005 * COUNT);
        expect(share).toBeGreaterThan(25);
        expect(share).toBeLessThan(75);
        expect(report(await faultClasses(disagreements, tree))).toBe('');
      },
      5 * MINUTE,
    );
  });
}
