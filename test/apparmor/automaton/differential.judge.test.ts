/** The evaluator against the automata of the real parsers: generated profiles, and acts near their rules. */
import { expect, it } from 'vitest';
import type { ExpandedProfile } from '../../../lib/apparmor/language/expand/model';
import { PARSER_VERSIONS, type ParserVersion } from '../../../lib/apparmor/language/versions';
import { requireTool } from '../../tools/find';
import { parserOf } from '../parsers';
import { expanded, Tally } from './compare';
import { compile, type Kernel } from './compile';
import type { CompiledProfile } from './compiled';
import { generate, LOADED } from './profiles';
import { Random } from './random';
import type { Sample } from './sample';

const SEED = Number(process.env.AUTOMATON_SEED ?? 20_260_101);
const PROFILES = Number(process.env.AUTOMATON_PROFILES ?? 320);
const BATCH = 20;

interface Batch {
  readonly kernel: Kernel;
  readonly samples: readonly Sample[];
  readonly compiled: readonly CompiledProfile[];
}

const textOf = (samples: readonly Sample[]): string => [LOADED, ...samples.map(({ text }) => text)].join('\n');

/** A text that the parser refuses is compiled profile by profile, without those that it refuses. */
async function compiled(version: ParserVersion, kernel: Kernel, samples: readonly Sample[]): Promise<readonly Batch[]> {
  const made = await compile(version, textOf(samples), kernel);
  if (typeof made !== 'string') return [{ kernel, samples, compiled: made }];
  if (samples.length > 1) {
    const batches: Batch[] = [];
    for (const sample of samples) batches.push(...(await compiled(version, kernel, [sample])));
    return batches;
  }
  expect(made, samples[0]?.text).toMatch(/conflicting x modifiers|too many specified profile transitions/);
  return [];
}

const named = <T extends { readonly name: string }>(all: readonly T[], name: string): T => {
  const found = all.find((each) => each.name === name);
  if (!found) throw new Error(`there is no profile ${name}`);
  return found;
};

function compare(tally: Tally, version: ParserVersion, { kernel, samples, compiled }: Batch): void {
  const profiles: readonly ExpandedProfile[] = expanded(version, textOf(samples));
  for (const { text, name, acts } of samples) {
    tally.compare(version, text, [named(profiles, name), named(compiled, name)], [profiles, compiled], acts, kernel);
  }
}

it.for(PARSER_VERSIONS)(
  'the evaluator answers as the automaton of %s does',
  { timeout: 300_000 },
  async (version, context) => {
    requireTool(context, parserOf(version).program);
    const random = new Random(SEED);
    const tally = new Tally();
    let refused = 0;
    for (let start = 0; start < PROFILES; start += BATCH) {
      const samples = Array.from({ length: BATCH }, (_, index) => generate(random, version, `t${start + index}`));
      // Every third batch for a kernel that takes permissions in the states themselves, as those of 3.0 do.
      const kernel = (start / BATCH) % 3 === 2 ? 'abi/3.0' : 'own';
      const batches = await compiled(version, kernel, samples);
      refused += BATCH - batches.reduce((sum, each) => sum + each.samples.length, 0);
      for (const batch of batches) compare(tally, version, batch);
    }
    console.log(`${version}: ${tally}, ${refused} profiles refused`);
    expect(tally.differences.length, tally.differences.slice(0, 5).join('\n\n')).toBe(0);
    expect(tally.pairs).toBeGreaterThan(20 * PROFILES);
  },
);
