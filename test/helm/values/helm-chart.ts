import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Json } from '../../../lib/helm/expression/node';
import type { JsonMap } from '../../../lib/helm/values/shape';

/** What helm made of a chart and a values file. */
export type Verdict =
  | { readonly accepted: true; readonly values: JsonMap }
  | { readonly accepted: false; readonly error: string };

export interface ChartFiles {
  readonly name: string;
  readonly 'values.yaml': string;
  readonly 'values.schema.json'?: string;
  /** Of a dependency with this name, in `charts/`. */
  readonly dependency?: ChartFiles & { readonly condition?: string };
}

/** Base64, so that nothing between the template and this test can change a character. */
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Chart.Name }}
data:
  values: {{ .Values | toJson | b64enc }}
`;

/** Charts in a folder of their own that give back their values, and the calls of helm on them. */
export class HelmCharts {
  private readonly folder = mkdtempSync(join(tmpdir(), 'values-'));
  private files = 0;

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes a chart and gives back its folder. */
  write(chart: ChartFiles, parent: string = this.folder): string {
    const folder = join(parent, chart.name);
    mkdirSync(join(folder, 'templates'), { recursive: true });
    const dependencies = chart.dependency
      ? `dependencies:\n  - ${JSON.stringify({ name: chart.dependency.name, version: '0.1.0', condition: chart.dependency.condition })}\n`
      : '';
    writeFileSync(join(folder, 'Chart.yaml'), `apiVersion: v2\nname: ${chart.name}\nversion: 0.1.0\n${dependencies}`);
    writeFileSync(join(folder, 'templates', 'values.yaml'), TEMPLATE);
    writeFileSync(join(folder, 'values.yaml'), chart['values.yaml']);
    const schema = chart['values.schema.json'];
    if (schema !== undefined) writeFileSync(join(folder, 'values.schema.json'), schema);
    if (chart.dependency) this.write(chart.dependency, join(folder, 'charts'));
    return folder;
  }

  /** `helm template` with these values; gives the values that the chart itself saw. */
  async template(helm: string, chart: string, values: Json = {}): Promise<Verdict> {
    const { failure, stdout, stderr } = await this.run(helm, chart, values);
    if (failure) return { accepted: false, error: stderr };
    const own =
      stdout.split(/^---$/m).find((text) => text.includes(`# Source: ${basename(chart)}/templates/values.yaml`)) ?? '';
    const encoded = /^ {2}values: (\S*)$/m.exec(own)?.[1] ?? '';
    return { accepted: true, values: JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) };
  }

  /** What helm makes of this template, put into the chart. */
  async render(helm: string, chart: string, file: string, template: string, values: Json): Promise<string> {
    writeFileSync(join(chart, file), template);
    const { failure, stdout, stderr } = await this.run(helm, chart, values);
    if (failure) throw new Error(stderr);
    return stdout;
  }

  private run(
    helm: string,
    chart: string,
    values: Json,
  ): Promise<{ readonly failure: boolean; readonly stdout: string; readonly stderr: string }> {
    this.files += 1;
    const file = join(this.folder, `values-${this.files}.yaml`);
    writeFileSync(file, jsonAsYaml(values));
    const env = {
      ...process.env,
      HELM_CACHE_HOME: this.folder,
      HELM_CONFIG_HOME: this.folder,
      HELM_DATA_HOME: this.folder,
    };
    return new Promise((resolve) => {
      execFile(
        helm,
        ['template', 'release', chart, '--values', file],
        { env, maxBuffer: 1 << 28 },
        (error, stdout, stderr) => resolve({ failure: error !== null, stdout, stderr }),
      );
    });
  }
}

/** JSON that a YAML parser reads as it is meant: U+0085 and U+2028 are line breaks there, DEL is refused. */
function jsonAsYaml(values: Json): string {
  return JSON.stringify(values).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Runs the jobs, at most `width` at a time, and gives back their results in order. */
export async function inParallel<T, R>(
  width: number,
  jobs: readonly T[],
  run: (job: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = new Array(jobs.length);
  const queue = [...jobs.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await run(next[1]);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
