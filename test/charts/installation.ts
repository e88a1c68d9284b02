/** Helm against a control plane: each call fails loudly, and what is live is looked at afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as yaml from 'js-yaml';
import { against, type Cluster, freshNamespace, kubectl, type Result } from '../real/cluster/cluster';
import { lasting } from './inventory';
import type { KubeObject } from './objects';

const listOf = (items: readonly KubeObject[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

const WAIT = ['--wait', '--timeout=60s'];

/** A namespace in which the control plane has made what it makes in each: later nothing of it can look like a left-over. */
export async function settledNamespace(cluster: Cluster, prefix: string): Promise<string> {
  const namespace = await freshNamespace(cluster, prefix);
  for (let waited = 0; waited < 20_000; waited += 100) {
    const made = await kubectl(cluster, ['-n', namespace, 'get', 'serviceaccounts,configmaps', '-o', 'name']);
    if (made.includes('serviceaccount/default') && made.includes('configmap/kube-root-ca.crt')) return namespace;
    await sleep(100);
  }
  throw new Error(`nothing is made in the namespace ${namespace}`);
}

/** One release in one namespace. */
export class Release {
  constructor(
    private readonly cluster: Cluster,
    private readonly helm: string,
    readonly name: string,
    readonly namespace: string,
  ) {}

  install(chart: string, ...more: readonly string[]): Promise<string> {
    return this.run('install', this.name, chart, ...WAIT, ...more);
  }

  upgrade(chart: string, ...more: readonly string[]): Promise<string> {
    return this.run('upgrade', this.name, chart, ...WAIT, ...more);
  }

  rollback(revision: number): Promise<string> {
    return this.run('rollback', this.name, String(revision), ...WAIT);
  }

  test(): Promise<string> {
    return this.run('test', this.name, '--timeout=60s');
  }

  uninstall(): Promise<string> {
    return this.run('uninstall', this.name, ...WAIT);
  }

  /** What Helm says that it has put there, hooks not included. */
  async manifest(): Promise<readonly KubeObject[]> {
    return (yaml.loadAll(await this.run('get', 'manifest', this.name)) as (KubeObject | null)[]).filter(
      (object) => object !== null,
    );
  }

  /** These objects as the server has them now. Throws when one is not there. */
  async live(): Promise<readonly KubeObject[]> {
    const found: KubeObject[] = [];
    for (const [namespace, objects] of await this.byNamespace()) {
      const answer = JSON.parse(
        await kubectl(this.cluster, ['-n', namespace, 'get', '-f', '-', '-o', 'json'], listOf(objects)),
      );
      found.push(...(answer.kind === 'List' ? answer.items : [answer]).map(lasting));
    }
    return found;
  }

  /** What would change if the manifest were applied once more: nothing, or somebody else has had a hand in it. */
  async drift(): Promise<string> {
    let said = '';
    for (const [namespace, objects] of await this.byNamespace()) {
      const { code, stdout, stderr }: Result = await against(
        this.cluster,
        'kubectl',
        ['-n', namespace, 'diff', '-f', '-'],
        listOf(objects),
      );
      if (code !== 0) said += stdout + stderr;
    }
    return said;
  }

  /** kubectl takes objects of one namespace at a time. */
  private async byNamespace(): Promise<ReadonlyMap<string, readonly KubeObject[]>> {
    const groups = new Map<string, KubeObject[]>();
    for (const object of await this.manifest()) {
      const namespace = object.metadata.namespace ?? this.namespace;
      groups.set(namespace, [...(groups.get(namespace) ?? []), object]);
    }
    return groups;
  }

  private async run(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await against(this.cluster, this.helm, ['-n', this.namespace, ...args]);
    if (code !== 0) throw new Error(`${this.helm} ${args.join(' ')}: ${stderr || stdout}`);
    return stdout;
  }
}
