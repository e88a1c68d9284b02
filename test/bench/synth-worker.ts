import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Lazy, YamlOutputType } from 'cdk8s';
import type * as helm from '../../lib/helm';
import { SYNTH_CASES } from './synth-cases';

// What users get: the compiled package.
const { HelmApp, HelmChart } = require('../../dist/helm') as typeof helm;

/** In memory where that can be had: a slow disk would hide what both sides do. */
const SCRATCH = process.env.BENCH_DIR ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

interface Side {
  readonly app: (outdir: string) => App;
  readonly chart: (app: App, id: string) => Chart;
}

const peer = (yamlOutputType: YamlOutputType): Side => ({
  app: (outdir) => new App({ outdir, yamlOutputType }),
  chart: (app, id) => new Chart(app, id),
});

/**
 * What nobody can go below who takes cdk8s' constructs: its construction, what cdk8s-plus makes of its objects, and the
 * mapping of the classes that `cdk8s import` has written. No resolving, no text, no files.
 */
class Floor extends App {
  public override synth(): void {
    for (const construct of this.node.findAll()) {
      if (!ApiObject.isApiObject(construct)) continue;
      const { props } = construct as unknown as { readonly props: Readonly<Record<string, unknown>> };
      const { manifest } = construct.constructor as { readonly manifest?: (props: object) => object };
      const made = Object.entries(props).map(([key, value]) => [key, value instanceof Lazy ? value.produce() : value]);
      manifest?.call(construct.constructor, Object.fromEntries(made));
    }
  }
}

/** Who is measured. cdk8s has two ways to write a file for each object: all in one folder, or a folder for each chart. */
const SIDES: Readonly<Record<string, Side>> = {
  ours: {
    app: (outdir) => new HelmApp({ outdir }),
    chart: (app, id) => new HelmChart(app, id, { version: '1.0.0', description: 'A chart.' }),
  },
  peer: peer(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE),
  flat: peer(YamlOutputType.FILE_PER_RESOURCE),
  floor: { app: () => new Floor(), chart: (app, id) => new Chart(app, id) },
};

/** Runs one case once, in a process of its own: the side, then the name of the case. Prints one line of JSON. */
function main(sideName: string, caseName: string): void {
  const side = SIDES[sideName] ?? fail(`no side "${sideName}"`);
  const { charts, objects, fill } = SYNTH_CASES[caseName] ?? fail(`no case "${caseName}"`);
  const outdir = mkdtempSync(join(SCRATCH, 'bench-synth-'));
  try {
    const start = performance.now();
    const app = side.app(outdir);
    for (let i = 0; i < charts; i++) fill(side.chart(app, `chart-${i}`), objects);
    const constructed = performance.now();
    app.synth();
    const done = performance.now();
    const { maxRSS } = process.resourceUsage();
    const timings = app instanceof HelmApp ? app._timings : {};
    const split = { construct: constructed - start, synth: done - constructed, ...timings };
    process.stdout.write(`${JSON.stringify({ ms: done - start, peakMb: maxRSS / 1024, split })}\n`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function fail(message: string): never {
  throw new Error(message);
}

main(process.argv[2] ?? '', process.argv[3] ?? '');
