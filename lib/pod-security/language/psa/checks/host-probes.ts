import type { Check, CheckPod } from '../check';
import { type ContainerView, containerPath } from '../view';
import { listed, plural, quoted } from '../words';

/** What a probe or a handler asks. */
interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

interface Lifecycle {
  readonly postStart?: Handler;
  readonly preStop?: Handler;
}

interface Host {
  readonly container: string;
  readonly host: string;
  readonly field: string;
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const EVENTS = ['postStart', 'preStop'] as const;
const ACTIONS = ['httpGet', 'tcpSocket'] as const;

function collect(handler: Handler | undefined, of: ContainerView, path: string, found: Host[]): void {
  if (!handler) return;
  for (const action of ACTIONS) {
    const host = handler[action]?.host;
    if (host) found.push({ container: of.name, host, field: `${containerPath(of)}.${path}.${action}.host` });
  }
}

const run: CheckPod = (pod) => {
  const found: Host[] = [];
  for (const each of pod.containers) {
    for (const probe of PROBES) collect(each.container[probe], each, probe, found);
    const lifecycle = each.container.lifecycle as Lifecycle | undefined;
    if (lifecycle) for (const event of EVENTS) collect(lifecycle[event], each, `lifecycle.${event}`, found);
  }
  if (found.length === 0) return undefined;
  const names = listed(found.map(({ container }) => container));
  const hosts = listed(found.map(({ host }) => host));
  const uses = `${plural('uses', names.length, 'use')} ${plural('probe or lifecycle host', hosts.length)}`;
  return {
    reason: 'probe or lifecycle host',
    detail: `${plural('container', names.length)} ${quoted(names)} ${uses} ${quoted(hosts)}`,
    fields: found.map(({ field }) => field),
  };
};

/** A probe of another host makes the kubelet ask whomever the pod names. */
export const hostProbesAndHostLifecycle: Check = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  forms: [{ since: 34, run }],
};
