/** A small project as a person would write it: one or more releases for one namespace, each with a helmfile of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { dump } from 'js-yaml';
import { call, type Recorder } from '../cli/fake-io';
import type { Cluster } from '../real/cluster/cluster';
import { missing, tool } from '../tools/find';

export const CHARTS = resolve(__dirname, '../../charts');

/** What a release says. */
export interface HandWritten {
  readonly name: string;
  readonly chart: string;
  readonly installed?: boolean;
  readonly values?: object;
}

/** A folder that a test may write to; `remove` takes it away. */
export class HandWrittenProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'hand-written-'));

  constructor(
    readonly namespace: string,
    readonly labels: Readonly<Record<string, string>> = { 'app.gitlab.com/managed_by': 'gitlab' },
  ) {}

  /** Writes the project anew. */
  write(...releases: readonly HandWritten[]): this {
    this.file('helmfile.yaml', { helmfiles: releases.map(({ name }) => `applications/${name}/helmfile.yaml`) });
    const metadata = { name: this.namespace, labels: this.labels };
    this.file('namespaces.yaml', { apiVersion: 'v1', kind: 'Namespace', metadata });
    for (const { name, chart, installed = true, values = {} } of releases) {
      const release = { name, namespace: this.namespace, chart, installed, values: ['values.yaml'] };
      this.file(`applications/${name}/helmfile.yaml`, { releases: [release] });
      this.file(`applications/${name}/values.yaml`, values);
    }
    return this;
  }

  /** Writes a file; what is no text becomes YAML. */
  file(path: string, content: unknown): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : dump(content));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const program = (name: string): string => {
  const path = tool(name);
  if (path === undefined) throw new Error(missing(name));
  return path;
};

/** What the command line is run with against a cluster, with this helm. */
export function surroundings(cluster: Pick<Cluster, 'kubeconfig'>, helm: string): Readonly<Record<string, string>> {
  const folder = dirname(cluster.kubeconfig);
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TMPDIR: tmpdir(),
    KUBECONFIG: cluster.kubeconfig,
    KUBECACHEDIR: join(folder, 'kubectl'),
    HELM_BIN: program(helm),
    HELMFILE_BIN: program('helmfile'),
    KUBECTL_BIN: program('kubectl'),
  };
}

/** What stands on standard error beside the lines that tell of progress. */
export const complaints = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => !/: (begins|done after \d+ s)$/.test(line))
    .join('\n');

/** Runs the command line in process, against a cluster, with this helm. `env` goes before what it is run with. */
export function command(
  cluster: Pick<Cluster, 'kubeconfig'>,
  helm: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Recorder> {
  return call(args, { env: { ...surroundings(cluster, helm), ...env } });
}
