import type { Container, Pod, PodSpec, Volume } from './model';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_VOLUME = 'kube-api-access-';

/**
 * A new pod as it reaches the policies of a cluster: with what the API server has filled in by then, as far as policies look
 * at it. Idempotent.
 *
 * - On the network of the node each port is one of the node.
 * - The service account is `default` unless it is named, and its token is mounted unless the pod says that it is not. What
 *   the service account says of it is not known here: give pods of one that mounts none `automountServiceAccountToken: false`.
 *   The name of the volume ends in five letters by chance on a server, in `00000` here.
 * - A volume of no kind is an `emptyDir`.
 */
export function arrivingPod(pod: Pod): Pod {
  const { spec } = pod;
  const serviceAccountName = spec.serviceAccountName || spec.serviceAccount || 'default';
  const volumes = spec.volumes?.map(ofSomeKind);
  return {
    ...pod,
    spec: withToken({ ...withHostPorts(spec), serviceAccountName, ...(volumes === undefined ? {} : { volumes }) }),
  };
}

function ofSomeKind(volume: Volume): Volume {
  const kinds = Object.entries(volume).filter(
    ([key, value]) => key !== 'name' && value !== null && value !== undefined,
  );
  return kinds.length === 0 ? { ...volume, emptyDir: {} } : volume;
}

function withHostPorts(spec: PodSpec): PodSpec {
  if (spec.hostNetwork !== true) return spec;
  return inContainers(spec, (container) => {
    if (container.ports === undefined || container.ports === null) return container;
    const ports = container.ports.map((port) => ({ ...port, hostPort: port.hostPort || port.containerPort }));
    return { ...container, ports };
  });
}

/** Where one container mounts the token, all do; who mounts something else there keeps it. */
function withToken(spec: PodSpec): PodSpec {
  if (spec.automountServiceAccountToken === false) return spec;
  const existing = spec.volumes?.find(({ name }) => name.startsWith(TOKEN_VOLUME));
  const name = existing?.name ?? `${TOKEN_VOLUME}00000`;
  const mount = { name, readOnly: true, mountPath: TOKEN_PATH };
  const hasMount = ({ volumeMounts }: Container): boolean =>
    (volumeMounts ?? []).some(({ mountPath }) => mountPath === TOKEN_PATH);
  const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  if (all.every(hasMount)) return spec;
  const mounted = inContainers(spec, (container) =>
    hasMount(container) ? container : { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] },
  );
  if (existing !== undefined) return mounted;
  return { ...mounted, volumes: [...(spec.volumes ?? []), { name, projected: TOKEN }] };
}

const TOKEN = {
  defaultMode: 0o644,
  sources: [
    { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
};

/** The containers that run by themselves: no ephemeral ones. */
function inContainers(spec: PodSpec, change: (container: Container) => Container): PodSpec {
  return {
    ...spec,
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(change) } : {}),
    ...(spec.containers ? { containers: spec.containers.map(change) } : {}),
  };
}
