import { failureOf, knownFailure } from '../failures';
import { inParallel } from '../parallel';
import { problem } from '../problem';
import { type Outcome, type Programs, run } from '../programs';
import { isSecret, type KubeObject, keyOf, objectsIn, refOf } from './objects';

/** A kind that the cluster has. */
export interface ApiKind {
  /** Such as `deployments.v1.apps`: what kubectl takes. */
  readonly resource: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly verbs: readonly string[];
}

/** What a cluster is able to do: Helm's `.Capabilities`. */
export interface Capabilities {
  /** Such as `1.36.3`. */
  readonly kubeVersion: string;
  /** Such as `apps/v1` and `apps/v1/Deployment`. */
  readonly apiVersions: readonly string[];
  readonly kinds: readonly ApiKind[];
}

/** The cluster that all programs talk to. */
export interface Cluster {
  readonly programs: Programs;
  readonly context?: string;
}

const REQUEST_TIMEOUT = '--request-timeout=30s';
/** Kinds without a life of their own, which nobody installs. */
const FLEETING: ReadonlySet<string> = new Set([
  'ComponentStatus',
  'Event',
  'Endpoints',
  'EndpointSlice',
  'Lease',
  'PodMetrics',
  'NodeMetrics',
]);

/** Runs kubectl; does not throw when it fails. */
export function kubectl({ programs, context }: Cluster, args: readonly string[], input?: string): Promise<Outcome> {
  const chosen = context === undefined ? [] : [`--context=${context}`];
  return run(programs, 'kubectl', [...chosen, REQUEST_TIMEOUT, ...args], { input, timeout: 5 * 60_000 });
}

/** What the cluster is able to do; needs no right but that of every user. Throws a DiagnosticError when it cannot be asked. */
export async function capabilitiesOf(cluster: Cluster): Promise<Capabilities> {
  const [kubeVersion = '', table = '', versions = ''] = await inParallel(
    [
      { args: ['version', '--output=json'], doing: 'asking the cluster for its version' },
      { args: ['api-resources', '--no-headers', '--output=wide'], doing: 'asking for the kinds' },
      { args: ['api-versions'], doing: 'asking for the API versions' },
    ],
    ({ args, doing }) => said(cluster, args, doing),
  );
  const version = /"serverVersion": *\{[^}]*"gitVersion": *"v?([^"]+)"/.exec(kubeVersion)?.[1];
  if (version === undefined) {
    throw problem('PROJECT1005', 'the cluster cannot be reached', '`kubectl version` must answer');
  }
  const groups = versions.split('\n').filter(Boolean);
  const kinds = table.split('\n').flatMap(kindOf);
  const others = groups.filter((group) => isSecondary(group, groups, kinds));
  const more = await inParallel(others, (group) => kindsOf(cluster, group));
  const apiVersions = new Set([
    ...groups,
    ...kinds.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`),
    ...others.flatMap((group, index) => (more[index] ?? []).map((kind) => `${group}/${kind}`)),
  ]);
  // A provider's suffix (`1.30.1-eks-1234`) stays: charts ask with `-0`. Build data is nothing that Helm takes apart.
  return { kubeVersion: version, apiVersions: [...apiVersions].sort(), kinds };
}

/** Objects of a list with the namespace that they will be in, and those of kinds that the cluster does not have. */
export function placed(
  objects: readonly KubeObject[],
  namespace: string,
  { kinds, apiVersions }: Capabilities,
): { readonly objects: readonly KubeObject[]; readonly unknown: readonly KubeObject[] } {
  const scope = new Map(kinds.map((kind) => [keyOf({ ...kind, name: '' }), kind.isNamespaced]));
  const isKnown = ({ apiVersion, kind }: KubeObject): boolean => apiVersions.includes(`${apiVersion}/${kind}`);
  const [known, unknown] = [objects.filter(isKnown), objects.filter((object) => !isKnown(object))];
  return {
    unknown,
    objects: known.map((object) => {
      const { namespace: own, ...metadata } = object.metadata;
      const isNamespaced = scope.get(keyOf({ ...object, name: '' })) ?? true;
      return { ...object, metadata: isNamespaced ? { ...metadata, namespace: own ?? namespace } : metadata };
    }),
  };
}

/** What was found, and what could not be looked at for want of rights. */
export interface Found {
  readonly objects: readonly KubeObject[];
  /** Sentences without a full stop. */
  readonly refused: readonly string[];
  /** Objects that were asked for by name and may not be read: `deployments.apps web`. */
  readonly unreadable: readonly string[];
}

/** These objects as they are in the cluster; those that are missing are left out. They must be placed. */
export async function liveObjects(cluster: Cluster, wanted: readonly KubeObject[]): Promise<Found> {
  if (wanted.length === 0) return { objects: [], refused: [], unreadable: [] };
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: wanted.map(stub) });
  const args = ['get', '--ignore-not-found', '--show-managed-fields', '--output=json', '--filename=-'];
  return found(await kubectl(cluster, args, input), 'reading the objects of the cluster');
}

/** Was it for want of rights that the object was not found? */
export function isUnreadable(object: KubeObject, { kinds }: Capabilities, { unreadable }: Found): boolean {
  const key = keyOf({ ...object, name: '' });
  const known = kinds.find((kind) => keyOf({ ...kind, name: '' }) === key);
  const [resource = '', , ...group] = known?.resource.split('.') ?? [];
  return unreadable.includes(`${[resource, ...group].join('.')} ${object.metadata.name}`);
}

/**
 * All objects that releases of Helm have put into these namespaces and beside them. Each namespace is asked by itself: jobs
 * have rights in theirs alone. Secrets are asked for only when they may be read.
 */
export async function installedObjects(
  cluster: Cluster,
  { kinds }: Capabilities,
  namespaces: readonly string[],
  secrets: boolean,
): Promise<Found> {
  const listed = kinds.filter(
    (kind) => kind.verbs.includes('list') && !FLEETING.has(kind.kind) && (secrets || !isSecret(kind)),
  );
  const namesOf = (isNamespaced: boolean): string =>
    [...new Set(listed.filter((kind) => kind.isNamespaced === isNamespaced).map(({ resource }) => resource))].join(',');
  const places = [
    { names: namesOf(false), scope: [] },
    ...[...new Set(namespaces)].map((namespace) => ({ names: namesOf(true), scope: [`--namespace=${namespace}`] })),
  ];
  const all = await inParallel(places, async ({ names, scope }) => {
    const args = ['get', names, ...scope, '--selector=app.kubernetes.io/managed-by=Helm', '--output=json'];
    const outcome = await kubectl(cluster, [...args, '--show-managed-fields']);
    return found(outcome, 'listing the objects of releases');
  });
  return {
    objects: all.flatMap(({ objects }) => objects),
    refused: [...new Set(all.flatMap(({ refused }) => refused))],
    unreadable: [],
  };
}

/** The release that Helm says an object belongs to: `namespace/name`. */
export function releaseOfObject({ metadata: { annotations = {} } }: KubeObject): string | undefined {
  const [name, namespace] = [annotations['meta.helm.sh/release-name'], annotations['meta.helm.sh/release-namespace']];
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

/** No more than is needed to find an object: nothing of a Secret goes anywhere. */
function stub({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): unknown {
  return { apiVersion, kind, metadata: { name, namespace } };
}

/** kubectl prints what it may read, and complains about the rest. */
function found(outcome: Outcome, doing: string): Found {
  const { code, stdout, stderr } = outcome;
  const complaints = stderr.split('\n').filter((line) => /\(Forbidden\)|is forbidden:/.test(line));
  if (code !== 0 && complaints.length === 0) throw failureOf('kubectl', doing, outcome);
  const objects = stdout.trim() === '' ? [] : objectsIn(JSON.parse(stdout));
  const refused = complaints.map((line) => knownFailure(line)?.diagnostics[0]?.message ?? line);
  const unreadable = complaints.flatMap((line) => {
    const [, resource, name] = /(?:^|: )(\S+) "([^"]+)" is forbidden:/.exec(line) ?? [];
    return resource === undefined ? [] : [`${resource} ${name}`];
  });
  return { objects: uniqueObjects(objects), refused: [...new Set(refused)], unreadable };
}

function uniqueObjects(objects: readonly KubeObject[]): readonly KubeObject[] {
  return [...new Map(objects.map((object) => [keyOf(refOf(object)), object])).values()];
}

/** One line of `kubectl api-resources -o wide`: NAME [SHORTNAMES] APIVERSION NAMESPACED KIND VERBS [CATEGORIES]. */
function kindOf(line: string): readonly ApiKind[] {
  const cells = line.trim().split(/\s+/);
  const scope = cells.findIndex((cell, index) => index >= 2 && (cell === 'true' || cell === 'false'));
  const [name, apiVersion, kind] = [cells[0], cells[scope - 1], cells[scope + 1]];
  if (scope < 0 || name === undefined || apiVersion === undefined || kind === undefined) return [];
  const [version, group] = apiVersion.split('/').reverse();
  const resource = group === undefined ? name : `${name}.${version}.${group}`;
  const verbs = cells[scope + 2]?.split(',') ?? [];
  return [{ resource, apiVersion, kind, isNamespaced: cells[scope] === 'true', verbs }];
}

/** kubectl lists each kind once; a version that is not the first choice of its group has kinds that are not told. */
function isSecondary(version: string, all: readonly string[], kinds: readonly ApiKind[]): boolean {
  const [group = ''] = version.includes('/') ? version.split('/') : [];
  const siblings = all.filter((other) => group !== '' && other.startsWith(`${group}/`));
  return siblings.length > 1 || !kinds.some(({ apiVersion }) => apiVersion === version);
}

async function kindsOf(cluster: Cluster, version: string): Promise<readonly string[]> {
  const path = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
  const list = JSON.parse(await said(cluster, ['get', `--raw=${path}`], `asking for the kinds of ${version}`)) as {
    readonly resources?: readonly { readonly name: string; readonly kind: string }[];
  };
  return (list.resources ?? []).filter(({ name }) => !name.includes('/')).map(({ kind }) => kind);
}

async function said(cluster: Cluster, args: readonly string[], doing: string): Promise<string> {
  const outcome = await kubectl(cluster, args);
  if (outcome.code !== 0) throw failureOf('kubectl', doing, outcome);
  return outcome.stdout;
}
