import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { build } from '../package/build';
import { compiled } from './compiled';
import { SYNTH_CASES } from './synth-cases';
import { table } from './table';

interface Run {
  readonly ms: number;
  readonly peakMb: number;
  readonly split: Readonly<Record<string, number>>;
}

/** One row of the result, as `--json` prints it. */
export interface SynthResult {
  readonly ours_ms: number;
  readonly peer_ms: number;
  readonly ratio: number;
  readonly ours_peak_mb: number;
  readonly peer_peak_mb: number;
}

/** Each side of each case this often, in turn; the run with the median time counts. */
const RUNS = 3;

/** cdk8s needs a minute for this: it runs once. */
const ONCE = new Set(['layers-14x4']);

const SIDES = ['ours', 'peer', 'flat', 'floor'];

/** Our parts, as far as they can be told apart: `emit` is all checks and texts. */
const PARTS = ['construct', 'resolve', 'emit', 'write'];

/**
 * Construction and synth of the same objects, ours beside cdk8s, each run in a process of its own and each object in a file
 * of its own. cdk8s is shown in both of its layouts; the ratio is to the one that is nearest to ours, a folder for each
 * chart. There it does not synthesize all charts once for each chart, so it is the faster of the two.
 */
export function benchSynth(json: boolean, only: readonly string[]): void {
  build();
  const worker = compiled('synth-worker', 'synth-cases');
  const results: Record<string, SynthResult> = {};
  const rows: string[][] = [];
  for (const name of Object.keys(SYNTH_CASES).filter((key) => only.length === 0 || only.includes(key))) {
    const [ours, peer, flat, floor] = medians(worker, name, json ? ['ours', 'peer'] : SIDES);
    if (!ours || !peer) continue;
    results[name] = {
      ours_ms: round(ours.ms),
      peer_ms: round(peer.ms),
      ratio: round(peer.ms / ours.ms),
      ours_peak_mb: round(ours.peakMb),
      peer_peak_mb: round(peer.peakMb),
    };
    const figures = [
      ours.ms,
      peer.ms,
      peer.ms / ours.ms,
      flat?.ms ?? 0,
      (flat?.ms ?? 0) / ours.ms,
      floor?.ms ?? 0,
      ours.peakMb,
      peer.peakMb,
    ];
    const parts = PARTS.map((part) => ours.split[part] ?? 0);
    rows.push([name, ...[...figures, ...parts].map((figure) => figure.toFixed(figure < 100 ? 1 : 0))]);
  }
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : `${report(rows, results)}\n`);
}

function medians(worker: string, name: string, sides: readonly string[]): readonly Run[] {
  const runs = sides.map((): Run[] => []);
  for (let i = 0; i < RUNS; i++) {
    process.stderr.write(`${name}: run ${i + 1} of ${RUNS}\n`);
    for (const [index, side] of sides.entries()) {
      if (side === 'ours' || i === 0 || !ONCE.has(name)) runs[index]?.push(run(worker, side, name));
    }
  }
  return runs.flatMap((list) => list.sort((a, b) => a.ms - b.ms)[Math.floor(list.length / 2)] ?? []);
}

function run(worker: string, side: string, name: string): Run {
  const options = ['--max-old-space-size=8192', worker, side, name];
  return JSON.parse(execFileSync(process.execPath, options, { encoding: 'utf8' })) as Run;
}

function report(rows: readonly (readonly string[])[], results: Readonly<Record<string, SynthResult>>): string {
  const sides = ['ours ms', 'cdk8s ms', 'ratio', 'cdk8s flat ms', 'ratio', 'floor ms'];
  const head = ['case', ...sides, 'ours MB', 'cdk8s MB', ...PARTS];
  const [one, two] = [results['deployments-1x10000'], results['deployments-1x20000']];
  const growth = one && two ? `20,000 deployments cost ${round(two.ours_ms / one.ours_ms)} times 10,000.\n` : '';
  const { version } = JSON.parse(readFileSync(require.resolve('cdk8s/package.json'), 'utf8')) as { version: string };
  const folder = process.env.BENCH_DIR ?? (existsSync('/dev/shm') ? '/dev/shm (in memory)' : 'the temporary folder');
  return `${table([head, ...rows])}

${growth}Median of ${RUNS} processes, files in ${folder}; BENCH_DIR says another folder. cdk8s ${version}, Node ${process.version},
${availableParallelism()} processors. "flat": all files in one folder (FILE_PER_RESOURCE). "floor": cdk8s' construction and mapping alone, which
all take part in, without a text or a file. The four parts are ours.`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
