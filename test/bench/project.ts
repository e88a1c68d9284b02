import { execFileSync } from 'node:child_process';
import { build } from '../package/build';
import { compiled } from './compiled';
import { table } from './table';

/** One row of the result, as `--json` prints it. */
export interface ProjectResult {
  readonly ms: number;
  readonly files: number;
  readonly bytes: number;
  readonly peakMb: number;
}

const CLUSTERS = ['10', '100'] as const;

/** Each this often; the run with the median time counts. */
const RUNS = 3;

/** Construction and synth of a cluster management project with all applications, by number of clusters. */
export function benchProject(json: boolean, only: readonly string[]): void {
  build();
  const worker = compiled('project-worker');
  const results: Record<string, ProjectResult> = {};
  for (const clusters of CLUSTERS.filter((each) => only.length === 0 || only.includes(each))) {
    const runs = Array.from({ length: RUNS }, (_, index) => {
      process.stderr.write(`${clusters} clusters: run ${index + 1} of ${RUNS}\n`);
      return JSON.parse(execFileSync(process.execPath, [worker, clusters], { encoding: 'utf8' })) as ProjectResult;
    });
    const median = runs.sort((a, b) => a.ms - b.ms)[Math.floor(RUNS / 2)];
    if (median) results[clusters] = { ...median, ms: Math.round(median.ms), peakMb: Math.round(median.peakMb) };
  }
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : `${report(results)}\n`);
}

function report(results: Readonly<Record<string, ProjectResult>>): string {
  const rows = Object.entries(results).map(([clusters, { ms, files, bytes, peakMb }]) =>
    [clusters, ms, files, Math.round(bytes / 1024), peakMb].map(String),
  );
  const [ten, hundred] = [results['10'], results['100']];
  const growth =
    ten && hundred ? `90 more clusters cost ${hundred.ms - ten.ms} ms and ${hundred.files - ten.files} files.` : '';
  return `${table([['clusters', 'ms', 'files', 'kB', 'peak MB'], ...rows])}\n\n${growth}`;
}
