import { describe, expect, it } from 'vitest';
import { arrivingPod } from '../../../../lib/pod-security/language/pod/arriving';
import type { Container, PodSpec } from '../../../../lib/pod-security/language/pod/model';

const MAIN: Container = { name: 'main' };
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const arriving = (spec: PodSpec): PodSpec => arrivingPod({ spec: { containers: [MAIN], ...spec } }).spec;
const bare = { automountServiceAccountToken: false };

describe('a pod that reaches admission', () => {
  it('has a service account', () => {
    expect(arriving(bare).serviceAccountName).toBe('default');
    expect(arriving({ ...bare, serviceAccount: 'old' }).serviceAccountName).toBe('old');
    expect(arriving({ ...bare, serviceAccountName: 'web', serviceAccount: 'old' }).serviceAccountName).toBe('web');
  });

  it('takes its ports on the node when it is on its network', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 82 }];
    const containers = [{ name: 'main', ports }];
    const portsOf = (spec: PodSpec) => arriving({ ...bare, ...spec }).containers?.[0]?.ports;
    expect(portsOf({ containers, hostNetwork: true })?.map(({ hostPort }) => hostPort)).toEqual([80, 82]);
    expect(portsOf({ containers })).toEqual(ports);
  });

  it('mounts the token of its service account', () => {
    const { volumes, containers, initContainers } = arriving({ initContainers: [{ name: 'init' }] });
    expect(volumes?.map(({ name }) => name)).toEqual(['kube-api-access-00000']);
    const mount = { name: 'kube-api-access-00000', readOnly: true, mountPath: TOKEN_PATH };
    expect([...(initContainers ?? []), ...(containers ?? [])].map(({ volumeMounts }) => volumeMounts)).toEqual([
      [mount],
      [mount],
    ]);
  });

  it('mounts none where it says so, or has something else there', () => {
    expect(arriving(bare).volumes).toBeUndefined();
    const own = { name: 'main', volumeMounts: [{ name: 'own', mountPath: TOKEN_PATH }] };
    expect(arriving({ containers: [own] }).volumes).toBeUndefined();
    expect(arriving({ containers: [own, { name: 'other' }] }).volumes).toHaveLength(1);
  });

  it('is itself when it arrives again', () => {
    const once = arrivingPod({ spec: { hostNetwork: true, containers: [MAIN], volumes: [{ name: 'a' }] } });
    expect(once.spec.volumes?.[0]).toEqual({ name: 'a', emptyDir: {} });
    expect(arrivingPod(once)).toEqual(once);
  });
});
