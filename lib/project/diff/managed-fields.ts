import { isMap } from './normalise';
import type { Json, JsonMap, KubeObject } from './objects';
import type { Step } from './path';

/** What one manager owns in an object (`metadata.managedFields`). */
export interface Manager {
  readonly name: string;
  /** Such as `scale`; the empty string for the object itself. */
  readonly subresource: string;
  /** Did it let the server merge (`Apply`), or send the merged object (`Update`)? */
  readonly isApplied: boolean;
  readonly fields: JsonMap;
}

/** Field manager of Helm, whatever its program is called. */
export const HELM = 'helm';
/** What this library applies by itself. */
export const OWN_MANAGER = 'container-security';

/**
 * Managers that run in the cluster and keep fields for a reason; a hand is none of them. Names as the programs give them,
 * by default the name of the executable.
 */
const CONTROLLERS: readonly RegExp[] = [
  /^kube-(controller-manager|scheduler|apiserver|proxy)$/,
  /^(kubelet|cloud-controller-manager|cluster-autoscaler|before-first-apply)$/,
  /^(cilium-|cert-manager|vpa-|hpa-|external-secrets|istiod|pilot-discovery|linkerd-|kyverno|gatekeeper)/,
  /-(controller|operator|cainjector|webhook)(-manager)?$/,
  // The agent of GitLab writes annotations onto what it syncs.
  /^agentk$/,
];

export const isController = (name: string): boolean => CONTROLLERS.some((pattern) => pattern.test(name));

export const isHelm = (name: string): boolean => name === HELM;

/** Who owns what. Empty when the server was not asked for it. */
export function managersOf({ metadata: { managedFields = [] } }: KubeObject): readonly Manager[] {
  return managedFields.filter(isMap).map((entry) => ({
    name: typeof entry.manager === 'string' ? entry.manager : '',
    subresource: typeof entry.subresource === 'string' ? entry.subresource : '',
    isApplied: entry.operation === 'Apply',
    fields: isMap(entry.fieldsV1) ? entry.fieldsV1 : {},
  }));
}

/** Children of an owned field: a step and what is owned below it. `.` is the field itself, no child. */
export function childrenOf(fields: JsonMap): readonly (readonly [Step, JsonMap])[] {
  return Object.entries(fields).flatMap(([key, below]) => {
    const step = stepOf(key);
    return step === undefined ? [] : [[step, isMap(below) ? below : {}] as const];
  });
}

function stepOf(key: string): Step | undefined {
  const [kind, rest] = [key.slice(0, 2), key.slice(2)];
  if (kind === 'f:') return rest;
  if (kind === 'i:') return Number(rest);
  if (kind === 'v:') return { value: JSON.parse(rest) as Json };
  return kind === 'k:' ? { entry: JSON.parse(rest) as JsonMap } : undefined;
}

/** Owned fields below one place, of all managers together; with the managers that own the place itself or a part of it. */
export interface Owned {
  readonly owners: readonly Manager[];
  readonly fields: readonly (readonly [Manager, JsonMap])[];
}

export const ownedBy = (managers: readonly Manager[]): Owned => ({
  owners: [],
  fields: managers.map((manager) => [manager, manager.fields] as const),
});

/** What is owned one step further down. `key` is the step in the server's spelling, such as `f:spec`. */
export function below({ fields }: Owned, key: (fields: JsonMap) => string | undefined): Owned {
  const next = fields.flatMap(([manager, own]) => {
    const name = key(own);
    const part = name === undefined ? undefined : own[name];
    return part === undefined ? [] : [[manager, isMap(part) ? part : {}] as const];
  });
  return { owners: next.map(([manager]) => manager), fields: next };
}

/** Keys that tell the entries of a list apart, as the server's schema has it; undefined for other lists. */
export function entryKeys({ fields }: Owned): readonly string[] | undefined {
  for (const [, own] of fields) {
    const first = Object.keys(own).find((key) => key.startsWith('k:'));
    if (first !== undefined) return Object.keys(JSON.parse(first.slice(2)) as JsonMap);
  }
  return undefined;
}

/** Is the list a set, in which order means nothing? */
export const isSet = ({ fields }: Owned): boolean =>
  fields.some(([, own]) => Object.keys(own).some((key) => key.startsWith('v:')));
