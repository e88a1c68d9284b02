import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import type { Json } from '../../../lib/helm/expression/node';

/** How a chart is rendered; everything has the default that Helm has. */
export interface HelmOptions {
  readonly release?: string;
  readonly namespace?: string;
  /** Written into a file for `--values`. */
  readonly values?: unknown;
  /** Further arguments, such as `--set-json`. */
  readonly args?: readonly string[];
}

/** What helm made of a chart: one text for each document, or the error. */
export type Rendering =
  | { readonly accepted: true; readonly documents: readonly RenderedText[] }
  | { readonly accepted: false; readonly error: string };

export interface RenderedText {
  /** Path of the template, such as `templates/web-deployment.yaml`, with that of subcharts in front. */
  readonly source: string;
  readonly text: string;
}

/** Reads each text as Helm reads manifests, and gives it back in base64 so that nothing can change a character. */
const READER = `{{- range $index, $text := .Files.Get "documents" | splitList "\\n\\x00\\n" }}
d{{ $index }}: {{ $text | fromYaml | toJson | b64enc }}
{{- end }}
`;

/** A folder of its own for charts, and helm's calls on them. */
export class HelmJudge {
  readonly folder = mkdtempSync(join(tmpdir(), 'judge-'));
  private files = 0;

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** `helm template`. */
  async template(helm: string, chart: string, options: HelmOptions = {}): Promise<Rendering> {
    const args = [
      'template',
      options.release ?? 'release',
      chart,
      '--namespace',
      options.namespace ?? 'default',
      ...(options.args ?? []),
    ];
    if (options.values !== undefined) args.push('--values', this.file(jsonForYaml(options.values)));
    const { failed, stdout, stderr } = await this.run(helm, args);
    return failed ? { accepted: false, error: stderr } : { accepted: true, documents: documentsOf(stdout) };
  }

  /** Any call of helm. */
  async run(
    helm: string,
    args: readonly string[],
  ): Promise<{ readonly failed: boolean; readonly stdout: string; readonly stderr: string }> {
    const env = {
      ...process.env,
      HELM_CACHE_HOME: this.folder,
      HELM_CONFIG_HOME: this.folder,
      HELM_DATA_HOME: this.folder,
    };
    return new Promise((resolve) => {
      execFile(helm, [...args], { env, maxBuffer: 1 << 28 }, (failure, stdout, stderr) =>
        resolve({ failed: failure !== null, stdout, stderr }),
      );
    });
  }

  /**
   * The texts as data: Helm reads them (`fromYaml`), without the line break at the end, as it hands over hooks. js-yaml
   * must read the same. `duplicates`: a key may come twice, then the last one counts.
   */
  async read(helm: string, texts: readonly string[], { duplicates = false } = {}): Promise<readonly Json[]> {
    this.files += 1;
    const chart = join(this.folder, `reader-${this.files}`);
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: reader\nversion: 0.1.0\n');
    writeFileSync(join(chart, 'templates', 'read.yaml'), READER);
    writeFileSync(join(chart, 'documents'), texts.map((text) => text.trim()).join('\n\0\n'));
    const { failed, stdout, stderr } = await this.run(helm, ['template', 'reader', chart]);
    rmSync(chart, { recursive: true });
    if (failed) throw new Error(stderr);
    const read = new Map<number, Json>();
    for (const [, index, encoded = ''] of stdout.matchAll(/^d(\d+): (\S*)$/gm)) {
      read.set(Number(index), JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
    }
    return texts.map((text, index) => same(text, read.get(index) ?? null, duplicates));
  }

  private file(text: string): string {
    this.files += 1;
    const path = join(this.folder, `values-${this.files}.json`);
    writeFileSync(path, text);
    return path;
  }
}

/** JSON that YAML reads too: without what YAML does not allow, or takes for a line break. */
export function jsonForYaml(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function documentsOf(stdout: string): readonly RenderedText[] {
  const [, ...parts] = stdout.split(/^---\n# Source: /m);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    const [chart = '', ...path] = part.slice(0, end).split('/');
    return { source: path[0] === 'charts' ? `${chart}/${path.join('/')}` : path.join('/'), text: part.slice(end + 1) };
  });
}

function same(text: string, helms: Json, duplicates: boolean): Json {
  let ours: unknown;
  try {
    ours = yaml.load(text, { json: duplicates });
  } catch (error) {
    throw new Error(`js-yaml cannot read what Helm reads as ${JSON.stringify(helms)}: ${error}\n${text}`);
  }
  if (canonical(ours) !== canonical(helms)) {
    throw new Error(`read differently:\nHelm:    ${canonical(helms)}\njs-yaml: ${canonical(ours)}\n${text}`);
  }
  return helms;
}

/** Equal text for equal data: the order of keys does not count. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(Object.is(value, -0) ? 0 : value) ?? 'undefined';
  const pairs = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
  return `{${pairs.sort().join(',')}}`;
}
