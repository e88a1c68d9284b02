import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import { rootOf } from '../parsers';
import { mutate } from './mutate';
import { generate } from './profiles';
import { Random } from './random';

export interface Input {
  readonly text: string;
  readonly kinds: readonly string[];
}

/** Profiles that a package ships, by file name: what stands at the top of its folder. */
export function packageProfiles(version: ParserVersion): ReadonlyMap<string, string> {
  const root = rootOf(version);
  const files = readdirSync(root).filter((name) => statSync(join(root, name)).isFile());
  return new Map(files.sort().map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

/** Abstractions take the real parser long and have a test of their own: mutants keep few of them. */
const lighter = (text: string, random: Random): string =>
  text.replace(/^\s*#?include <(abstractions|local)\/.*\n/gm, (line) => (random.chance(0.04) ? line : ''));

/** As many inputs as asked for, no two alike, the same for the same seed. */
export function inputs(version: ParserVersion, count: number, seed: number): readonly Input[] {
  const random = new Random(seed);
  const shipped = [...packageProfiles(version).values()].filter((text) => text.length < 4_000);
  const made = new Map<string, Input>();
  while (made.size < count) {
    const input = oneInput(version, shipped, random);
    made.set(input.text, input);
  }
  return [...made.values()];
}

/** A text that is right but for chance, one with mistakes, a mutant of one, or a mutant of a shipped profile. */
function oneInput(version: ParserVersion, shipped: readonly string[], random: Random): Input {
  const origin = random.next();
  if (origin < 0.12) {
    const { text, kinds } = mutate(lighter(random.pick(shipped), random), random);
    return { text, kinds: kinds.map((kind) => `shipped.${kind}`) };
  }
  const faults = origin < 0.62 ? 0 : random.pick([0.02, 0.05, 0.1]);
  const made = generate({ random, version, faults });
  if (origin < 0.8) {
    return { text: made.text, kinds: [...made.kinds] };
  }
  const { text, kinds } = mutate(made.text, random);
  return { text, kinds: [...made.kinds, ...kinds.map((kind) => `mutated.${kind}`)] };
}
