import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HelmJudge } from '../helm/chart/helm-judge';
import { requireTool } from '../tools/find';
import { pages, placeOf } from './markdown';
import { failsWith, isFrame, programOf, runProgram, typescriptOf, whyNotRun } from './program';

const blocks = pages()
  .filter((page) => page !== 'docs/helm/charts-by-hand.md')
  .flatMap(typescriptOf)
  .filter((block) => whyNotRun(block) === undefined && !isFrame(block) && !failsWith(block));

const folders: string[] = [];
const judge = new HelmJudge();
afterAll(() => {
  judge.remove();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Something for each value that the user must give: all of them are texts. */
function required(chart: string): readonly string[] {
  const schema: { readonly required?: readonly string[] } = JSON.parse(
    readFileSync(join(chart, 'values.schema.json'), 'utf8'),
  );
  return (schema.required ?? []).flatMap((key) => ['--set', `${key}=given`]);
}

describe('the charts of the guide', () => {
  for (const block of blocks) {
    it(`${placeOf(block)}: helm lints them`, async (context) => {
      const { folder } = runProgram(programOf(block));
      folders.push(folder);
      const out = join(folder, 'dist');
      for (const name of existsSync(out) ? readdirSync(out) : []) {
        const chart = join(out, name);
        // What a remote subchart brings is not here.
        if (/^ *repository: /m.test(readFileSync(join(chart, 'Chart.yaml'), 'utf8'))) continue;
        for (const helm of ['helm3', 'helm4']) {
          const args = ['lint', '--strict', chart, ...required(chart)];
          const { failed, stdout, stderr } = await judge.run(requireTool(context, helm), args);
          expect(failed ? stdout + stderr : '').toBe('');
        }
      }
    });
  }
});
