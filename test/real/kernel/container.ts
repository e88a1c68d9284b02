/** Containers in the booted kernel, as a kubelet would have them started: by runc or crun, on an overlay, with a profile. */
import type { Entry } from './cpio';
import type { Step } from './job';

export const RUNTIMES = ['runc', 'crun'] as const;
export type Runtime = (typeof RUNTIMES)[number];

export interface Container {
  /** Unique within a boot. */
  readonly name: string;
  readonly runtime: Runtime;
  /** Folder in the machine that holds the root file system, such as `/images/web`. It is never written to. */
  readonly image: string;
  readonly run: readonly string[];
  /** Name of a loaded profile. Default: none, the container is not confined. */
  readonly profile?: string;
  /** User and group. Default: 0. */
  readonly user?: number;
  /** More capabilities than a runtime gives by default. */
  readonly capabilities?: readonly string[];
  readonly env?: readonly string[];
  /** Empty folders in memory, as volumes of kind emptyDir. */
  readonly volumes?: readonly string[];
  /** Folders of the machine, by the path where the container sees them, as volumes that outlive it. */
  readonly binds?: Readonly<Record<string, string>>;
}

/** What containerd gives a container that asks for nothing. */
const CAPABILITIES = [
  ...['CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID', 'SETUID', 'SETFCAP', 'SETPCAP'],
  ...['NET_BIND_SERVICE', 'SYS_CHROOT', 'KILL', 'AUDIT_WRITE'],
] as const;

const mount = (destination: string, type: string, ...options: readonly string[]) => ({
  destination,
  type,
  source: type,
  options,
});

const MOUNTS = [
  mount('/proc', 'proc', 'nosuid', 'noexec', 'nodev'),
  mount('/dev', 'tmpfs', 'nosuid', 'strictatime', 'mode=755', 'size=65536k'),
  mount('/dev/pts', 'devpts', 'nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'),
  mount('/dev/shm', 'tmpfs', 'nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k'),
  mount('/dev/mqueue', 'mqueue', 'nosuid', 'noexec', 'nodev'),
  mount('/sys', 'sysfs', 'nosuid', 'noexec', 'nodev', 'ro'),
  mount('/sys/fs/cgroup', 'cgroup', 'nosuid', 'noexec', 'nodev', 'relatime', 'ro'),
] as const;

const MASKED = ['/proc/asound', '/proc/acpi', '/proc/kcore', '/proc/keys', '/proc/latency_stats', '/proc/timer_list'];
const READ_ONLY = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

const folder = (name: string): string => `/run/containers/${name}`;

/** The runtime's own description of a container. */
function specification(container: Container): object {
  const { name, run, profile, user = 0, env = [], volumes = [], binds = {} } = container;
  const capabilities = [...CAPABILITIES, ...(container.capabilities ?? [])].map((capability) => `CAP_${capability}`);
  const held = user === 0 ? capabilities : [];
  return {
    ociVersion: '1.0.2',
    hostname: name,
    process: {
      terminal: false,
      user: { uid: user, gid: user },
      args: run,
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...env],
      cwd: '/',
      capabilities: { bounding: capabilities, effective: held, permitted: held },
      noNewPrivileges: true,
      ...(profile === undefined ? {} : { apparmorProfile: profile }),
    },
    root: { path: `${folder(name)}/rootfs`, readonly: false },
    mounts: [
      ...MOUNTS,
      ...volumes.map((path) => mount(path, 'tmpfs', 'nosuid', 'nodev', 'mode=1777')),
      ...Object.entries(binds).map(([path, source]) => ({
        destination: path,
        type: 'bind',
        source,
        options: ['rbind', 'rw'],
      })),
    ],
    linux: {
      cgroupsPath: `/${name}`,
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount', 'cgroup'].map((type) => ({ type })),
      maskedPaths: MASKED,
      readonlyPaths: READ_ONLY,
    },
  };
}

/** Files that a container needs in the machine, beside its image. */
export const containerFiles = (container: Container): readonly Entry[] => [
  { path: `bundles/${container.name}/config.json`, content: JSON.stringify(specification(container)) },
];

/** Lays a layer to write on over the image: what a container changes is gone with it, as on a node. */
const PREPARE = [
  'mkdir -p "$1/upper" "$1/work" "$1/rootfs"',
  'exec mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/rootfs"',
].join('\n');

const prepare = ({ name, image }: Container): Step => ({
  name: `${name}: prepare`,
  run: ['sh', '-ec', PREPARE, 'prepare', folder(name), image],
});

const start = ({ name, runtime }: Container): readonly string[] => [
  runtime,
  'run',
  '--bundle',
  `/bundles/${name}`,
  name,
];

/** A container that does its work and ends; the step is called like it. */
export const runToEnd = (container: Container, more: Partial<Step> = {}): readonly Step[] => [
  prepare(container),
  { ...more, name: container.name, run: start(container) },
];

/** A container that stays; what it prints is in `/run/steps/<name>.log`. */
export const startServer = (container: Container): readonly Step[] => [
  prepare(container),
  { name: container.name, run: start(container), background: true },
];

/** One more process in a running container, as probes and hooks of the kind `exec` are. */
export const exec = (
  { name, runtime, user = 0 }: Container,
  step: string,
  run: readonly string[],
  more: Partial<Step> = {},
): Step => ({
  ...more,
  name: `${name}: ${step}`,
  run: [runtime, 'exec', '--user', `${user}:${user}`, name, ...run],
});

const OUTSIDE = [
  'pid=$("$1" state "$2" | sed -n \'s/.*"pid": *\\([0-9]*\\).*/\\1/p\')',
  'shift 2',
  'exec nsenter -t "$pid" -n -- "$@"',
].join('\n');

/** A program of the machine, unconfined, in the network of a container: as a kubelet that asks a server how it is. */
export const fromOutside = ({ name, runtime }: Container, step: string, run: readonly string[]): Step => ({
  name: `${name}: ${step}`,
  run: ['sh', '-c', OUTSIDE, 'outside', runtime, name, ...run],
});

/** A server of an interpreted language takes its time where processors are software and shared. */
const READY_MS = 90_000;
const AGAIN = 'for i in $(seq 300); do "$@" >/dev/null 2>&1 && exit 0; sleep 0.5; done; exec "$@"';

/** A step again and again until it succeeds, for a minute and a half. */
export const untilReady = (step: Step): Step => ({
  ...step,
  run: ['sh', '-c', AGAIN, 'again', ...step.run],
  limit: READY_MS,
});

/**
 * Waits until a container has ended by itself, as after a hook; removes it and prints what it printed. Exit code 1 when
 * it did not end.
 */
const END = [
  'for i in $(seq 100); do "$1" state "$2" 2>/dev/null | grep -q running || break; sleep 0.1; done',
  '"$1" state "$2" 2>/dev/null | grep -q running && late=1',
  '"$1" delete --force "$2" 2>/dev/null',
  'cat "/run/steps/$2.log"',
  'exit "${late:-0}"',
].join('\n');

export const waitForEnd = ({ name, runtime }: Container): Step => ({
  name: `${name}: end`,
  run: ['sh', '-c', END, 'end', runtime, name],
});

/** The signal of an orderly end. */
export const terminate = ({ name, runtime }: Container): Step => ({
  name: `${name}: terminate`,
  run: [runtime, 'kill', name, 'TERM'],
});
