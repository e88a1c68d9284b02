import { describe, expect, it } from 'vitest';
import { applyConfiguration } from '../../../../../lib/pod-security/language/admission/evaluate/merge';

const containers = (...names: readonly string[]) => names.map((name) => ({ name }));

describe('an apply configuration', () => {
  it('is merged into containers of the same name, and adds others', () => {
    const pod = {
      spec: {
        containers: [
          { name: 'a', image: 'i' },
          { name: 'b', image: 'i' },
        ],
      },
    };
    const configuration = {
      spec: {
        containers: [
          { name: 'b', securityContext: { privileged: false } },
          { name: 'c', image: 'k' },
        ],
      },
    };
    expect(applyConfiguration(pod, configuration)).toEqual({
      spec: {
        containers: [
          { name: 'a', image: 'i' },
          { name: 'b', image: 'i', securityContext: { privileged: false } },
          { name: 'c', image: 'k' },
        ],
      },
    });
  });

  it.each([
    [
      ['a', 'b', 'x'],
      ['b', 'a'],
      ['b', 'x', 'a'],
    ],
    [
      ['a', 'b'],
      ['c', 'b'],
      ['a', 'c', 'b'],
    ],
    [['a', 'b'], ['c'], ['a', 'b', 'c']],
    [
      ['a', 'b', 'c'],
      ['c', 'd', 'a'],
      ['b', 'c', 'd', 'a'],
    ],
  ])('of the containers %j with %j makes the order of the server', (live, applied, order) => {
    const merged = applyConfiguration(
      { spec: { containers: containers(...live) } },
      { spec: { containers: containers(...applied) } },
    );
    expect(merged).toEqual({ spec: { containers: containers(...order) } });
  });

  it('takes a port without a protocol for one of TCP', () => {
    const port = (fields: object) => ({
      spec: { containers: [{ name: 'a', ports: [{ containerPort: 1, ...fields }] }] },
    });
    expect(applyConfiguration(port({ protocol: 'TCP' }), port({ hostPort: 2 }))).toEqual(
      port({ protocol: 'TCP', hostPort: 2 }),
    );
  });

  it.each([
    [{ spec: { tolerations: [] } }, '.spec.tolerations'],
    [{ spec: { nodeSelector: { a: 'b' } } }, '.spec.nodeSelector'],
    [
      { spec: { containers: [{ name: 'a', securityContext: { capabilities: { drop: ['ALL'] } } }] } },
      '.spec.containers[0].securityContext.capabilities.drop',
    ],
  ])('%j is refused, as it would replace what it does not say', (configuration, path) => {
    expect(() => applyConfiguration({}, configuration)).toThrow(
      `may not mutate atomic arrays, maps or structs: ${path}`,
    );
  });
});
