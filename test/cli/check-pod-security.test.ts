import { describe, expect, it } from 'vitest';
import { defaultingObjects } from '../../lib/pod-security/language/admission/defaulting/objects';
import { literalsOf } from '../../lib/pod-security/language/admission/literals';
import { admissionObjects } from '../../lib/pod-security/language/admission/objects';
import { call } from './fake-io';
import { folderWith } from './folder';

const ANY = { rule: 'RunAsAny' };

const cwd = folderWith({
  'good.yaml': `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata:
  name: web
  annotations:
    seccomp.security.alpha.kubernetes.io/allowedProfileNames: 'docker/default,runtime/default'
spec:
  seLinux: { rule: RunAsAny }
  runAsUser: { rule: MustRunAsNonRoot }
  supplementalGroups: { rule: RunAsAny }
  fsGroup: { rule: RunAsAny }
`,
  'bad.yaml': `apiVersion: v1
kind: List
items:
  - apiVersion: policy/v1beta1
    kind: PodSecurityPolicy
    metadata:
      name: Web
      annotations:
        apparmor.security.beta.kubernetes.io/defaultProfileName: web
    spec:
      privileged: "yes"
      seLinux: { rule: RunAsAny }
      runAsUser: { rule: MustRunAs, ranges: [{ min: 2, max: 1 }] }
      supplementalGroups: { rule: RunAsAny }
  - apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
      labels:
        pod-security.kubernetes.io/enforce: hardened
`,
  'admission/policy.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: own }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  variables: [{ name: privileged, expression: "object.spec.containers.exists(c, c.?securityContext.?privileged.orValue(false))" }]
  validations:
    - expression: '!variables.privileged'
      messageExpression: hasNoSuchFunction(1)
    - expression: |
        !variables.privileged && has(object.spec.hostNetwork) == false
    - expression: size(object.spec.containers)
    - expression: |
        !variables.privileged &&
        has(variables) &&& true
`,
  'pod.json': '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"b","image":3}]}}',
});
const check = (...args: string[]) => call(['check', 'pod-security', ...args], { cwd });

describe('check pod-security', () => {
  it('accepts what the API server takes, and names the policies', async () => {
    const { stdout, exitCode } = await check('-v', 'good.yaml');
    expect(stdout).toContain('good.yaml');
    expect(stdout).toContain('policy web');
    expect(exitCode).toBe(0);
  });

  it('says where each fault is, in the words of the manifest', async () => {
    const { stdout, exitCode } = await check('--json', 'bad.yaml');
    const { diagnostics } = JSON.parse(stdout) as {
      readonly diagnostics: readonly { readonly line: number; readonly code: string; readonly message: string }[];
    };
    expect(diagnostics.map(({ line, code, message }) => `${line} ${code} ${message}`)).toEqual([
      '7 PODSECURITY1061 the policy has the name "Web", which is no DNS name',
      '9 PODSECURITY1001 "metadata.annotations[apparmor.security.beta.kubernetes.io/defaultProfileName]" must be "runtime/default", "unconfined", or "localhost/" and the name of a profile, not the string "web"',
      '10 PODSECURITY1001 "spec.fsGroup" is missing: it must be an object',
      '11 PODSECURITY1001 "spec.privileged" must be a boolean, not the string "yes"',
      '13 PODSECURITY1002 "spec.runAsUser.ranges[0]" begins with 2 and ends with 1',
      '20 PODSECURITY1080 metadata.labels[pod-security.kubernetes.io/enforce] is "hardened", which is no level of the Pod Security Standards',
    ]);
    expect(exitCode).toBe(1);
  });

  it('says where expressions of admission policies are wrong, also inside blocks of text', async () => {
    const { stdout, exitCode } = await check('--json', 'admission/policy.yaml');
    const { diagnostics } = JSON.parse(stdout) as {
      readonly diagnostics: readonly Record<string, unknown>[];
    };
    expect(diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      '9:26 there is no function "hasNoSuchFunction"',
      '12:19 "spec.validations[2].expression" must give bool, and gives int',
      '15:26 "&" means nothing here',
    ]);
    expect(exitCode).toBe(1);
  });

  it('has nothing against the admission policies that this program makes', async () => {
    const policy = { volumes: ['*'], seLinux: ANY, runAsUser: ANY, supplementalGroups: ANY, fsGroup: ANY };
    const named = { name: 'web', spec: policy, profiles: {} };
    const literals = [literalsOf(named, 'refuse')];
    const options = { name: 'web', mode: 'enforce', constant: true } as const;
    const items = [...admissionObjects(literals, options), ...defaultingObjects(literals, options)];
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const { stdout, exitCode } = await call(['check', 'pod-security', '--json', '-'], { stdin });
    expect(JSON.parse(stdout)).toMatchObject({ accepted: true, diagnostics: [] });
    expect([items.length, exitCode]).toEqual([4, 0]);
  });

  it('reads all YAML and JSON of a folder, and looks at pods as well', async () => {
    const { stdout, exitCode } = await check('.');
    expect(stdout).toContain(
      'pod.json:1:99 (spec.containers[0].image): error: "spec.containers[0].image" must be a string',
    );
    expect(stdout).toContain('bad.yaml:11:19');
    expect(exitCode).toBe(1);
  });
});
