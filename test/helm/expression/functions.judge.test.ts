import { describe, expect, it } from 'vitest';
import { GO_FUNCTIONS } from '../../../lib/helm/expression/functions';
import { requireTool } from '../../tools/find';
import { literal } from './functions/argument';
import { type Case, caseOf, casesOf, isSame } from './functions/cases';
import { EXAMPLES } from './functions/examples';
import { render, renderCases } from './functions/helm';

/** Calls per function. Other seeds give other calls: FUNCTIONS_SEED=7 FUNCTIONS_RUNS=500 for a longer look. */
const RUNS = Number(process.env.FUNCTIONS_RUNS ?? 120);
const SEED = Number(process.env.FUNCTIONS_SEED ?? 20_260_101);
/** Calls that Helm must refuse are rendered one by one. */
const ERRORS = 40;
const BATCH = 4000;

const NAMES = Object.keys(GO_FUNCTIONS);
const MADE = NAMES.filter((name) => GO_FUNCTIONS[name]?.evaluate).flatMap((name) => casesOf(name, RUNS, SEED));
const CASES: readonly Case[] = [...EXAMPLES.map(([fn, args]) => caseOf(fn, args.map(literal))), ...MADE];

const knows = (major: number, name: string) => (GO_FUNCTIONS[name]?.since ?? 3) <= major;

function* batches(all: readonly Case[]): Generator<readonly Case[]> {
  for (let start = 0; start < all.length; start += BATCH) yield all.slice(start, start + BATCH);
}

/** Every n-th of a list, so that all functions have a chance. */
function sample<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, index) => index % step === 0).slice(0, count);
}

describe.each([3, 4])('Helm %i', (major) => {
  const cases = CASES.filter(({ fn }) => knows(major, fn));

  it('gives kind, type, JSON and text as TypeScript foretells them', { timeout: 120_000 }, (context) => {
    const helm = requireTool(context, `helm${major}`);
    const foretold = cases.filter(({ prediction }) => prediction.kind === 'value');
    const differences: string[] = [];
    for (const batch of batches(foretold)) {
      const lines = renderCases(helm, batch);
      expect(lines).toHaveLength(batch.length);
      for (const [index, { call, values, prediction }] of batch.entries()) {
        if (prediction.kind !== 'value' || isSame(lines[index] ?? '', prediction.line)) continue;
        differences.push(
          `${call} ${JSON.stringify(values)}\n  Helm       ${lines[index]}\n  TypeScript ${prediction.line}`,
        );
      }
    }
    expect(foretold.length).toBeGreaterThan(100 * RUNS);
    expect(differences).toEqual([]);
  });

  it('ends with an error where TypeScript does', { timeout: 120_000 }, (context) => {
    const helm = requireTool(context, `helm${major}`);
    const refused = sample(
      cases.filter(({ prediction }) => prediction.kind === 'error'),
      ERRORS,
    );
    const accepted = refused.filter(({ template, values }) => 'text' in render(helm, `a: ${template}`, values));
    expect(refused).toHaveLength(ERRORS);
    expect(accepted.map(({ call }) => call)).toEqual([]);
  });

  it('knows every function of the table, and those of Helm 4 only in Helm 4', { timeout: 120_000 }, (context) => {
    const helm = requireTool(context, `helm${major}`);
    const parse = (name: string) => `{{ if false }}{{ ${name} }}{{ end }}`;
    expect(
      render(
        helm,
        NAMES.filter((name) => knows(major, name))
          .map(parse)
          .join('\n'),
        {},
      ),
    ).toHaveProperty('text');
    for (const name of NAMES.filter((name) => !knows(major, name))) {
      expect(render(helm, parse(name), {})).toMatchObject({
        error: expect.stringContaining(`function "${name}" not defined`),
      });
    }
  });

  it('does not dig in .Values itself', (context) => {
    const helm = requireTool(context, `helm${major}`);
    expect(render(helm, 'a: {{ dig "a" "x" .Values }}', { a: 1 })).toHaveProperty('error');
    expect(render(helm, 'a: {{ dig "b" "x" .Values.a }}', { a: { b: 1 } })).toMatchObject({
      text: expect.stringContaining('a: 1'),
    });
  });
});

describe('the table', () => {
  it('leaves few of the made-up calls without an answer', () => {
    const unknown = MADE.filter(({ prediction }) => prediction.kind === 'unknown');
    expect(unknown.length / MADE.length).toBeLessThan(0.08);
  });
});
