import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missing, tool } from '../../tools/find';
import { type Access, api, create } from './api';
import { Guarded, waitUntil } from './guarded';
import { MINORS, type Minor } from './minors';
import { NODE } from './objects';
import { freePorts, kubeconfig, type User, writeSecrets } from './secrets';

export interface ClusterOptions {
  /** False leaves out the PodSecurityPolicy that allows every pod (1.24): until a test brings its own none is admitted. */
  readonly permissive?: boolean;
  /** True writes down who asked for what: JSON Lines of audit.k8s.io/v1 in `audit.log` beside the kubeconfig. */
  readonly audit?: boolean;
  /** Feature gates of the API server that are off by default, such as `ProcMountType`. */
  readonly gates?: readonly string[];
}

/** A running control plane, as plain data. */
export interface Cluster extends Access {
  readonly minor: Minor;
  /** Such as `v1.36.3`. */
  readonly version: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
}

export interface RunningCluster extends Cluster {
  /** Resolves when every program is gone and nothing is left on disk. */
  stop(): Promise<void>;
}

/** What the flags of the programs are made from. */
interface Places {
  readonly folder: string;
  readonly etcd: string;
  readonly peer: string;
  readonly apiPort: number;
  readonly key: string;
  readonly certificates: string;
  readonly certificate: string;
}

const etcdFlags = ({ folder, etcd, peer }: Places): readonly string[] => [
  `--data-dir=${join(folder, 'etcd')}`,
  `--listen-client-urls=${etcd}`,
  `--advertise-client-urls=${etcd}`,
  `--listen-peer-urls=${peer}`,
  `--initial-advertise-peer-urls=${peer}`,
  `--initial-cluster=default=${peer}`,
  '--unsafe-no-fsync',
];

const apiserverFlags = (minor: Minor, { folder, etcd, apiPort, key, certificates }: Places): readonly string[] => [
  `--etcd-servers=${etcd}`,
  `--cert-dir=${certificates}`,
  '--bind-address=127.0.0.1',
  `--secure-port=${apiPort}`,
  `--service-account-key-file=${key}`,
  `--service-account-signing-key-file=${key}`,
  '--service-account-issuer=https://kubernetes.default.svc',
  `--token-auth-file=${join(folder, 'tokens.csv')}`,
  '--authorization-mode=RBAC',
  '--service-cluster-ip-range=10.96.0.0/16',
  // Agents on nodes may be privileged; without it such pods are refused as invalid.
  '--allow-privileged=true',
  // Nobody reaches the server through the Service `kubernetes`, and a loopback address would be refused there.
  '--endpoint-reconciler-type=none',
  ...MINORS[minor].apiserver,
];

/** Every request once, when it is answered, without what it carries. */
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'None', userGroups: ['system:nodes', 'system:serviceaccounts'] }, { level: 'Metadata' }],
};

function auditFlags({ folder }: Places): readonly string[] {
  const policy = join(folder, 'audit-policy.json');
  writeFileSync(policy, JSON.stringify(AUDIT_POLICY));
  return [
    `--audit-policy-file=${policy}`,
    `--audit-log-path=${join(folder, 'audit.log')}`,
    '--audit-log-mode=blocking',
  ];
}

const controllerManagerFlags = ({ key, certificate }: Places, config: string): readonly string[] => [
  `--kubeconfig=${config}`,
  `--service-account-private-key-file=${key}`,
  `--root-ca-file=${certificate}`,
  // As in a real cluster each controller has an account of its own: what it may do is judged by roles and policies.
  '--use-service-account-credentials=true',
  '--controllers=*,-nodeipam',
  // kwok, as we run it, renews no lease: without these the node is taken for lost after 40 s, and its pods for not ready.
  '--node-monitor-grace-period=24h',
  '--node-startup-grace-period=24h',
  '--leader-elect=false',
  '--secure-port=0',
  '--kube-api-qps=200',
  '--kube-api-burst=400',
];

const schedulerFlags = (config: string): readonly string[] => [
  `--kubeconfig=${config}`,
  '--leader-elect=false',
  '--secure-port=0',
];

const kwokFlags = (config: string): readonly string[] => [
  `--kubeconfig=${config}`,
  '--manage-all-nodes=true',
  `--config=${join(__dirname, 'stages.yaml')}`,
];

async function choosePlaces(folder: string): Promise<Places> {
  const [etcdPort, peerPort, apiPort = 0] = await freePorts(3);
  const certificates = join(folder, 'certificates');
  mkdirSync(certificates);
  return {
    folder,
    etcd: `http://127.0.0.1:${etcdPort}`,
    peer: `http://127.0.0.1:${peerPort}`,
    apiPort,
    key: join(folder, 'service-account.key'),
    certificates,
    certificate: join(certificates, 'apiserver.crt'),
  };
}

interface NodeObject {
  readonly spec: { readonly taints?: readonly unknown[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Pods can be created and scheduled. */
async function isSettled(admin: Access): Promise<boolean> {
  const account = await api(admin, 'GET', '/api/v1/namespaces/default/serviceaccounts/default');
  const node = JSON.parse((await api(admin, 'GET', '/api/v1/nodes/node-1')).body) as NodeObject;
  const ready = node.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  return account.status === 200 && node.spec.taints === undefined && ready;
}

/**
 * Starts etcd, API server, controller manager, scheduler and kwok with one ready node on free ports of the loopback
 * interface; takes about 4 s and 500 MB. Everything stops by `stop()` or when this process ends in any way.
 * Throws with the programs' last words when they do not become ready.
 */
export async function startCluster(minor: Minor, options: ClusterOptions = {}): Promise<RunningCluster> {
  const folder = mkdtempSync(join(tmpdir(), `control-plane-${minor}-`));
  const programs: Guarded[] = [];
  const start = (name: string, file: string, args: readonly string[]): void => {
    const path = tool(file);
    if (path === undefined) {
      throw new Error(missing(file));
    }
    programs.push(new Guarded(name, folder, path, args));
  };
  const stop = async (): Promise<void> => {
    await Promise.all(programs.map((each) => each.stop()));
  };
  try {
    const places = await choosePlaces(folder);
    const tokens = writeSecrets(folder);
    const access = (user: User): Access => ({
      server: `https://127.0.0.1:${places.apiPort}`,
      ca: readFileSync(places.certificate, 'utf8'),
      token: tokens[user],
    });
    start('etcd', 'etcd', etcdFlags(places));
    start('kube-apiserver', `kube-apiserver-${minor}`, [
      ...apiserverFlags(minor, places),
      ...(options.audit === true ? auditFlags(places) : []),
      ...(options.gates ?? []).map((gate) => `--feature-gates=${gate}=true`),
    ]);
    const isReady = async (): Promise<boolean> => (await api(access('admin'), 'GET', '/readyz')).status === 200;
    await waitUntil(`API server ${minor} ready`, isReady, programs);

    const config = (user: User): string => {
      const path = join(folder, `${user.replace(/^.*:/, '')}.kubeconfig`);
      writeFileSync(path, kubeconfig(access(user)), { mode: 0o600 });
      return path;
    };
    const managerFlags = controllerManagerFlags(places, config('system:kube-controller-manager'));
    start('kube-controller-manager', `kube-controller-manager-${minor}`, managerFlags);
    start('kube-scheduler', `kube-scheduler-${minor}`, schedulerFlags(config('system:kube-scheduler')));
    const admin = access('admin');
    for (const { path, object } of [...(options.permissive === false ? [] : MINORS[minor].permissive), NODE]) {
      await create(admin, path, object);
    }
    const adminConfig = config('admin');
    start('kwok', 'kwok', kwokFlags(adminConfig));
    await waitUntil(`Kubernetes ${minor} with a ready node`, () => isSettled(admin), programs);
    const { gitVersion } = JSON.parse((await api(admin, 'GET', '/version')).body) as { gitVersion: string };
    return { ...admin, minor, version: gitVersion, kubeconfig: adminConfig, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
