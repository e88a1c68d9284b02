import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KUBERNETES_VERSIONS } from '../../../../lib/kubernetes/versions';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import { CHECKS } from '../../../../lib/pod-security/language/psa/checks-table';
import { evaluateLevel, violation } from '../../../../lib/pod-security/language/psa/evaluate';
import { psaPod } from '../../arbitrary-psa-pod';

const podOf = (spec: Pod['spec'], annotations: Readonly<Record<string, string>> = {}): Pod => ({
  metadata: { name: 'web', annotations },
  spec,
});

const fieldsOf = (pod: Pod, minor = '1.36'): readonly string[] =>
  evaluateLevel(pod, 'restricted', minor).reasons.flatMap(({ field, otherFields = [] }) => [field, ...otherFields]);

describe('a level of the Pod Security Standards', () => {
  const privileged = podOf({
    containers: [{ name: 'a', securityContext: { privileged: true } }, { name: 'b' }],
    initContainers: [{ name: 'c', securityContext: { privileged: true } }],
  });

  it('refuses with the check, the words of the server and every field', () => {
    expect(evaluateLevel(privileged, 'baseline', '1.36')).toEqual({
      allowed: false,
      reasons: [
        {
          check: 'privileged',
          field: 'spec.initContainers[0].securityContext.privileged',
          otherFields: ['spec.containers[0].securityContext.privileged'],
          message: 'privileged (containers "c", "a" must not set securityContext.privileged=true)',
        },
      ],
    });
  });

  it('lets every pod in at the level privileged', () => {
    expect(evaluateLevel(privileged, 'privileged', '1.24')).toEqual({ allowed: true, reasons: [] });
  });

  it('takes the fields of a pod in any order, with fields that it does not know', () => {
    const otherwise = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(otherwise);
      if (typeof value !== 'object' || value === null) return value;
      const pairs = Object.entries(value).map(([key, each]) => [key, otherwise(each)] as const);
      return Object.fromEntries([['constructor', {}], ['security', { privileged: true }], ...pairs.reverse()]);
    };
    fc.assert(
      fc.property(psaPod, (pod) => {
        const { spec, ...rest } = pod;
        const other = { ...rest, spec: otherwise(spec) as Pod['spec'] };
        expect(evaluateLevel(other, 'restricted', '1.36')).toEqual(evaluateLevel(pod, 'restricted', '1.36'));
      }),
    );
  });

  it('says all reasons in one sentence', () => {
    const pod = podOf({ hostNetwork: true, hostPID: true, containers: [{ name: 'a', ports: [{ hostPort: 80 }] }] });
    expect(violation('baseline', 'latest', evaluateLevel(pod, 'baseline', 'latest'))).toBe(
      'violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true, hostPID=true), ' +
        'hostPort (container "a" uses hostPort 80)',
    );
  });

  it('takes a version with and without its v, and a later one for the newest that is known', () => {
    const sysctl = { name: 'net.ipv4.tcp_notsent_lowat', value: '1' };
    const pod = podOf({ containers: [{ name: 'a' }], securityContext: { sysctls: [sysctl] } });
    const allowed = (version: string): boolean => evaluateLevel(pod, 'baseline', version).allowed;
    expect(['1.36', 'v1.36', '1.37', 'v1.37', '1.99', 'latest'].map(allowed)).toEqual([
      ...[false, false],
      ...[true, true, true, true],
    ]);
    for (const wrong of ['', '1', '2.0', '1.36.3', 'newest', '1.036']) expect(() => allowed(wrong)).toThrow(RangeError);
  });

  it('names the fields that are missing too, and annotations', () => {
    const pod = podOf(
      { containers: [{ name: 'a' }], volumes: [{ name: 'v', hostPath: { path: '/' } }, { name: 'w' }] },
      { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' },
    );
    expect(fieldsOf(pod)).toEqual([
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/a]',
      'spec.containers[0].securityContext.allowPrivilegeEscalation',
      'spec.containers[0].securityContext.capabilities.drop',
      'spec.volumes[0].hostPath',
      'spec.volumes[1]',
      'spec.containers[0].securityContext.runAsNonRoot',
      'spec.containers[0].securityContext.seccompProfile.type',
    ]);
  });

  it('gives each reason a field, and fields of containers and volumes that are there', () => {
    const at = (pod: Pod, list: string): number => {
      const items: unknown = Object.entries(pod.spec).find(([key]) => key === list)?.[1];
      return Array.isArray(items) ? items.length : 0;
    };
    fc.assert(
      fc.property(psaPod, fc.constantFrom(...KUBERNETES_VERSIONS), (pod, minor) => {
        for (const field of fieldsOf(pod, minor)) {
          expect(field).toMatch(/^(spec\.|metadata\.annotations\[.+\]$)/);
          const [, list = '', index] = /^spec\.(\w+)\[(\d+)\]/.exec(field) ?? [];
          if (index !== undefined) expect(Number(index)).toBeLessThan(at(pod, list));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has its checks in the order of the server: the baseline first, by name', () => {
    const names = (level: string): readonly string[] =>
      CHECKS.filter((check) => check.level === level).map(({ id }) => id);
    const inOrder = (ids: readonly string[]): readonly string[] => [...ids].sort();
    expect(CHECKS.map(({ id }) => id)).toEqual([...inOrder(names('baseline')), ...inOrder(names('restricted'))]);
  });
});
