/**
 * Global setup of the real tier: test files run in processes of their own and share one control plane per minor. It is
 * started here when the first of them asks for it over a local socket, and stopped when all tests are done.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import { type Cluster, type ClusterOptions, type RunningCluster, startCluster } from './control-plane';
import type { Minor } from './minors';

/** What a test asks for. */
export interface ClusterRequest {
  readonly minor: Minor;
  readonly options: ClusterOptions;
}

/** What it gets: the one or the other. */
export type ClusterAnswer = { readonly cluster: Cluster } | { readonly error: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the socket. */
    readonly clusters: string;
  }
}

export default function setup(project: TestProject): () => Promise<void> {
  const running = new Map<string, Promise<RunningCluster>>();
  const answer = async (request: string): Promise<ClusterAnswer> => {
    const { minor, options } = JSON.parse(request) as ClusterRequest;
    const started = running.get(request) ?? startCluster(minor, options);
    running.set(request, started);
    try {
      const { stop, ...cluster } = await started;
      return { cluster };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  const folder = mkdtempSync(join(tmpdir(), 'clusters-'));
  const path = join(folder, 'socket');
  const server = createServer((request, response) => {
    text(request)
      .then(answer)
      .then((reply) => response.end(JSON.stringify(reply)));
  });
  server.listen(path);
  project.provide('clusters', path);

  return async () => {
    server.close();
    const settled = await Promise.allSettled(running.values());
    await Promise.all(settled.map((each) => (each.status === 'fulfilled' ? each.value.stop() : undefined)));
    rmSync(folder, { recursive: true, force: true });
  };
}
