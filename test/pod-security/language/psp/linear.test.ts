import { expect, it } from 'vitest';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import { evaluatePolicies } from '../../../../lib/pod-security/language/psp/evaluate';
import { policy } from '../../permissive';
import { pod, request } from './policies';

/** A value that counts how often something is read in it. */
function counted<T>(value: T, count: () => void): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      count();
      return counted(Reflect.get(target, key, receiver), count);
    },
  });
}

const items = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));

/** Everything in it comes as often as is said. */
function large(size: number): Pod {
  return pod(
    {},
    {
      securityContext: {
        supplementalGroups: items(size, (index) => index),
        sysctls: items(size, (index) => ({ name: `kernel.${index}` })),
      },
      volumes: items(size, (index) => ({ name: `v${index}`, hostPath: { path: `/var/${index}` } })),
      containers: items(size, (index) => ({
        name: `c${index}`,
        volumeMounts: [{ name: `v${index}` }],
        ports: [{ hostPort: index }],
        securityContext: { capabilities: { add: ['KILL', 'CHOWN'], drop: ['MKNOD'] } },
      })),
    },
  );
}

/** Refuses in every field. */
const strict = (name: string) =>
  policy(
    name,
    {
      privileged: false,
      allowedCapabilities: [],
      requiredDropCapabilities: ['ALL'],
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      allowedHostPaths: [{ pathPrefix: '/var', readOnly: true }],
      allowedUnsafeSysctls: [],
      hostPorts: [],
      supplementalGroups: { rule: 'MustRunAs', ranges: [{ min: 1, max: 1 }] },
      runAsUser: { rule: 'MustRunAs', ranges: [{ min: 1, max: 1 }] },
      seLinux: { rule: 'MustRunAs', seLinuxOptions: { level: 's0:c1,c2' } },
    },
    { seccompAllowedProfiles: ['runtime/default'], appArmorAllowedProfiles: ['runtime/default'] },
  );

function reads(size: number, policies: number): number {
  let count = 0;
  const asked = counted(large(size), () => {
    count += 1;
  });
  const all = items(policies, (index) => strict(`p${index}`));
  const { reasons } = evaluatePolicies(request(asked), all, () => true);
  expect(reasons.length).toBeGreaterThan(size * policies);
  return count;
}

it.each([
  ['containers, volumes and groups', (times: number) => reads(40 * times, 2)],
  ['policies', (times: number) => reads(5, 10 * times)],
])('a pod is read twice as often with twice as many %s, not more', (_, readsOf) => {
  const [once, twice] = [readsOf(1), readsOf(2)];
  expect(twice / once).toBeGreaterThan(1.8);
  expect(twice / once).toBeLessThan(2.1);
});
