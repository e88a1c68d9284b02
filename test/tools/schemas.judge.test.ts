import { spawnSync } from 'node:child_process';
import { describe, expect, it, type TestContext } from 'vitest';
import { requireTool, schemaLocation } from './find';

/** Exit code and words of kubeconform for one object. */
function kubeconform(context: TestContext, minor: string, object: unknown): { code: number | null; said: string } {
  requireTool(context, `schemas-${minor}`);
  const program = requireTool(context, 'kubeconform');
  const { status, stdout, stderr } = spawnSync(program, ['-strict', '-schema-location', schemaLocation(minor), '-'], {
    input: JSON.stringify(object),
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

const pod = (container: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image: 'example.com/web:1', ...container }] },
});

const podSecurityPolicy = {
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name: 'restricted' },
  spec: Object.fromEntries(
    ['seLinux', 'runAsUser', 'fsGroup', 'supplementalGroups'].map((field) => [field, { rule: 'RunAsAny' }]),
  ),
};

describe.each(['1.24', '1.34', '1.36'])('kubeconform with the schemas of Kubernetes %s', (minor) => {
  it('accepts a pod', (context) => {
    const container = { ports: [{ containerPort: 80 }], resources: { limits: { cpu: 1, memory: '1Gi' } }, env: null };
    expect(kubeconform(context, minor, pod(container))).toEqual({ code: 0, said: '' });
  });

  it.for([
    [{ imag: 'x' }, 'imag'],
    [{ ports: [{ containerPort: '80' }] }, 'containerPort'],
    [{ securityContext: { capabilities: { drop: 'ALL' } } }, 'drop'],
  ] as const)('refuses %j and names the place', ([container, word], context) => {
    const { code, said } = kubeconform(context, minor, pod(container));
    expect(code).toBe(1);
    expect(said).toContain(word);
  });

  it('knows the kinds of that version alone', (context) => {
    expect(kubeconform(context, minor, podSecurityPolicy).code).toBe(minor === '1.24' ? 0 : 1);
  });
});
