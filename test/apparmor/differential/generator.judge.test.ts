/** The generator itself, held against the real parsers: what it makes reaches all of the language, right and wrong. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { PARSERS, verdicts } from '../parsers';
import { type Input, inputs } from './inputs';
import { minimise } from './minimise';
import { Random } from './random';
import { writeTree } from './tree';

const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 20_260_101);

let tree: string;
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'tree-'));
  writeTree(tree);
});
afterAll(() => rmSync(tree, { recursive: true }));

/** By production: how many accepted texts it stands in, and how many refused ones. */
function reached(made: readonly Input[], accepted: readonly boolean[]): ReadonlyMap<string, [number, number]> {
  const counts = new Map<string, [number, number]>();
  made.forEach(({ kinds }, index) => {
    for (const kind of new Set(kinds)) {
      const count = counts.get(kind) ?? [0, 0];
      count[accepted[index] ? 0 : 1] += 1;
      counts.set(kind, count);
    }
  });
  return counts;
}

describeWith(
  PARSERS.map(({ program }) => program),
  'what is generated',
  () => {
    it('reaches every production in texts that are accepted and in texts that are refused', async () => {
      const counts = new Map<string, [number, number]>();
      for (const { version } of PARSERS) {
        const made = inputs(version, 1_500, SEED);
        const judged = await verdicts(
          version,
          made.map(({ text }) => text),
          { include: [tree], folder: tree },
        );
        const accepted = judged.map((verdict) => verdict.accepted);
        const share = accepted.filter(Boolean).length / accepted.length;
        expect(share).toBeGreaterThan(0.25);
        expect(share).toBeLessThan(0.75);
        for (const [kind, [good, bad]] of reached(made, accepted)) {
          const [before, behind] = counts.get(kind) ?? [0, 0];
          counts.set(kind, [before + good, behind + bad]);
        }
      }
      const oneSided = [...counts].filter(
        ([kind, [good, bad]]) => bad === 0 || (good === 0 && !/^(fault|mutated|shipped)\./.test(kind)),
      );
      expect(oneSided).toEqual([]);
      expect(counts.size).toBeGreaterThan(200);
    });
  },
);

describe('what is generated', () => {
  it('is the same for the same seed', () => {
    const [one, two] = [new Random(7), new Random(7)];
    expect(Array.from({ length: 9 }, () => one.next())).toEqual(Array.from({ length: 9 }, () => two.next()));
  });

  it('is minimised to what fails', async () => {
    const fails = async (candidates: readonly string[]): Promise<readonly boolean[]> =>
      candidates.map((text) => text.includes('bad') && text.includes('{'));
    const text = 'profile a {\n  /a r,\n  some bad thing,\n  /b r,\n}\n';
    expect((await minimise(text, fails)).split('').sort().join('')).toBe('abd{');
  });
});
