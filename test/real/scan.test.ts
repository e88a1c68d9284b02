import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLUSTERS, clusterOptions } from '../charts/clusters';
import { EXPLAINED } from '../charts/scan/explained';
import { CHART_CASES, constructOf, SHIPPED } from '../charts/shipped';
import { describeWith } from '../tools/describe';
import { TOOLS_FOLDER, tool } from '../tools/find';

const GRAVE: ReadonlySet<string> = new Set(['CRITICAL', 'HIGH']);
const SHARE = join(TOOLS_FOLDER, 'kics/share');

/** What KICS writes into its report, as far as we read it. */
interface Report {
  readonly files_scanned: number;
  readonly files_failed_to_scan: number;
  readonly queries: readonly {
    readonly query_name: string;
    readonly severity: string;
    readonly files: readonly { readonly file_name: string; readonly search_key: string }[];
  }[];
}

describeWith(['kics'], 'KICS on our charts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scan-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  // A chart that brings others is the sum of those.
  const charts = SHIPPED.filter((chart) => constructOf(chart)._subcharts.length === 0);
  let report: Report;

  /** Chart and query of each grave finding, each once. */
  const graveOf = (name: string): ReadonlySet<string> =>
    new Set(
      report.queries
        .filter(
          ({ severity, files }) => GRAVE.has(severity) && files.some((file) => file.file_name.includes(`/${name}/`)),
        )
        .map(({ query_name: query }) => query),
    );

  beforeAll(async () => {
    for (const { chart, values } of CHART_CASES.filter((each) => charts.includes(each.chart))) {
      for (const [index, cluster] of CLUSTERS.entries()) {
        const options = { values: values.values, releaseName: 'shop', releaseNamespace: 'security' };
        const objects = constructOf(chart).render({ ...options, ...clusterOptions(cluster) });
        mkdirSync(join(folder, 'in', chart.name), { recursive: true });
        const file = join(folder, 'in', chart.name, `${values.name}-${index}.yaml`);
        if (objects.length > 0) writeFileSync(file, objects.map((object) => yaml.dump(object)).join('---\n'));
      }
    }
    const paths = [
      '-p',
      join(folder, 'in'),
      '-q',
      join(SHARE, 'queries'),
      '--libraries-path',
      join(SHARE, 'libraries'),
    ];
    const args = [
      'scan',
      ...paths,
      '-o',
      folder,
      '--report-formats',
      'json',
      '--type',
      'Kubernetes',
      '--disable-secrets',
    ];
    // Its exit code counts the findings; what went wrong is not in the report.
    await promisify(execFile)(tool('kics') ?? '', [...args, '--ci', '--ignore-on-exit', 'results'], { cwd: folder });
    report = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  });

  it('reads every file', () => {
    expect(report.files_scanned).toBeGreaterThan(charts.length);
    expect(report.files_failed_to_scan).toBe(0);
  });

  describe.each(charts)('in $name', ({ name }) => {
    it('finds nothing of high severity that is not explained', () => {
      expect([...graveOf(name)].filter((query) => EXPLAINED[name]?.[query] === undefined)).toEqual([]);
    });

    it('finds all that is explained', () => {
      expect(Object.keys(EXPLAINED[name] ?? {}).filter((query) => !graveOf(name).has(query))).toEqual([]);
    });
  });
});
