import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { HelmApp, HelmChart } from '../../lib/helm';
import { SYNTH_CASES } from './synth-cases';

/** In memory where that can be had: a slow disk would hide what both sides do. */
const SCRATCH = process.env.BENCH_DIR ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** Runs one case once, in a process of its own: `ours` or `peer`, then the name of the case. Prints one line of JSON. */
function main(side: string, name: string): void {
  const { charts, objects, fill } = SYNTH_CASES[name] ?? fail(`no case "${name}"`);
  const outdir = mkdtempSync(join(SCRATCH, 'bench-synth-'));
  try {
    const start = performance.now();
    const app = side === 'ours' ? new HelmApp({ outdir }) : new App({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    for (let i = 0; i < charts; i++) {
      const chart = side === 'ours' ? new HelmChart(app, `chart-${i}`, { version: '1.0.0', description: 'A chart.' }) : new Chart(app, `chart-${i}`);
      fill(chart, objects);
    }
    const constructed = performance.now();
    app.synth();
    const done = performance.now();
    const split = { construct: constructed - start, synth: done - constructed, ...(app instanceof HelmApp ? app._timings : {}) };
    process.stdout.write(`${JSON.stringify({ ms: done - start, peakMb: process.resourceUsage().maxRSS / 1024, split })}\n`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function fail(message: string): never {
  throw new Error(message);
}

main(process.argv[2] ?? '', process.argv[3] ?? '');
