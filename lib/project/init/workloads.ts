/** A container of a workload, as far as a policy asks. */
export interface FoundContainer {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly ports: readonly FoundPort[];
}

/** A port that a container says it listens on. */
export interface FoundPort {
  readonly number: number;
  readonly protocol: string;
}

/** Something that makes pods. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Labels that select its pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly containers: readonly FoundContainer[];
}

/** What an editor, YAML or TypeScript takes for the end of a line: a description stands in comments of all of them. */
export const LINE_END = /[\r\n\u0085\u2028\u2029]+/g;

type Json = Readonly<Record<string, unknown>>;

/**
 * Workloads among objects, found by structure: a pod template is whatever has `spec.containers`, so kinds of operators
 * count too. Lists are looked into; what another object owns (a Deployment's ReplicaSet, its pods) is left out.
 */
export function findWorkloads(objects: readonly unknown[]): readonly Workload[] {
  return objects.flatMap((object): readonly Workload[] => {
    if (!isJson(object)) return [];
    if (Array.isArray(object.items) && /List$/.test(String(object.kind))) return findWorkloads(object.items);
    const metadata = isJson(object.metadata) ? object.metadata : {};
    const template = podTemplate(object);
    if (template === undefined || owned(metadata) || typeof object.kind !== 'string') return [];
    const name = typeof metadata.name === 'string' ? metadata.name : object.kind.toLowerCase();
    const { namespace } = metadata;
    return [
      {
        kind: object.kind,
        name,
        ...(typeof namespace === 'string' && { namespace }),
        selector: selectorOf(object, template),
        containers: containersOf(template),
      },
    ];
  });
}

/** The outermost part with `spec.containers`. Deeper than any kind goes nothing is looked for. */
function podTemplate(part: unknown, depth = 8): Json | undefined {
  if (!isJson(part) || depth === 0) return undefined;
  if (isJson(part.spec) && Array.isArray(part.spec.containers)) return part;
  for (const below of Object.values(part)) {
    const found = podTemplate(below, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function selectorOf(object: Json, template: Json): Readonly<Record<string, string>> {
  const selector = isJson(object.spec) && isJson(object.spec.selector) ? object.spec.selector.matchLabels : undefined;
  const metadata = isJson(template.metadata) ? template.metadata : {};
  const labels = isJson(selector) ? selector : isJson(metadata.labels) ? metadata.labels : {};
  return Object.fromEntries(
    Object.entries(labels).filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
}

function containersOf({ spec }: Json): readonly FoundContainer[] {
  const containers = isJson(spec) && Array.isArray(spec.containers) ? spec.containers : [];
  return containers.filter(isJson).map(({ name, image, command, ports }) => ({
    name: String(name ?? 'main'),
    ...(typeof image === 'string' && { image }),
    ...(Array.isArray(command) && { command: command.map(String) }),
    ports: (Array.isArray(ports) ? ports : []).filter(isJson).flatMap(({ containerPort, protocol }) => {
      return typeof containerPort === 'number' ? [{ number: containerPort, protocol: String(protocol ?? 'TCP') }] : [];
    }),
  }));
}

function owned({ ownerReferences }: Json): boolean {
  return Array.isArray(ownerReferences) && ownerReferences.length > 0;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All ports of a workload, each once. */
export function portsOf({ containers }: Workload): readonly FoundPort[] {
  const seen = new Map(
    containers.flatMap(({ ports }) => ports.map((port) => [`${port.number}/${port.protocol}`, port])),
  );
  return [...seen.values()];
}

/** One line that says what a workload is: `Deployment web: nginx (8080/TCP), log`. */
export function describeWorkload({ kind, name, containers }: Workload): string {
  const parts = containers.map((each) => {
    const ports = each.ports.map(({ number, protocol }) => `${number}/${protocol}`).join(', ');
    return ports === '' ? each.name : `${each.name} (${ports})`;
  });
  return `${kind} ${name}: ${parts.join(', ')}`.replace(LINE_END, ' ');
}
