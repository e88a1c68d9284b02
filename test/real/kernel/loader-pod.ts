/** The loader's pod in a booted machine: the image as it is shipped, run as the chart asks for it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constructOf } from '../../charts/shipped';
import { runConfigOf } from '../../package/image/dockerfile';
import { imageRoot } from '../../package/image/root';
import { missing } from '../../tools/find';
import type { Runtime } from './container';
import type { Entry } from './cpio';
import { folderEntries } from './files';
import type { Step } from './job';
import { bundleConfig, type Pod, type PodContainer, volumeFolder, volumeSources } from './pod-bundle';

const DOCKERFILE = join(__dirname, '../../../lib/apparmor/loader/Dockerfile');
const POD_SCRIPT = join(__dirname, 'loader-pod.sh');

/** Rows of test/tools/table.ts that it needs besides those of a kernel. */
export const LOADER_TOOLS = ['loader-image-busybox'] as const;

/** The folder in the machine that is mounted into the loader as its profiles. */
export const PROFILES = volumeFolder('profiles');
/** Where the image is unpacked in the machine. */
const IMAGE = '/images/loader';

/** No systemd makes their control groups here. */
const COMMANDS: Readonly<Record<Runtime, string>> = { runc: 'runc', crun: 'crun --cgroup-manager=cgroupfs' };

export interface LoaderPodOptions {
  /** Of the chart. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Of the loader, by the ends of their names: for tests that cannot wait as long as a node can. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly runtime: Runtime;
  /** Profiles by file name, there before the loader starts. */
  readonly profiles: Readonly<Record<string, string>>;
}

/** The pod that the chart makes of some values, for a cluster that takes the AppArmor profile as a field. */
function podOf(values: LoaderPodOptions['values'] = {}): Pod {
  const objects: readonly unknown[] = constructOf({ name: 'apparmor' }).render({
    releaseName: 'r',
    values: values as never,
    kubeVersion: '1.36.0',
  });
  const [daemonSet] = (objects as readonly { kind: string; spec: { template: { spec: Pod } } }[]).filter(
    ({ kind }) => kind === 'DaemonSet',
  );
  if (daemonSet === undefined) throw new Error('the chart has no DaemonSet');
  return daemonSet.spec.template.spec;
}

/** Where the loader's state is kept on the node. */
export const stateFolder = (values?: LoaderPodOptions['values']): string =>
  podOf(values).volumes.find(({ name }) => name === 'state')?.hostPath?.path ?? '';

const withSettings = (container: PodContainer, settings: LoaderPodOptions['settings'] = {}): PodContainer => ({
  ...container,
  env: [
    ...(container.env ?? []),
    ...Object.entries(settings).map(([name, value]) => ({ name: `APPARMOR_LOADER_${name}`, value })),
  ],
});

/** Somebody's container that runs under a profile: the loader's image stands in for theirs. */
export function workloadBundle(name: string, profile: string): Entry {
  const config = {
    ociVersion: '1.0.2',
    root: { path: IMAGE, readonly: true },
    process: {
      args: ['sleep', '100000'],
      cwd: '/',
      env: ['PATH=/bin'],
      user: { uid: 0, gid: 0 },
      apparmorProfile: profile,
    },
    mounts: [{ destination: '/proc', type: 'proc', source: 'proc' }],
    linux: { cgroupsPath: `/${name}`, namespaces: ['pid', 'mount'].map((type) => ({ type })) },
  };
  return { path: `bundles/${name}/config.json`, content: JSON.stringify(config) };
}

/** Files of a machine: the pod's image, its containers' configurations, its profiles, and the command `pod`. */
export function loaderPod({ values, settings, runtime, profiles }: LoaderPodOptions): readonly Entry[] {
  const root = imageRoot();
  if (root === undefined) throw new Error(missing('loader-image'));
  const pod = podOf(values);
  const image = runConfigOf(readFileSync(DOCKERFILE, 'utf8'));
  return [
    ...folderEntries(root, { prefix: `${IMAGE.slice(1)}/` }),
    ...pod.containers.map((container) => ({
      path: `bundles/${container.name}/config.json`,
      content: JSON.stringify(
        bundleConfig(pod, container.name === 'loader' ? withSettings(container, settings) : container, image, IMAGE),
      ),
    })),
    ...Object.entries(profiles).map(([name, content]) => ({ path: `given/${name}`, content })),
    { path: 'etc/pod-runtime', content: `${COMMANDS[runtime]}\n` },
    { path: 'usr/bin/pod', mode: 0o755, content: readFileSync(POD_SCRIPT) },
  ];
}

/** A step that runs a few lines of shell and ends at the first that fails. */
export const shell = (name: string, script: string, more: Pick<Step, 'limit'> = {}): Step => ({
  name,
  run: ['sh', '-ec', script],
  ...more,
});

/** What the kubelet does before it starts the containers. */
export const prepare = (values?: LoaderPodOptions['values']): Step =>
  shell(
    'prepare',
    [
      `mkdir -p ${volumeSources(podOf(values)).join(' ')}`,
      `mount -t tmpfs tmpfs ${volumeFolder('run')}`,
      `cp /given/* ${PROFILES}/`,
    ].join('\n'),
  );
