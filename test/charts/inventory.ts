/** Everything that a cluster holds, to see what an installation left behind. */
import { type Cluster, kubectl } from '../real/cluster/cluster';
import type { KubeObject } from './objects';

/** Resources that come and go without anybody's doing, and why. */
export const IGNORED: Readonly<Record<string, string>> = {
  componentstatuses: 'made up by the server for each question',
  events: 'history, which the server forgets after an hour',
  'events.events.k8s.io': 'history, which the server forgets after an hour',
  'leases.coordination.k8s.io': 'heartbeats of the control plane',
};

/** An object without what the server and controllers write into it all the time. */
export function lasting(object: KubeObject): KubeObject {
  const { managedFields, resourceVersion, generation, annotations, ...metadata } =
    object.metadata as KubeObject['metadata'] & Readonly<Record<string, unknown>>;
  const { status, ...rest } = object;
  const {
    'deprecated.daemonset.template.generation': template,
    'deployment.kubernetes.io/revision': revision,
    ...kept
  } = annotations ?? {};
  return { ...rest, metadata: { ...metadata, annotations: kept } } as KubeObject;
}

const identity = ({ apiVersion, kind, metadata }: KubeObject): string =>
  `${apiVersion} ${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;

/** All objects of all resources but the ignored ones, by API, kind, namespace and name. */
export async function inventory(cluster: Cluster): Promise<Readonly<Record<string, KubeObject>>> {
  const resources = (await kubectl(cluster, ['api-resources', '--verbs=list', '--output=name'])).trim().split('\n');
  const asked = resources.filter((name) => IGNORED[name] === undefined);
  const answer = await kubectl(cluster, ['get', asked.join(','), '--all-namespaces', '--output=json']);
  const { items } = JSON.parse(answer) as { readonly items: readonly KubeObject[] };
  return Object.fromEntries(items.map((object) => [identity(object), lasting(object)]));
}

/** What differs between two inventories: one line each. */
export function changes(
  before: Readonly<Record<string, KubeObject>>,
  after: Readonly<Record<string, KubeObject>>,
): readonly string[] {
  const changed = Object.keys(before).filter(
    (key) => key in after && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  return [
    ...Object.keys(after)
      .filter((key) => !(key in before))
      .map((key) => `left behind: ${key}`),
    ...Object.keys(before)
      .filter((key) => !(key in after))
      .map((key) => `gone: ${key}`),
    ...changed.map((key) => `changed: ${key}`),
  ];
}
