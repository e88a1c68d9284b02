import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withMode } from '../../lib/container-policy/language/edit';
import { readPolicies } from '../../lib/container-policy/language/read';
import { toYaml } from '../../lib/container-policy/language/write';
import { policy } from './arbitrary';

describe('a policy as YAML', { timeout: 30_000 }, () => {
  it('is read again as the same policy', () => {
    fc.assert(
      fc.property(policy, (given) => {
        const { policies, diagnostics } = readPolicies(toYaml(given));
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(policies).toEqual([given]);
      }),
      { numRuns: 100 },
    );
  });
});

const TEXT = `# Who wrote this, and why.
apiVersion: container-security/v1
kind: ContainerPolicy
metadata: { name: web }  # the front
spec:
  # First record.
  mode: audit   # then enforce
  shells: none
---
apiVersion: container-security/v1
kind: ContainerPolicy
metadata:
  name: db
spec: { ports: none } # nothing else
---
apiVersion: container-security/v1
kind: ContainerPolicy
metadata: { name: api }
spec:
  # Nobody knows.
  shells: any
---
apiVersion: container-security/v1
kind: ContainerPolicy
metadata: { name: empty }
spec: {} # all as it is
`;

describe('another mode in a text', () => {
  it('changes one word, and no comment', () => {
    expect(withMode(TEXT, 'enforce', 'web')).toBe(TEXT.replace('mode: audit ', 'mode: enforce '));
  });

  it('is put where none was, in both ways of writing', () => {
    const changed = withMode(TEXT, 'enforce');
    expect(readPolicies(changed).policies.map(({ mode }) => mode)).toEqual([
      'enforce',
      'enforce',
      'enforce',
      'enforce',
    ]);
    for (const comment of TEXT.match(/#.*/g) ?? []) expect(changed).toContain(comment);
    expect(withMode(changed, 'enforce')).toBe(changed);
  });

  it('is refused for a text that is no policy', () => {
    expect(() => withMode('kind: Deployment\n', 'enforce')).toThrow('POLICY1002');
  });
});
