import { MOST_LISTED } from './validation/clauses-containers';

/**
 * The largest pod that the budget is made for. Pods of charts have one to five containers and up to twenty volumes; the
 * largest that are known, of meshes and of databases with their helpers, stay under sixteen containers and thirty volumes:
 * this is twice that, with fourteen capabilities in each container, as many as a runtime gives by itself. A larger one may be refused
 * for what it costs; none is let in for it.
 */
export const LARGEST = {
  initContainers: 8,
  containers: 16,
  ephemeralContainers: 8,
  volumes: 64,
  mountsPerContainer: 10,
  hostPortsPerContainer: 8,
  capabilities: 14,
  supplementalGroups: 16,
  sysctls: 16,
} as const;

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** As long as names are, with a number at the end. */
const name = (index: number): string => `${'n'.repeat(30)}${index}`;

/** An id that no range holds, so that all are looked at. */
const ODD_ID = Number.MAX_SAFE_INTEGER;

const KINDS: readonly ((index: number) => object)[] = [
  (index) => ({ hostPath: { path: `/${name(index)}/${name(index)}` } }),
  (index) => ({ csi: { driver: `${name(index)}.example.com` } }),
  (index) => ({ flexVolume: { driver: `example.com/${name(index)}` } }),
  () => ({ projected: { sources: [{ serviceAccountToken: { path: 'token' } }, { secret: { name: 'a' } }] } }),
];

type Kind = (typeof KINDS)[number];

const volumesOf = (kinds: readonly Kind[]): readonly { readonly name: string }[] =>
  times(LARGEST.volumes, (index) => ({ name: name(index), ...kinds[index % kinds.length]?.(index) }));

/** Those that a runtime gives by itself: what policies mostly allow. */
const USUAL = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FSETID',
  'FOWNER',
  'MKNOD',
  'NET_RAW',
  'SETGID',
  'SETUID',
  'SETFCAP',
  'SETPCAP',
];

/**
 * As many wrong capabilities as are told one by one, and others that many policies allow: more wrong ones would be told
 * together, which is cheaper.
 */
const CAPABILITIES = [...times(MOST_LISTED, (index) => `SYS_CAPABILITY_${index}`), ...USUAL].slice(
  0,
  LARGEST.capabilities,
);

/** A label with its categories turned round, so that levels are compared part by part. */
const LEVEL = 's0:c2,c1';

/** How much a pod has in its lists, and whether it leaves out what it may. */
interface Variant {
  readonly isSilent: boolean;
  readonly capabilities: readonly string[];
  readonly hostPorts: number;
  readonly volumes: readonly { readonly name: string }[];
}

function container(index: number, { isSilent, capabilities, hostPorts, volumes }: Variant): object {
  const profile = { type: 'Localhost', localhostProfile: name(index) };
  return {
    name: name(index),
    image: 'example.com/main:1',
    ports: times(hostPorts, (at) => ({ containerPort: at + 1, hostPort: ODD_ID })),
    volumeMounts: times(LARGEST.mountsPerContainer, (at) => ({
      name: volumes[(index * LARGEST.mountsPerContainer + at) % LARGEST.volumes]?.name,
      mountPath: `/${name(at)}`,
    })),
    securityContext: {
      privileged: true,
      readOnlyRootFilesystem: false,
      runAsUser: isSilent ? 0 : ODD_ID,
      runAsGroup: ODD_ID,
      procMount: 'Other',
      capabilities: { add: capabilities, drop: capabilities },
      seLinuxOptions: { user: 'other_u', role: 'other_r', type: 'other_t', level: LEVEL },
      ...(isSilent ? {} : { allowPrivilegeEscalation: true, seccompProfile: profile, appArmorProfile: profile }),
    },
  };
}

function pod(variant: Variant): object {
  const { isSilent, volumes } = variant;
  const containers = (count: number, from: number): readonly object[] =>
    times(count, (index) => container(from + index, variant));
  const { initContainers, containers: main, ephemeralContainers } = LARGEST;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'worst' },
    spec: {
      initContainers: containers(initContainers, 0),
      containers: containers(main, initContainers),
      ephemeralContainers: containers(ephemeralContainers, initContainers + main),
      volumes,
      hostNetwork: true,
      hostPID: true,
      hostIPC: true,
      serviceAccountName: 'default',
      ...(isSilent ? {} : { runtimeClassName: name(0) }),
      securityContext: {
        fsGroup: ODD_ID,
        supplementalGroups: times(LARGEST.supplementalGroups, () => ODD_ID),
        sysctls: times(LARGEST.sysctls, (index) => ({ name: `kernel.${name(index)}`, value: '1' })),
        ...(isSilent ? {} : { seLinuxOptions: { level: LEVEL }, seccompProfile: { type: 'Unconfined' } }),
      },
    },
  };
}

const ALL: Variant = {
  isSilent: false,
  capabilities: CAPABILITIES,
  hostPorts: LARGEST.hostPortsPerContainer,
  volumes: volumesOf(KINDS),
};

const LISTED = { ...ALL, capabilities: CAPABILITIES.slice(0, MOST_LISTED), hostPorts: MOST_LISTED };

/** All are folders of the node: each is held against every prefix. */
const FOLDERS = { ...ALL, volumes: volumesOf(KINDS.slice(0, 1)) };

/**
 * What policies look at, at its dearest: everything wrong; with short lists, of which each item is told; with little said;
 * with nothing but folders of the node.
 */
export const WORST_PODS: readonly object[] = [ALL, LISTED, { ...LISTED, isSilent: true }, FOLDERS].map(pod);
