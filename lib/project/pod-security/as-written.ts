import { arrivingPod } from '../../pod-security/language/pod/arriving';
import type { Container, Pod, PodMetadata, Volume } from '../../pod-security/language/pod/model';

/** Name of the volume of a token that {@link arrivingPod} mounts. */
const TOKEN = 'kube-api-access-00000';

/** A pod as its creator sends it, and as the server has filled it in before policies see it: in a namespace, with a name. */
export function asCreated(pod: Pod, name: string, namespaceName: string): Pod {
  const { metadata } = pod;
  const called = (metadata?.name ?? metadata?.generateName) === undefined && name !== '';
  return arrivingPod({
    ...pod,
    metadata: { ...metadata, ...(called && { generateName: `${name}-` }), namespace: namespaceName },
  });
}

/** A pod with the volumes that its controller puts into it. One of a name that is there stays in its place. */
export function withClaims(pod: Pod, claims: readonly Volume[]): Pod {
  if (claims.length === 0) return pod;
  const given = pod.spec.volumes ?? [];
  const isNew = ({ name }: Volume): boolean => given.every((volume) => volume.name !== name);
  const volumes = [
    ...given.map((volume) => claims.find(({ name }) => name === volume.name) ?? volume),
    ...claims.filter(isNew),
  ];
  return { ...pod, spec: { ...pod.spec, volumes } };
}

/** Volumes without those that a server or a controller puts into every pod; what stood in their place is there again. */
function volumesAsWritten(now: Pod, written: Pod, claims: readonly Volume[]): readonly Volume[] {
  return (now.spec.volumes ?? []).flatMap((volume) => {
    if (volume.name === TOKEN) return [];
    if (claims.every(({ name }) => name !== volume.name)) return [volume];
    return written.spec.volumes?.find(({ name }) => name === volume.name) ?? [];
  });
}

/** A changed pod without what every server fills in: only what policies changed differs from the pod as it was written. */
export function asWritten(mutated: Pod, written: Pod, claims: readonly Volume[]): Pod {
  const metadata = withoutNew(mutated.metadata ?? {}, written.metadata ?? {}, ['generateName', 'namespace']);
  const spec = withoutNew(mutated.spec, written.spec, [
    'serviceAccountName',
    'volumes',
    'containers',
    'initContainers',
  ]);
  const volumes = volumesAsWritten(mutated, written, claims);
  const isGiven = (key: 'serviceAccountName' | 'serviceAccount'): boolean => written.spec[key] !== undefined;
  return {
    ...mutated,
    metadata: metadata as PodMetadata,
    spec: {
      ...spec,
      ...(isGiven('serviceAccountName') && { serviceAccountName: mutated.spec.serviceAccountName }),
      ...((volumes.length > 0 || written.spec.volumes !== undefined) && { volumes }),
      ...listed('containers', mutated, written),
      ...listed('initContainers', mutated, written),
    },
  };
}

/** A record without these keys, unless they were written: then they stay as they are now. */
function withoutNew<T extends object>(now: T, written: T, keys: readonly (keyof T)[]): Partial<T> {
  const kept = Object.entries(now).filter(([key]) => !keys.includes(key as keyof T) || Object.hasOwn(written, key));
  return Object.fromEntries(kept) as Partial<T>;
}

function listed(list: 'containers' | 'initContainers', now: Pod, written: Pod): Partial<Pod['spec']> {
  const [containers, before] = [now.spec[list], written.spec[list]];
  if (containers === undefined || before === undefined) return {};
  return { [list]: containers.map((container, index) => containerAsWritten(container, before[index])) };
}

function containerAsWritten(container: Container, written: Container | undefined): Container {
  const { volumeMounts: mounted, ports, ...rest } = container;
  const mounts = mounted?.filter(({ name }) => name !== TOKEN) ?? [];
  const given = ports?.map(({ hostPort, ...port }, index) => ({
    ...port,
    // On the network of the node the server makes every port one of the node.
    ...(written?.ports?.[index]?.hostPort !== undefined && { hostPort }),
  }));
  return {
    ...rest,
    ...((mounts.length > 0 || written?.volumeMounts !== undefined) && { volumeMounts: mounts }),
    ...(given !== undefined && { ports: given }),
  };
}
