/** What a test of the real tier imports: a shared control plane, a namespace of its own, kubectl. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { missing, tool } from '../../tools/find';
import { create } from './api';
import type { Cluster, ClusterOptions } from './control-plane';
import type { Minor } from './minors';
import type { ClusterAnswer, ClusterRequest } from './shared';

export type { Cluster } from './control-plane';
export { clusterTools, EDGES, MINOR_NAMES, type Minor } from './minors';

/**
 * The control plane of a minor that all test files share; the first call starts it. Other options give another one.
 * Throws with the last words of its programs when it does not start.
 */
export async function sharedCluster(minor: Minor, options: ClusterOptions = {}): Promise<Cluster> {
  const wanted: ClusterRequest = { minor, options };
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath: inject('clusters'), method: 'POST', agent: false }, resolve)
      .on('error', reject)
      .end(JSON.stringify(wanted));
  });
  const answer = JSON.parse(await text(reply)) as ClusterAnswer;
  if ('error' in answer) {
    throw new Error(answer.error);
  }
  return answer.cluster;
}

/** Creates a namespace that no other test uses and gives back its name. */
export async function freshNamespace(cluster: Cluster, prefix = 'test'): Promise<string> {
  const name = `${prefix}-${randomBytes(4).toString('hex')}`;
  await create(cluster, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  return name;
}

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Caches of helm and kubectl lie beside the control plane, go with it, and never meet those of the user. */
const environment = (cluster: Cluster): Readonly<Record<string, string>> => {
  const folder = dirname(cluster.kubeconfig);
  return {
    KUBECONFIG: cluster.kubeconfig,
    KUBECACHEDIR: join(folder, 'kubectl'),
    ...Object.fromEntries(['CACHE', 'CONFIG', 'DATA'].map((kind) => [`HELM_${kind}_HOME`, join(folder, 'helm')])),
  };
};

/** Runs a tool, such as helm3, against a cluster. Does not throw when it fails: what it said is the result. */
export async function against(cluster: Cluster, name: string, args: readonly string[], stdin = ''): Promise<Result> {
  const path = tool(name);
  if (path === undefined) {
    throw new Error(missing(name));
  }
  const child = spawn(path, args, { env: { ...process.env, ...environment(cluster) } });
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve, reject) => child.on('error', reject).on('close', (exit) => resolve(exit ?? 1))),
  ]);
  return { code, stdout, stderr };
}

/** Runs kubectl and gives back its standard output. Throws with its words when it fails. */
export async function kubectl(cluster: Cluster, args: readonly string[], stdin?: string): Promise<string> {
  const { code, stdout, stderr } = await against(cluster, 'kubectl', args, stdin);
  if (code !== 0) {
    throw new Error(`kubectl ${args.join(' ')}: ${stderr || stdout}`);
  }
  return stdout;
}
