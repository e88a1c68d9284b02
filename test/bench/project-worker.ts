import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as falco from '../../lib/falco';
import type * as gitlab from '../../lib/gitlab';
import type * as network from '../../lib/network';

// What users get: the compiled package.
const { Alertmanager, ClusterManagementProject } = require('../../dist/gitlab') as typeof gitlab;
const { Falco, Falcosidekick } = require('../../dist/falco') as typeof falco;
const { Cilium } = require('../../dist/network') as typeof network;

const SCRATCH = process.env.BENCH_DIR ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** All applications in so many clusters, each of which has values of its own for two of them. */
function project(outdir: string, count: number): InstanceType<typeof ClusterManagementProject> {
  const names = Array.from({ length: count }, (_, index) => `cluster-${index}`);
  const made = new ClusterManagementProject({
    outdir,
    projectPath: 'acme/clusters',
    projectId: 7,
    clusters: names.map((name) => ({ name, agent: name })),
  });
  const own = (value: object): { [cluster: string]: object } => Object.fromEntries(names.map((name) => [name, value]));
  made.addAppArmor({ clusterValues: own({ loader: { pollSeconds: 7 } }) });
  made.addPodSecurity();
  made.addNetworkPolicies();
  const alertmanager = new Alertmanager(made, 'alertmanager');
  const falcosidekick = new Falcosidekick(made, 'falcosidekick', { alertmanager: { addresses: [alertmanager.url] } });
  made.configure(new Falco(made, 'falco', { falcosidekick }), {
    clusterValues: own({ falco: { priority: 'notice' } }),
  });
  new Cilium(made, 'cilium');
  return made;
}

/** Number of files, and their bytes. */
function sizeOf(folder: string): { readonly files: number; readonly bytes: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return { files: files.length, bytes: bytes.reduce((sum, each) => sum + each, 0) };
}

/** Runs once, in a process of its own. Prints one line of JSON. */
function main(clusters: number): void {
  const outdir = mkdtempSync(join(SCRATCH, 'bench-project-'));
  try {
    const start = performance.now();
    project(outdir, clusters).synth();
    const ms = performance.now() - start;
    process.stdout.write(
      `${JSON.stringify({ ms, ...sizeOf(outdir), peakMb: process.resourceUsage().maxRSS / 1024 })}\n`,
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

main(Number(process.argv[2]));
