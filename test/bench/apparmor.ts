import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profilesOf } from '../apparmor/corpus';
import { commandOf, PARSERS, rootOf } from '../apparmor/parsers';
import { build } from '../package/build';
import { tool } from '../tools/find';
import { compiled } from './compiled';
import { table } from './table';

/** What came of one way to check all files. */
interface Run {
  /** Wall clock. */
  readonly ms: number;
  readonly peakMb?: number;
}

export interface AppArmorResult {
  readonly files: number;
  readonly ours: Run;
  /** All files in one call, which uses all cores. */
  readonly oneCall: Run;
  /** All files in one call on one core. */
  readonly oneCore: Run;
  /** A call for each file. */
  readonly manyCalls: Run;
}

const COUNT = 1_000;

/** Each this often; the run with the median time counts. */
const RUNS = 3;

const median = (runs: readonly Run[]): Run => {
  const [found] = [...runs].sort((a, b) => a.ms - b.ms).slice(Math.floor(runs.length / 2));
  if (found === undefined) {
    throw new Error('no run');
  }
  return found;
};

/** The profiles of a version's packages as often as it takes, each under a name of its own. */
function writeProfiles(version: (typeof PARSERS)[number]['version'], folder: string): readonly string[] {
  const shipped = profilesOf(version);
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: COUNT }, (_, index) => {
    const { path, text } = shipped[index % shipped.length] ?? { path: '', text: '' };
    const round = Math.floor(index / shipped.length);
    const file = join(folder, `${path}-${round}`);
    writeFileSync(file, text.replace(/^(profile\s+)([A-Za-z][\w.-]*)(?=\s)/m, `$1$2-${round}`));
    return file;
  });
}

/** Fails when a file is refused: a profile that is not compiled costs nothing. */
function timed(command: readonly string[]): Run {
  const [program = '', ...rest] = command;
  const start = performance.now();
  const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) {
    throw new Error(`${program} ended with ${status}: ${stderr.split('\n').slice(-5).join('\n')}`);
  }
  return { ms: performance.now() - start };
}

/**
 * Checking a thousand profiles as packages ship them, with their includes: ours in one process against the parser of the
 * same version. Cases are versions.
 */
export function benchAppArmor(json: boolean, only: readonly string[]): void {
  build();
  const worker = compiled('apparmor-worker');
  const results: Record<string, AppArmorResult> = {};
  for (const { version, program } of PARSERS) {
    const asked = only.length === 0 ? version === '3.0' : only.includes(version);
    if (asked && tool(program) === undefined) process.stderr.write(`${program} is not available\n`);
    if (asked && tool(program) !== undefined) results[version] = bench(version, worker);
  }
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : `${report(results)}\n`);
}

function bench(version: (typeof PARSERS)[number]['version'], worker: string): AppArmorResult {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-apparmor-'));
  try {
    const files = writeProfiles(version, join(scratch, 'profiles'));
    const list = join(scratch, 'list');
    writeFileSync(list, files.join('\n'));
    const parser = commandOf(version);
    const each = join(scratch, 'each.sh');
    writeFileSync(
      each,
      `while read -r file; do ${parser.map((word) => `'${word}'`).join(' ')} "$file" 2>/dev/null || exit 1; done <'${list}'\n`,
    );
    const say = (what: string): void => void process.stderr.write(`${version}: ${what}\n`);
    say('ours');
    const ours = Array.from({ length: RUNS }, (): Run => {
      const start = performance.now();
      const printed = execFileSync(process.execPath, [worker, version, rootOf(version), list], { encoding: 'utf8' });
      return { ms: performance.now() - start, ...(JSON.parse(printed) as Pick<Run, 'peakMb'>) };
    });
    say('the parser, all files in one call');
    const oneCall = timed([...parser, ...files]);
    say('the parser, all files in one call on one core');
    const oneCore = timed([...parser, '-j1', ...files]);
    say('the parser, a call for each file');
    const manyCalls = timed(['sh', each]);
    return { files: files.length, ours: median(ours), oneCall, oneCore, manyCalls };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function report(results: Readonly<Record<string, AppArmorResult>>): string {
  const rows = Object.entries(results).map(([version, { files, ours, oneCall, oneCore, manyCalls }]) => [
    version,
    `${files}`,
    `${Math.round(ours.ms)}`,
    `${Math.round(ours.peakMb ?? 0)}`,
    ...[oneCall, oneCore, manyCalls].flatMap(({ ms }) => [`${Math.round(ms)}`, (ours.ms / ms).toFixed(2)]),
  ]);
  const head = [
    'version',
    'files',
    'ours ms',
    'peak MB',
    'one call ms',
    'ratio',
    'one core ms',
    'ratio',
    'a call each ms',
    'ratio',
  ];
  return `${table([head, ...rows])}\n\nA ratio below 1: ours is faster.`;
}
