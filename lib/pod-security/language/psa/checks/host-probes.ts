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

function collect(handler: Handler | undefined, of: ContainerView, path: string, found: Host[]): void {
  if (!handler) return;
  const { httpGet, tcpSocket } = handler;
  if (httpGet?.host) found.push(hostOf(httpGet.host, of, `${path}.httpGet`));
  if (tcpSocket?.host) found.push(hostOf(tcpSocket.host, of, `${path}.tcpSocket`));
}

const hostOf = (host: string, of: ContainerView, path: string): Host => ({
  container: of.name,
  host,
  field: `${containerPath(of)}.${path}.host`,
});

const run: CheckPod = (pod) => {
  const found: Host[] = [];
  for (const container of pod.containers) {
    collect(container.livenessProbe, container, 'livenessProbe', found);
    collect(container.readinessProbe, container, 'readinessProbe', found);
    collect(container.startupProbe, container, 'startupProbe', found);
    const lifecycle = container.lifecycle as Lifecycle | undefined;
    if (!lifecycle) continue;
    collect(lifecycle.postStart, container, 'lifecycle.postStart', found);
    collect(lifecycle.preStop, container, 'lifecycle.preStop', found);
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
