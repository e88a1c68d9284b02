import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../lib/helm/expression/node';
import { canonical, HelmJudge, type RenderedText, type Rendering } from '../helm/chart/helm-judge';
import { inCi, missing, tool } from '../tools/find';
import { blocksOf, type CodeBlock } from './markdown';
import { programOf, runProgram } from './program';

const PAGE = 'docs/helm/charts-by-hand.md';
const BY_HAND = 'templates/by-hand.yaml';
const HELMS = ['helm3', 'helm4'] as const;

type Manifest = Readonly<Record<string, Json>>;

/** One section: the program, what is written by hand, and values besides the defaults. */
interface Idiom {
  readonly name: string;
  readonly program: CodeBlock;
  readonly byHand: string | undefined;
  readonly values: readonly Json[];
  /** What is under `data` differs from run to run. */
  readonly keysOnly: boolean;
}

function idioms(): readonly Idiom[] {
  const sections = new Map<string, CodeBlock[]>();
  for (const block of blocksOf(PAGE)) sections.set(block.heading, [...(sections.get(block.heading) ?? []), block]);
  return [...sections].map(([name, blocks]) => {
    const programs = blocks.filter(({ language }) => language === 'ts');
    const [program] = programs;
    if (!program || programs.length > 1) throw new Error(`${PAGE}: "${name}" has ${programs.length} programs, not one`);
    const values = blocks.filter(({ language, info }) => language === 'yaml' && info === 'values');
    return {
      name,
      program,
      byHand: blocks.find(({ language }) => language === 'gotemplate')?.text,
      keysOnly: blocks.some(({ info }) => info === 'keys-only'),
      values: [{}, ...values.map(({ text }) => yaml.load(text) as Json)],
    };
  });
}

/**
 * What the hand-written object says. What only the generator writes is left out: the recommended labels, and a name that
 * the hand-written form does not give.
 */
function said(object: Manifest, byHand: Manifest): Json {
  const { metadata, ...rest } = object;
  const given = (byHand.metadata ?? {}) as Manifest;
  const kept = Object.entries((metadata ?? {}) as Manifest).filter(
    ([key]) => (key !== 'name' && key !== 'labels') || key in given,
  );
  return { ...textsAsData(rest), metadata: Object.fromEntries(kept) };
}

/** Files of a ConfigMap that are YAML, as what they hold: two writers need not break lines alike. */
function textsAsData(object: Manifest): Manifest {
  if (object.kind !== 'ConfigMap' || typeof object.data !== 'object') return object;
  const data = Object.entries(object.data ?? {}).map(([key, text]) => [
    key,
    key.endsWith('.yaml') ? yaml.load(String(text)) : text,
  ]);
  return { ...object, data: Object.fromEntries(data) };
}

/** Equal objects stand at equal places, whatever the files are called. */
const byKind = (a: Manifest, b: Manifest): number => sortKey(a).localeCompare(sortKey(b));
const sortKey = ({ kind, spec, data }: Manifest): string => `${kind} ${canonical(spec ?? data ?? null)}`;

/** Helm reads the file as a stream of documents, and so does js-yaml. */
const manifests = (texts: readonly RenderedText[]): readonly Manifest[] =>
  texts.flatMap(({ text }) => yaml.loadAll(text) as readonly (Manifest | null)[]).filter((object) => object !== null);

const folders: string[] = [];
const judge = new HelmJudge();
afterAll(() => {
  judge.remove();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe('what chart authors do by hand', () => {
  const all = idioms();

  it('is shown in each section', () => expect(all.filter(({ byHand }) => byHand === undefined)).toEqual([]));

  for (const idiom of all) {
    it.concurrent(`${idiom.name}: is the same here`, async (context) => {
      const { folder } = runProgram(programOf(idiom.program));
      folders.push(folder);
      const chart = join(folder, 'dist', 'shop');
      expect(readdirSync(chart)).toContain('Chart.yaml');
      mkdirSync(join(chart, 'templates'), { recursive: true });
      writeFileSync(join(chart, BY_HAND), idiom.byHand ?? '');
      for (const name of HELMS) {
        const helm = tool(name);
        if (helm === undefined) {
          if (inCi()) throw new Error(missing(name));
          context.skip(missing(name));
        }
        for (const values of idiom.values) await compare(helm ?? '', chart, values, idiom.keysOnly);
      }
    });
  }
});

async function compare(helm: string, chart: string, values: Json, keysOnly: boolean): Promise<void> {
  const both = await judge.template(helm, chart, { release: 'r', values });
  if (!both.accepted) {
    const alone = async (hand: boolean): Promise<string> =>
      failure(await judge.template(helm, half(chart, hand), { release: 'r', values }));
    // Each must fail by itself, with the same words.
    expect(await alone(false)).toBe(await alone(true));
    return;
  }
  const [byHand, ours] = [true, false].map((hand) =>
    manifests(both.documents.filter(({ source }) => (source === BY_HAND) === hand && !source.includes('/charts/'))),
  ) as [readonly Manifest[], readonly Manifest[]];
  const pairs = [...byHand]
    .sort(byKind)
    .map((manifest, index) => [manifest, [...ours].sort(byKind)[index] ?? {}] as const);
  const shown = (object: Manifest, hand: Manifest): Json => (keysOnly ? withoutTexts : asItIs)(said(object, hand));
  expect(pairs.map(([manifest, our]) => shown(our, manifest))).toEqual(
    pairs.map(([manifest]) => shown(manifest, manifest)),
  );
  expect(ours.length).toBe(byHand.length);
}

/** A copy of a chart with only what was written by hand, or only what was not. */
function half(chart: string, hand: boolean): string {
  const copy = mkdtempSync(join(tmpdir(), 'half-'));
  folders.push(copy);
  cpSync(chart, copy, { recursive: true });
  for (const file of readdirSync(join(copy, 'templates'))) {
    const isByHand = BY_HAND.endsWith(`/${file}`);
    if (file !== '_helpers.tpl' && isByHand !== hand) rmSync(join(copy, 'templates', file), { recursive: true });
  }
  return copy;
}

/** What `fail` and `required` said. Another failure, such as a refusal by the schema, is the same for both: it says nothing. */
function failure(rendering: Rendering): string {
  if (rendering.accepted) return 'was accepted';
  const said = /execution error at \(\S+\): ([^\n]*)/.exec(rendering.error)?.[1];
  if (said === undefined) throw new Error(rendering.error);
  return said;
}

const asItIs = (object: Json): Json => object;
const withoutTexts = (object: Json): Json =>
  JSON.parse(JSON.stringify(object, (key, value) => (typeof value === 'string' && key !== 'kind' ? '' : value)));
