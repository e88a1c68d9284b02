import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../lib/diagnostics';
import { pages, placeOf } from './markdown';
import { failsWith, isFrame, programOf, runProgram, typescriptOf, whyNotRun } from './program';

const blocks = pages().flatMap(typescriptOf);
const run = blocks.filter((block) => whyNotRun(block) === undefined && !isFrame(block) && !failsWith(block));
const failing = blocks.filter(failsWith);
const left = blocks.filter((block) => whyNotRun(block) !== undefined);

/** How many blocks may say that they are not run. Each more is one that nobody checks. */
const MOST_NOT_RUN = 2;

describe('the TypeScript in the documentation', () => {
  it.each(run.map((block) => [placeOf(block), block] as const))('%s runs', (_, block) => {
    const { folder } = runProgram(programOf(block));
    rmSync(folder, { recursive: true });
  });

  it.each(failing.map((block) => [placeOf(block), failsWith(block), block] as const))(
    '%s fails with %s',
    (_, code, block) => {
      let codes: readonly string[] = ['none'];
      try {
        runProgram(programOf(block));
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        codes = error.diagnostics.map((diagnostic) => diagnostic.code);
      }
      expect([...codes].sort().join(' ')).toBe(code);
    },
  );

  it('is marked in no way that means nothing', () => {
    const marks = blocks.filter(
      (block) => block.info !== '' && !isFrame(block) && !failsWith(block) && !whyNotRun(block),
    );
    expect(marks.map(placeOf)).toEqual([]);
  });

  it(`is not run in ${left.length} of ${blocks.length} blocks`, () => {
    expect(left.length).toBeLessThanOrEqual(MOST_NOT_RUN);
    expect(run.length).toBeGreaterThan(3);
  });

  it('writes a chart where it says so', () => {
    const first = typescriptOf('README.md')[0];
    const { folder } = runProgram(first ? programOf(first) : '');
    expect(readdirSync(join(folder, 'dist', 'shop'))).toContain('Chart.yaml');
    rmSync(folder, { recursive: true });
  });
});
