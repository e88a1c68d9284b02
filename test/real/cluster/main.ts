/**
 * A control plane for work by hand: `npx tsx test/real/cluster/main.ts 1.36`. It prints the variable that kubectl and
 * helm need and runs until Ctrl-C, or until whoever started it is gone.
 */
import { startCluster } from './control-plane';
import { MINOR_NAMES } from './minors';

async function main(wanted = ''): Promise<void> {
  const minor = MINOR_NAMES.find((name) => name === wanted);
  if (minor === undefined) {
    throw new Error(`usage: main.ts ${MINOR_NAMES.join('|')}`);
  }
  const cluster = await startCluster(minor);
  process.stderr.write(`Kubernetes ${cluster.version} at ${cluster.server}, Ctrl-C stops it\n`);
  process.stdout.write(`export KUBECONFIG=${cluster.kubeconfig}\n`);
  setInterval(() => {}, 60_000);
}

main(process.argv[2]).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
