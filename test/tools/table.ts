/**
 * The judges: programs of other projects that our output is held against. A row here (and, for a Go program, a folder
 * beside this file with go.mod and go.sum) is all that a new one needs.
 */

/** Version of a module as the tool's own go.mod pins it, such as `v1.36.3`. */
export type Versions = (module: string) => string;

/** A Go program, pinned by `test/tools/<name>/go.mod` and `go.sum`. */
export interface GoTool {
  readonly kind: 'go';
  /** Module that holds the commands. */
  readonly module: string;
  /** The module is ours: its sources lie beside its go.mod. */
  readonly local?: boolean;
  /** Name in `.tools/bin` to package folder inside the module. */
  readonly binaries: Readonly<Record<string, string>>;
  readonly tags?: string;
  /** Folders of the module that the program reads, by the name below `share/` under which they lie in the tool's folder. */
  readonly share?: Readonly<Record<string, string>>;
  /** Variables that the linker sets (`-X`), by full name. Without them some programs believe in another version. */
  readonly stamp?: (version: Versions) => Readonly<Record<string, string>>;
}

/** Debian packages, unpacked beside each other and not installed. */
export interface DebianTool {
  readonly kind: 'debian';
  /** Package name to least version. Mirrors drop old versions; what was used stands in `record.json`. */
  readonly packages: Readonly<Record<string, string>>;
  /** Of all that the packages depend on, the names (a regular expression) that come along. Default: none. */
  readonly dependencies?: string;
  /** Name in `.tools/bin` to path inside the packages. Without programs the row is a folder of files, `.tools/<row>`. */
  readonly binaries: Readonly<Record<string, string>>;
  /** Given to the programs before any other argument; `$root` is the folder where the packages are unpacked. */
  readonly arguments?: readonly string[];
  /** Suite of Debian, where it is another than the machine's; the packages then bring the C library too. */
  readonly suite?: string;
  /** The suite is old and may leave the mirrors: then its tests are skipped aloud, in a pipeline too. */
  readonly mayVanish?: boolean;
  /** Whether each package's description is kept below `var/lib/dpkg/status.d`: images have it there. */
  readonly records?: boolean;
}

/** JSON Schemas of one Kubernetes minor for kubeconform, taken from the module that its API server is built from. */
export interface SchemaTool {
  readonly kind: 'schemas';
  /** Row of the API server. */
  readonly from: string;
}

export type Tool = GoTool | DebianTool | SchemaTool;

const HELM3 = 'helm.sh/helm/v3';
const HELMFILE = 'github.com/helmfile/helmfile';

/** `v1.36.3` or `v0.36.3` to `36`. */
const minorOf = (version: string): string => version.split('.')[1] ?? '';

/** Upstream stamps the Kubernetes version that `helm template` and `helm lint` assume; without it that is 1.20. */
const stampHelm3 = (version: Versions): Readonly<Record<string, string>> => ({
  [`${HELM3}/internal/version.version`]: version(HELM3),
  ...Object.fromEntries(
    ['pkg/chartutil', 'pkg/lint/rules'].flatMap((place) => [
      [`${HELM3}/${place}.k8sVersionMajor`, '1'],
      [`${HELM3}/${place}.k8sVersionMinor`, minorOf(version('k8s.io/client-go'))],
    ]),
  ),
});

/** Servers answer `/version` from the first package, 1.24 and clients from the second. */
const stampKubernetes = (version: Versions): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((place) => [
      [`${place}.gitVersion`, version('k8s.io/kubernetes')],
      [`${place}.gitMajor`, '1'],
      [`${place}.gitMinor`, minorOf(version('k8s.io/kubernetes'))],
    ]),
  );

/** A control plane of one minor; its folder is written by `tsx test/tools/kube-module.ts`. */
const kubernetes = (minor: string, more: Partial<GoTool> = {}): GoTool => ({
  kind: 'go',
  module: 'k8s.io/kubernetes',
  stamp: stampKubernetes,
  ...more,
  binaries: {
    [`kube-apiserver-${minor}`]: 'cmd/kube-apiserver',
    [`kube-controller-manager-${minor}`]: 'cmd/kube-controller-manager',
    [`kube-scheduler-${minor}`]: 'cmd/kube-scheduler',
    ...more.binaries,
  },
});

/** The parser of another suite than the machine's, named for its version. */
const apparmor = (
  version: string,
  row: Pick<DebianTool, 'suite' | 'packages' | 'mayVanish'>,
  path: string,
): DebianTool => ({
  kind: 'debian',
  binaries: { [`apparmor_parser-${version}`]: path },
  arguments: ['--config-file=/dev/null', '--base=$root/etc/apparmor.d'],
  ...row,
});

export const TOOLS: Readonly<Record<string, Tool>> = {
  helm3: { kind: 'go', module: HELM3, binaries: { helm3: 'cmd/helm' }, stamp: stampHelm3 },
  helm4: {
    kind: 'go',
    module: 'helm.sh/helm/v4',
    binaries: { helm4: 'cmd/helm' },
    stamp: (version) => ({ 'helm.sh/helm/v4/internal/version.version': version('helm.sh/helm/v4') }),
  },
  helmfile: {
    kind: 'go',
    module: HELMFILE,
    binaries: { helmfile: '' },
    stamp: (version) => ({ 'go.szostok.io/version.version': version(HELMFILE) }),
  },
  kubeconform: { kind: 'go', module: 'github.com/yannh/kubeconform', binaries: { kubeconform: 'cmd/kubeconform' } },
  kics: {
    kind: 'go',
    module: 'github.com/Checkmarx/kics/v2',
    binaries: { kics: 'cmd/console' },
    share: { queries: 'assets/queries/k8s', common: 'assets/queries/common', libraries: 'assets/libraries' },
  },
  crane: {
    kind: 'go',
    module: 'github.com/google/go-containerregistry',
    binaries: { crane: 'cmd/crane' },
  },
  // Debian's reads templates from a folder of the system: unpacked it does not start.
  alertmanager: {
    kind: 'go',
    module: 'github.com/prometheus/alertmanager',
    binaries: { alertmanager: 'cmd/alertmanager', amtool: 'cmd/amtool' },
  },
  etcd: { kind: 'go', module: 'go.etcd.io/etcd/server/v3', binaries: { etcd: '' } },
  kwok: { kind: 'go', module: 'sigs.k8s.io/kwok', binaries: { kwok: 'cmd/kwok' } },
  'kube-1.24': kubernetes('1.24', { tags: 'providerless' }),
  'kube-1.34': kubernetes('1.34'),
  'kube-1.36': kubernetes('1.36', { binaries: { kubectl: 'cmd/kubectl' } }),
  'schemas-1.24': { kind: 'schemas', from: 'kube-1.24' },
  'schemas-1.34': { kind: 'schemas', from: 'kube-1.34' },
  'schemas-1.36': { kind: 'schemas', from: 'kube-1.36' },
  apparmor: {
    kind: 'debian',
    packages: { apparmor: '3.0.8', 'apparmor-profiles': '3.0.8' },
    binaries: { apparmor_parser: 'sbin/apparmor_parser' },
    arguments: ['--config-file=/dev/null', '--base=$root/etc/apparmor.d'],
  },
  'apparmor-2.13': apparmor(
    '2.13',
    {
      suite: 'bullseye',
      mayVanish: true,
      packages: { apparmor: '2.13.6', 'apparmor-profiles': '2.13.6', libc6: '2.31' },
    },
    'sbin/apparmor_parser',
  ),
  'apparmor-4.1': apparmor(
    '4.1',
    { suite: 'trixie', packages: { apparmor: '4.1.0', 'apparmor-profiles': '4.1.0', libc6: '2.41' } },
    'usr/sbin/apparmor_parser',
  ),
  // sid moves: what was had stands in record.json.
  'apparmor-5.0': apparmor(
    '5.0',
    {
      suite: 'sid',
      packages: {
        apparmor: '5.0.2',
        'apparmor-profiles': '5.0.2',
        libapparmor1: '5.0.2',
        libc6: '2.43',
        'libgcc-s1': '14',
        'libstdc++6': '14',
        libzstd1: '1.5',
      },
    },
    'usr/sbin/apparmor_parser',
  ),
  // What lib/apparmor/loader/image/packages.txt names, unpacked as its Dockerfile does. The program stands for all of it.
  'loader-image': {
    kind: 'debian',
    packages: { 'busybox-static': '1:1.35.0', apparmor: '3.0.8', libc6: '2.36' },
    binaries: { 'loader-image-busybox': 'bin/busybox' },
    records: true,
  },
  busybox: {
    kind: 'debian',
    packages: { 'busybox-static': '1:1.35.0' },
    binaries: { busybox: 'bin/busybox' },
  },
  // The kernel's package has the version in its name; everything else that it needs is for an installed system.
  kernel: {
    kind: 'debian',
    packages: { 'linux-image-cloud-amd64': '6.1' },
    dependencies: '^linux-image-',
    binaries: {},
  },
  'kernel-trixie': {
    kind: 'debian',
    suite: 'trixie',
    packages: { 'linux-image-cloud-amd64': '6.12' },
    dependencies: '^linux-image-',
    binaries: {},
  },
  qemu: {
    kind: 'debian',
    packages: { 'qemu-system-x86': '1:7.2' },
    dependencies: '^(?!libc6$)(lib|zlib|seabios|ipxe|qemu-system-)',
    binaries: { 'qemu-system-x86_64': 'usr/bin/qemu-system-x86_64' },
  },
  'container-runtimes': {
    kind: 'debian',
    packages: { runc: '1.1.5', crun: '1.8.1' },
    dependencies: '^lib',
    binaries: { runc: 'usr/sbin/runc', crun: 'usr/bin/crun' },
  },
  'kernel-guest': {
    kind: 'go',
    module: 'tools/kernel-guest',
    local: true,
    binaries: { 'kernel-agent': 'agent', 'kernel-probe': 'probe' },
  },
  // The library of Pod Security Admission, asked about many pods.
  'cel-judge': { kind: 'go', module: 'tools/cel-judge', local: true, binaries: { 'cel-judge': '' } },
  'psa-judge': { kind: 'go', module: 'tools/psa-judge', local: true, binaries: { 'psa-judge': '' } },
  // Root file systems of containers: one with two shells, and the three worked examples of container policies.
  'workload-shells': {
    kind: 'debian',
    packages: { 'busybox-static': '1:1.35.0', dash: '0.5.12' },
    dependencies: '^lib',
    binaries: {},
  },
  'workload-nginx': { kind: 'debian', packages: { nginx: '1.22' }, dependencies: '^(lib|zlib|nginx)', binaries: {} },
  'workload-node': { kind: 'debian', packages: { nodejs: '18' }, dependencies: '^(lib|zlib|node)', binaries: {} },
  'workload-postgres': {
    kind: 'debian',
    packages: { 'postgresql-15': '15' },
    // Perl is for the scripts of Debian's clusters, LLVM for compiling queries.
    dependencies: '^(?!.*(perl|llvm|z3))(lib|zlib|tzdata|postgresql-client-15)',
    binaries: {},
  },
  shellcheck: {
    kind: 'debian',
    packages: { shellcheck: '0.9.0', libffi8: '3.4', libgmp10: '2:6.2' },
    binaries: { shellcheck: 'usr/bin/shellcheck' },
  },
  rsync: {
    kind: 'debian',
    packages: { rsync: '3.2.7', libpopt0: '1.19', libssl3: '3.0' },
    binaries: { rsync: 'usr/bin/rsync' },
  },
};
