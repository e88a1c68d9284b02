import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { SYNTH_CASES } from './synth-cases';

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

/** Each side of each case this often, in turn; the median counts. */
const RUNS = 3;

/** cdk8s needs minutes or memory for these: it runs once. */
const ONCE = new Set(['layers-14x4', 'deployments-1x20000']);

/** Construction and synth of the same objects, ours beside cdk8s, each run in a process of its own. */
export function benchSynth(json: boolean, only: readonly string[]): void {
  const results: Record<string, SynthResult> = {};
  const rows: string[][] = [['case', 'ours ms', 'cdk8s ms', 'ratio', 'ours MB', 'cdk8s MB', 'construct', 'resolve', 'emit', 'write']];
  for (const name of Object.keys(SYNTH_CASES).filter((key) => only.length === 0 || only.includes(key))) {
    const ours: Run[] = [];
    const peer: Run[] = [];
    for (let i = 0; i < RUNS; i++) {
      process.stderr.write(`${name}: run ${i + 1} of ${RUNS}\n`);
      ours.push(run('ours', name));
      if (i === 0 || !ONCE.has(name)) peer.push(run('peer', name));
    }
    const [a, b] = [median(ours), median(peer)];
    results[name] = { ours_ms: round(a.ms), peer_ms: round(b.ms), ratio: round(b.ms / a.ms), ours_peak_mb: round(a.peakMb), peer_peak_mb: round(b.peakMb) };
    const split = ['construct', 'resolve', 'emit', 'write'].map((part) => String(round(a.split[part] ?? 0)));
    rows.push([name, ...Object.values([a.ms, b.ms, b.ms / a.ms, a.peakMb, b.peakMb]).map((value) => String(round(value))), ...split]);
  }
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : `${table(rows)}\n`);
}

function run(side: string, name: string): Run {
  const worker = join(__dirname, 'synth-worker.ts');
  const options = ['--max-old-space-size=8192', '--import', 'tsx'];
  return JSON.parse(execFileSync(process.execPath, [...options, worker, side, name], { encoding: 'utf8' })) as Run;
}

function median(runs: readonly Run[]): Run {
  const sorted = [...runs].sort((a, b) => a.ms - b.ms);
  return sorted[Math.floor(sorted.length / 2)] as Run;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n');
}
