import { api, create } from '../real/cluster/api';
import type { Cluster } from '../real/cluster/cluster';

const LEASES = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
const EVERY = 5_000;

/**
 * Renews the lease of the node of a control plane, as a kubelet would. Without it the controller manager takes the node
 * for lost every 40 s and all pods for not ready, and nothing makes them ready again.
 * @returns what ends it.
 */
export async function heartbeat(cluster: Cluster, node = 'node-1'): Promise<() => void> {
  const path = `${LEASES}/${node}`;
  const lease = (resourceVersion?: string) => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: node, namespace: 'kube-node-lease', resourceVersion },
    spec: { holderIdentity: node, leaseDurationSeconds: 40, renewTime: new Date().toISOString().replace('Z', '000Z') },
  });
  const renew = async (): Promise<void> => {
    const { metadata } = JSON.parse((await api(cluster, 'GET', path)).body);
    await api(cluster, 'PUT', path, lease(metadata.resourceVersion));
  };
  if ((await api(cluster, 'GET', path)).status === 404) await create(cluster, LEASES, lease());
  // The next one may succeed; a control plane that is gone shows in the tests themselves.
  const timer = setInterval(() => void renew().catch(() => {}), EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
