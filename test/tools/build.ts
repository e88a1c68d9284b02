/**
 * Builds tools into the user's cache and links them into the checkout: `tsx test/tools/build.ts helm3 helm4`.
 * Without names it builds every row of the table. What is in the cache already is only linked; what the environment
 * gives (`HELM3_BIN=…`) is left alone.
 *
 * Exit code 1 when a build fails. A tool that this machine cannot have at all (no Go, not Debian) is reported and its
 * tests are skipped aloud; with CI=true that is a failure too. What may leave the mirrors and did (`mayVanish` in the
 * table) is skipped aloud everywhere.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { GoneError } from './apt';
import { publish, toolFolder } from './cache';
import { debianRecipe } from './debian';
import { BIN_FOLDER, GONE, givenByEnvironment, inCi, TOOLS_FOLDER, UNAVAILABLE_FILE } from './find';
import { goRecipe } from './go';
import { Progress } from './progress';
import type { Recipe } from './recipe';
import { schemasRecipe } from './schemas';
import { TOOLS, type Tool } from './table';

const RECIPES: { readonly [Kind in Tool['kind']]: Recipe<Extract<Tool, { kind: Kind }>> } = {
  go: goRecipe,
  debian: debianRecipe,
  schemas: schemasRecipe,
};

/** What came of one tool; `reason` is a sentence. */
type Outcome =
  | { readonly state: 'ready' }
  | { readonly state: 'unavailable' | 'gone' | 'failed'; readonly reason: string };

/** Replaces whatever is at `path`, at once, so that a test never finds nothing there. */
function link(target: string, path: string): void {
  const temporary = `${path}.${process.pid}`;
  rmSync(temporary, { force: true });
  symlinkSync(target, temporary);
  renameSync(temporary, path);
}

function linkTool(name: string, folder: string): void {
  mkdirSync(BIN_FOLDER, { recursive: true });
  link(folder, join(TOOLS_FOLDER, name));
  const bin = join(folder, 'bin');
  for (const binary of existsSync(bin) ? readdirSync(bin) : []) {
    link(join(bin, binary), join(BIN_FOLDER, binary));
  }
}

const size = (folder: string): string =>
  execFileSync('du', ['-shD', folder], { encoding: 'utf8' }).split('\t')[0] ?? '';

async function make<Row extends Tool>(name: string, row: Row, recipe: Recipe<Row>): Promise<Outcome> {
  if (givenByEnvironment(row)) {
    return { state: 'ready' };
  }
  const reason = recipe.unavailable(name, row);
  if (reason !== undefined) {
    return { state: 'unavailable', reason };
  }
  const progress = new Progress(name);
  try {
    const folder = toolFolder(name, recipe.inputs(name, row));
    if (!existsSync(folder)) {
      const start = Date.now();
      await publish(
        folder,
        (temporary) => recipe.build(name, row, temporary, progress),
        () => progress.say('another checkout builds it, waiting'),
      );
      progress.say(`ready after ${Math.round((Date.now() - start) / 1000)} s, ${size(folder)}`);
    }
    linkTool(name, folder);
    return { state: 'ready' };
  } catch (error) {
    if (error instanceof GoneError && 'mayVanish' in row && row.mayVanish) {
      return { state: 'gone', reason: `${GONE}: ${error.message}` };
    }
    return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The compiler cannot see that a row's kind picks the recipe of that kind; this is the one place that says so. */
const recipeOf = (row: Tool): Recipe<Tool> => RECIPES[row.kind] as Recipe<Tool>;

/** Keeps the reasons for the tests, which name them when they are skipped. */
function remember(outcomes: ReadonlyMap<string, Outcome>): void {
  const known: Record<string, string> = existsSync(UNAVAILABLE_FILE)
    ? JSON.parse(readFileSync(UNAVAILABLE_FILE, 'utf8'))
    : {};
  for (const [name, outcome] of outcomes) {
    delete known[name];
    if (outcome.state !== 'ready') {
      known[name] = outcome.reason.split('\n')[0] ?? '';
    }
  }
  mkdirSync(TOOLS_FOLDER, { recursive: true });
  writeFileSync(UNAVAILABLE_FILE, `${JSON.stringify(known, null, 2)}\n`);
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in TOOLS));
  if (unknown.length > 0) {
    process.stderr.write(`tools: unknown: ${unknown.join(', ')}; there are ${Object.keys(TOOLS).join(', ')}\n`);
    return 2;
  }
  const outcomes = new Map<string, Outcome>();
  for (const [name, row] of Object.entries(TOOLS)) {
    if (names.length === 0 || names.includes(name)) {
      outcomes.set(name, await make(name, row, recipeOf(row)));
    }
  }
  remember(outcomes);
  for (const [name, outcome] of outcomes) {
    if (outcome.state !== 'ready') {
      const what = outcome.state === 'failed' ? 'FAILED' : 'not available';
      process.stderr.write(`tools: ${name}: ${what}: ${outcome.reason}\n`);
    }
  }
  const fatal = [...outcomes.values()].filter(({ state }) => state === 'failed' || (state === 'unavailable' && inCi()));
  return fatal.length > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Leaving by `exit` runs what stops the child and removes the half-built folder and the lock.
  process.once(signal, () => process.exit(1));
}
main(process.argv.slice(2)).then((code) => process.exit(code));
