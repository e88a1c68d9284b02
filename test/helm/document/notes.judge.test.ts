import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Expression, HelmApp, HelmChart } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { HelmJudge } from '../chart/helm-judge';
import { isTruthy, textOf } from './differential/go';
import { KINDS } from './differential/kinds';

const ROUNDS = [0, 1, 2, 3, 4];
const AROUND = [
  ['', ''],
  ['{{ ', ' }}'],
  ['{', '{'],
  ['"', '"'],
  ["it's 100% \\n ", ' {{"'],
] as const;

/** Blanks at the start and the end of a note, where lines of control stand beside them. */
const BLANKS = [
  ['', ''],
  ['\n\n  ', '\n'],
  ['\t', '\n\n\t \n'],
] as const;

/** Behind each note: no value holds it. */
const SEPARATOR = '\n=== note ===';

const judge = new HelmJudge();
const app = new HelmApp({ outdir: judge.folder });
const chart = new HelmChart(app, 'notes', { version: '1.0.0', description: 'Notes with a value of each kind.' });

/** Each kind of value between each of the texts; then once more where it is not empty, and where it is. */
const values = KINDS.map((kind, index) => kind.declare(chart.values, `v${index}`, undefined));
for (const value of values) {
  for (const [before, after] of AROUND) chart.addNotes(`${before}${value}${after}${SEPARATOR}`);
  for (const [before, after] of BLANKS) {
    chart.addNotesWhen(value, `${before}there: ${value}${SEPARATOR}${after}`);
    chart.addNotesWhen(Expression.negate(value), `${before}empty {{ ${value}${SEPARATOR}${after}`);
    chart.addNotes(`${before}always${SEPARATOR}${after}`);
  }
}

const given = (round: number): readonly Json[] => KINDS.map((kind, index) => kind.value(index * 3 + round * 17));

/** What must be printed, written without the library. */
const expected = (round: number): string =>
  given(round)
    .flatMap((value) => [
      ...AROUND.map(([before, after]) => `${before}${textOf(value)}${after}${SEPARATOR}`),
      ...BLANKS.flatMap(([before, after]) => [
        `${before}${isTruthy(value) ? 'there: ' : 'empty {{ '}${textOf(value)}${SEPARATOR}${after}`,
        `${before}always${SEPARATOR}${after}`,
      ]),
    ])
    .map((note) => `${note}\n`)
    .join('');

/** `helm template` prints no notes: a chart whose only object holds what they are. */
function withNotesAsObject(): string {
  const folder = join(judge.folder, 'notes');
  const text = readFileSync(join(folder, 'templates/NOTES.txt'), 'utf8');
  const inner = join(judge.folder, 'printed');
  rmSync(inner, { recursive: true, force: true });
  mkdirSync(join(inner, 'templates'), { recursive: true });
  writeFileSync(join(inner, 'Chart.yaml'), 'apiVersion: v2\nname: printed\nversion: 0.1.0\n');
  writeFileSync(
    join(inner, 'templates/notes.yaml'),
    `{{- define "notes" }}${text}{{ end }}\nnotes: {{ include "notes" . | b64enc }}\n`,
  );
  return inner;
}

let printed = '';
beforeAll(() => {
  app.synth();
  printed = withNotesAsObject();
});
afterAll(() => judge.remove());

describe.each(['helm3', 'helm4'])('%s', (name) => {
  test.for(ROUNDS)('prints in the notes what the values are, round %i', async (round, context) => {
    const helm = requireTool(context, name);
    const values = Object.fromEntries(given(round).map((value, index) => [`v${index}`, value]));
    const rendering = await judge.template(helm, printed, { values });
    if (!rendering.accepted) throw new Error(rendering.error.slice(0, 2000));
    const encoded = /^notes: (\S*)$/m.exec(rendering.documents[0]?.text ?? '')?.[1] ?? '';
    expect(Buffer.from(encoded, 'base64').toString('utf8').split(SEPARATOR)).toEqual(expected(round).split(SEPARATOR));
  });
});
