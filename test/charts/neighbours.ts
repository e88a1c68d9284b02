/** What is installed beside each other in one cluster: our charts, and those of others with our values. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Falco, Falcosidekick } from '../../lib/falco';
import type { UpstreamChart } from '../../lib/helm';
import { Cilium } from '../../lib/network';
import { UPSTREAM_CHARTS } from '../tools/upstream';
import { containersOf, type KubeObject, nameOf, podTemplate, writtenOnNode } from './objects';
import { SHIPPED } from './shipped';

/** One release. */
export interface Neighbour {
  readonly name: string;
  /** Folder of its chart. */
  readonly chart: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Each of our charts twice: as it comes, and with everything that its values files switch on, one over the other. */
export const OURS: readonly Neighbour[] = SHIPPED.flatMap(({ name, folder, cases }) => {
  const files = cases.filter((each) => each.file !== undefined && !each.name.startsWith('without-'));
  return [
    { name, chart: folder, namespace: 'security', values: {} },
    {
      name: `${name}-full`,
      chart: folder,
      namespace: 'security',
      values: Object.assign({}, ...files.map(({ values }) => values)),
    },
  ];
});

const scope = new Chart(new App(), 'neighbours');
const sidekick = new Falcosidekick(scope, 'falcosidekick');
const CONSTRUCTS: Readonly<Record<string, UpstreamChart>> = {
  falcosidekick: sidekick,
  falco: new Falco(scope, 'falco', { falcosidekick: sidekick, metrics: true }),
  // The cluster of the test has one node, and two operators want one each.
  cilium: new Cilium(scope, 'cilium', { values: { operator: { replicas: 1 } } }),
};

/** Those of other projects whose unpacked charts the environment gives. */
const THEIRS: readonly Neighbour[] = Object.entries(CONSTRUCTS).flatMap(([name, { source, toValues }]) => {
  const chart = join(UPSTREAM_CHARTS ?? '', name);
  const values = toValues.call(CONSTRUCTS[name] as UpstreamChart);
  return UPSTREAM_CHARTS !== undefined && existsSync(chart)
    ? [{ name, chart, namespace: source.defaultNamespace, values }]
    : [];
});

/** Charts of other projects that nobody gave. */
export const ABSENT: readonly string[] = Object.keys(CONSTRUCTS).filter(
  (name) => !THEIRS.some((neighbour) => neighbour.name === name),
);

export const NEIGHBOURS: readonly Neighbour[] = [...OURS, ...THEIRS];

/** What two releases may share, and why that does no harm. */
const SHARED: Readonly<Record<string, string>> = {
  'folder /proc': 'what Falco and Cilium read of the processes of a node; neither changes what the other sees',
  'folder /sys/kernel/security':
    "the kernel's own list of profiles; a loader touches only what it wrote down as its own",
};

/** Kinds of which there is one for the whole cluster, whatever the namespace of the release. */
const WHOLE_CLUSTER =
  /^(Cluster|PriorityClass$|IngressClass$|StorageClass$|PodSecurityPolicy$|CustomResource|APIService$|Namespace$|.*Webhook|.*Admission)/;

/** Everything of which a cluster or a node has one: names, ports of the node, folders that are written to, webhooks. */
export function claims({ namespace }: Neighbour, objects: readonly KubeObject[]): ReadonlySet<string> {
  const claimed = objects.flatMap((object) => {
    const place = WHOLE_CLUSTER.test(object.kind) ? '' : ` in ${object.metadata.namespace ?? namespace}`;
    const webhooks = ((object.webhooks ?? []) as readonly { readonly name: string }[]).map(
      ({ name }) => `webhook ${name}`,
    );
    return [`${nameOf(object)}${place}`, ...hostPorts(object), ...webhooks];
  });
  return new Set([...claimed, ...writtenOnNode(objects).map((folder) => `folder ${folder}`)]);
}

/** Ports of the node: those that are asked for, and with `hostNetwork` all. */
function hostPorts(object: KubeObject): readonly string[] {
  const pod = podTemplate(object)?.spec;
  if (pod === undefined) return [];
  return containersOf(pod).flatMap((container) => {
    const ports = ((container as { ports?: unknown }).ports ?? []) as readonly {
      readonly containerPort: number;
      readonly hostPort?: number;
      readonly protocol?: string;
    }[];
    return ports.flatMap(
      ({ containerPort, hostPort = pod.hostNetwork === true ? containerPort : undefined, protocol }) =>
        hostPort === undefined ? [] : [`port ${hostPort}/${protocol ?? 'TCP'} of the node`],
    );
  });
}

/** What both claim. */
export function meetings(one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...one].filter((claim) => other.has(claim) && SHARED[claim] === undefined);
}
