import { isObject } from '../../../../diagnostics/predicates';
import type { Pod } from '../../pod/model';

type Fields = Readonly<Record<string, unknown>>;

/** What a server puts into the spec of a pod before policies see it: defaults of core/v1, and the plugin ServiceAccount. */
const SPEC: Fields = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
  enableServiceLinks: true,
  serviceAccountName: 'default',
};

const CONTAINER: Fields = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;

/**
 * A pod as expressions see it: with defaults, and without what the server does not write. The volume of the token of a service
 * account is not added, nor what volumes have as defaults: whoever asks gives the pod with them if they matter.
 */
export function withServerDefaults(pod: Pod): Pod {
  const written = asWritten(pod, '') as Pod;
  const spec: Fields = { ...written.spec };
  const lists = CONTAINER_LISTS.flatMap((list) => {
    const items = spec[list];
    return Array.isArray(items) ? [[list, items.map(container)] as const] : [];
  });
  const account = spec.serviceAccountName ?? spec.serviceAccount ?? SPEC.serviceAccountName;
  const names = { serviceAccountName: account, serviceAccount: account };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    ...written,
    metadata: { ...written.metadata },
    spec: { ...SPEC, ...spec, ...names, ...Object.fromEntries(lists) },
  } as Pod;
}

/** Values that are not written where the field has them, for the server cannot tell them from nothing. */
const ZEROS: Fields = { hostNetwork: false, hostPID: false, hostIPC: false, readOnly: false, hostPort: 0 };

/** Maps that are not written when they are empty. */
const MAPS: readonly string[] = ['annotations', 'labels', 'nodeSelector'];

function asWritten(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => asWritten(item, name));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key, item]) => isWritten(item, key, name));
  return Object.fromEntries(entries.map(([key, item]) => [key, asWritten(item, key)]));
}

function isWritten(value: unknown, key: string, parent: string): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return !MAPS.includes(key) || Object.keys(value).length > 0;
  if (parent === 'seLinuxOptions') return value !== '';
  return MAPS.includes(parent) || !(Object.hasOwn(ZEROS, key) && ZEROS[key] === value);
}

function container(item: unknown): unknown {
  if (!isObject(item)) return item;
  const ports = Array.isArray(item.ports) ? { ports: item.ports.map(port) } : {};
  return { ...CONTAINER, imagePullPolicy: pullPolicy(item.image), ...item, ...ports };
}

function port(item: unknown): unknown {
  return isObject(item) ? { protocol: 'TCP', ...item } : item;
}

function pullPolicy(image: unknown): string {
  const name = typeof image === 'string' ? image.slice(image.lastIndexOf('/') + 1) : '';
  const isLatest = !name.includes('@') && (!name.includes(':') || name.endsWith(':latest'));
  return isLatest ? 'Always' : 'IfNotPresent';
}

/** A changed pod without what the server alone has put in: what was given, and what policies did to it. */
export function withoutServerDefaults(given: unknown, defaulted: unknown, changed: unknown): unknown {
  if (Array.isArray(changed) && Array.isArray(defaulted)) {
    const [before, standard]: readonly (readonly unknown[])[] = [Array.isArray(given) ? given : [], defaulted];
    return changed.map((item, index) => {
      const mate = mateOf(item, index);
      return withoutServerDefaults(before?.find(mate), standard?.find(mate), item);
    });
  }
  if (!isObject(changed) || !isObject(defaulted)) return changed;
  const own = isObject(given) ? given : {};
  return Object.fromEntries(
    Object.entries(changed)
      .filter(([key, value]) => key in own || !isSame(value, defaulted[key]))
      .map(([key, value]) => [key, withoutServerDefaults(own[key], defaulted[key], value)]),
  );
}

/** Items with names are the same by their names, wherever they stand by now. */
function mateOf(item: unknown, index: number): (other: unknown, at: number) => boolean {
  if (!isObject(item) || item.name === undefined) return (_other, at) => at === index;
  return (other) => isObject(other) && other.name === item.name;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
