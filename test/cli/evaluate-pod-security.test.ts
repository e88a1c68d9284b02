import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ODD_POD } from '../pod-security/language/read/odd-pod';
import { call, type FakeIo } from './fake-io';
import { folderWith } from './folder';

const container = 'containers: [{ name: main, image: x }]';
const psp = (name: string, more: string): string => `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: ${name} }
spec:
  volumes: ['*']
  seLinux: { rule: RunAsAny }
  supplementalGroups: { rule: RunAsAny }
  fsGroup: { rule: RunAsAny }
  ${more}
---
`;
const rights = (policy: string, subject: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: use-${policy} }
rules: [{ apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use], resourceNames: [${policy}] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: use-${policy} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: use-${policy} }
subjects: [${subject}]
---
`;

const cwd = folderWith({
  'pods/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    spec:
      hostNetwork: true
      ${container}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
`,
  'pods/db.json':
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"db"},"spec":{"containers":[{"name":"main","image":"x"}]}}',
  'pods/notes.txt': 'no manifest',
  'cron.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: { spec: { ${container} } } } } }
`,
  'policies.yaml': psp('nonroot', 'runAsUser: { rule: MustRunAsNonRoot }'),
  'closed.yaml': psp('closed', 'runAsUser: { rule: MustRunAsNonRoot }').replace("['*']", '[configMap, projected]'),
  'two.yaml': psp('a', 'runAsUser: { rule: RunAsAny }') + psp('b', 'runAsUser: { rule: MustRunAsNonRoot }'),
  'rights.yaml':
    rights('b', '{ kind: ServiceAccount, name: default, namespace: default }') +
    rights('a', '{ kind: User, name: jane }'),
  'namespace.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn: restricted } }
`,
  'own.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: team }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations: [{ expression: has(object.metadata.labels) && 'team' in object.metadata.labels, message: the label team must be there }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: team }
spec: { policyName: team, validationActions: [Deny] }
`,
  'raw.json': JSON.stringify({
    kind: 'PodList',
    apiVersion: 'v1',
    items: ['a', 'b'].map((name) => ({ metadata: { name }, spec: { containers: [{ name: 'main', image: 'x' }] } })),
  }),
  'odd-fields.json': JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'odd' }, ...ODD_POD }),
  'old.yaml': psp('nonroot', 'runAsUser: { rule: MustRunAsNonRoot }').replace('policy/', 'extensions/'),
  'proc.yaml': psp('proc', 'runAsUser: { rule: RunAsAny }\n  allowedProcMountTypes: [Default, Unmasked]'),
  'lost.yaml': rights('a', '{ kind: User, name: jane }').replace('name: use-a }\nsubjects', 'name: other }\nsubjects'),
  'typed.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: typed }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations: [{ expression: '1 + 1' }]
`,
  'sts.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template: { spec: { ${container} } }
  volumeClaimTemplates: [{ metadata: { name: data } }]
`,
  'open.yaml': psp('open', 'runAsUser: { rule: MustRunAsNonRoot }'),
  'seccomp.yaml': psp('seccomp', 'runAsUser: { rule: RunAsAny }').replace(
    'name: seccomp }',
    "name: seccomp, annotations: { seccomp.security.alpha.kubernetes.io/defaultProfileName: runtime/default, seccomp.security.alpha.kubernetes.io/allowedProfileNames: '*' } }",
  ),
  'windows.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: win }\nspec: { os: { name: windows }, ${container} }\n`,
  'later.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: { name: later }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  mutations: [{ patchType: ApplyConfiguration, applyConfiguration: { expression: later() } }]
`,
  'broken.yaml': 'a: b: c\n',
  'odd.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: odd }\nspec:\n  hostPID: "no"\n  containers: [{ name: main }]\n',
});

const evaluate = (line: string, fake: FakeIo = {}) =>
  call(['evaluate', 'pod-security', ...line.split(' ')], { cwd, ...fake });
const rows = (stdout: string): readonly Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const verdicts = (stdout: string): readonly string[] =>
  rows(stdout).map(({ name, allowed, policy }) => `${name} ${allowed ? 'allowed' : 'denied'} ${policy ?? '-'}`);

// The first load may take longer than a test.
beforeAll(() => import('../../lib/cli/evaluate-pod-security-run.js'), 60_000);

describe('evaluate pod-security', () => {
  it('says what a level refuses: the field, where it stands, and why', async () => {
    const { stdout, stderr, exitCode } = await evaluate('--level baseline pods');
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: [
        'allowed: Pod default/db (pods/db.json)',
        'denied: Deployment shop/web (pods/web.yaml)',
        '  pods/web.yaml:7:20: spec.template.spec.hostNetwork: host namespaces (hostNetwork=true)',
        '',
      ].join('\n'),
      stderr: '',
      exitCode: 1,
    });
  });

  it('answers programs with one object for each pod and workload, whose keys are always there', async () => {
    const { stdout } = await evaluate('--level baseline --json pods');
    expect(rows(stdout)).toEqual([
      {
        file: 'pods/db.json',
        name: 'db',
        kind: 'Pod',
        namespace: 'default',
        allowed: true,
        reasons: [],
        policy: null,
        mutated: null,
        warnings: [],
      },
      expect.objectContaining({
        file: 'pods/web.yaml',
        name: 'web',
        allowed: false,
        reasons: [
          {
            field: 'spec.template.spec.hostNetwork',
            message: 'host namespaces (hostNetwork=true)',
            check: 'hostNamespaces',
            line: 7,
            column: 20,
          },
        ],
      }),
    ]);
  });

  it('says what a policy sets, in the place where it would stand, and gives the changed object to programs', async () => {
    const { stdout, stderr, exitCode } = await evaluate('--policies policies.yaml --target kubernetes=1.24 cron.yaml');
    const at = 'spec.jobTemplate.spec.template.spec.containers[0].securityContext';
    expect(stdout).toBe(
      `allowed: CronJob default/report (cron.yaml), by the policy nonroot\n  sets ${at}.runAsNonRoot = true\n`,
    );
    expect(stderr).toContain('everybody may use every policy here [PODSECURITY1065]');
    expect(exitCode).toBe(0);
    const json = await evaluate('--policies policies.yaml --target kubernetes=1.24 --json cron.yaml');
    expect(rows(json.stdout)[0]?.mutated).toEqual({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'report' },
      spec: {
        schedule: '0 0 * * *',
        jobTemplate: {
          spec: {
            template: {
              metadata: { annotations: { 'kubernetes.io/psp': 'nonroot' } },
              spec: { containers: [{ name: 'main', image: 'x', securityContext: { runAsNonRoot: true } }] },
            },
          },
        },
      },
    });
  });

  it('asks the roles and bindings in the files who may use which policy', async () => {
    const base = '--policies two.yaml --policies rights.yaml --target kubernetes=1.24 --json';
    expect(verdicts((await evaluate(`${base} pods/db.json cron.yaml`)).stdout)).toEqual([
      'db allowed b',
      'report allowed b',
    ]);
    // Controllers create the pods of workloads: what a user may do counts for pods that stand alone.
    expect(verdicts((await evaluate(`${base} --user jane pods/db.json cron.yaml`)).stdout)).toEqual([
      'db allowed a',
      'report allowed b',
    ]);
    const other = await evaluate(`${base} --namespace shop pods/db.json`);
    expect(verdicts(other.stdout)).toEqual(['db denied -']);
    expect(rows(other.stdout)[0]?.reasons).toEqual([
      expect.objectContaining({ field: '', message: expect.stringContaining('may be used by whoever creates it') }),
    ]);
  });

  it('takes policies that stand among the pods, on standard input too', async () => {
    const stdin = ['policies.yaml', 'cron.yaml'].map((name) => readText(name)).join('---\n');
    const { stdout } = await evaluate('--target kubernetes=1.24 --json -', { stdin });
    expect(verdicts(stdout)).toEqual(['report allowed nonroot']);
  });

  it('honours what namespaces in the files enforce, unless a level is given for all', async () => {
    const labels = await evaluate('--json namespace.yaml pods');
    expect(verdicts(labels.stdout)).toEqual(['db allowed -', 'web denied -']);
    const level = await evaluate('--level privileged --json namespace.yaml pods');
    expect(verdicts(level.stdout)).toEqual(['db allowed -', 'web allowed -']);
  });

  it('warns as a namespace does', async () => {
    const { stdout } = await evaluate('--namespace shop --json namespace.yaml pods/db.json');
    expect(rows(stdout)[0]).toMatchObject({ allowed: true, warnings: [expect.stringContaining('restricted:latest')] });
  });

  it('asks both where there are policies and a level', async () => {
    const both = '--policies policies.yaml --target kubernetes=1.24 --json pods/db.json --level';
    expect(verdicts((await evaluate(`${both} baseline`)).stdout)).toEqual(['db allowed nonroot']);
    const { stdout } = await evaluate(`${both} restricted`);
    expect(verdicts(stdout)).toEqual(['db denied nonroot']);
    // The level looks at the pod as the policy left it: runAsNonRoot is set by then.
    expect(JSON.stringify(rows(stdout)[0]?.reasons)).not.toContain('runAsNonRoot');
  });

  it('takes the level that says the same where a cluster has neither policies nor what replaced them', async () => {
    const { stdout, stderr } = await evaluate('--policies closed.yaml --target kubernetes=1.27 --json pods');
    expect(verdicts(stdout)).toEqual(['db allowed -', 'web denied -']);
    expect(stderr).toContain('note: Kubernetes 1.27 has levels in place of policies');
    expect(stderr).toContain('"baseline" is the one that refuses no pod that one of them lets in');
    expect(stderr).toContain('"runAsUser" is not enforced by Kubernetes 1.27');
  });

  it.each([
    ['1.34', 'denied', 'Kubernetes 1.30 to 1.35 set nothing: pods must say it'],
    ['1.36', 'allowed', 'from 1.36 on it is set'],
  ])(
    'takes the admission policies that are made of policies at %s: %s, for %s',
    { timeout: 30_000 },
    async (version, verdict) => {
      const line = `--policies closed.yaml --target kubernetes=${version} --json pods/db.json`;
      const { stdout, exitCode } = await evaluate(line);
      const [row] = rows(stdout);
      expect(row?.allowed).toBe(verdict === 'allowed');
      expect(exitCode).toBe(verdict === 'allowed' ? 0 : 1);
      const at = 'spec.containers[0].securityContext';
      if (verdict === 'allowed') expect(JSON.stringify(row?.mutated)).toContain('"runAsNonRoot":true');
      else expect(JSON.stringify(row?.reasons)).toContain(at);
    },
  );

  it('evaluates admission policies of others as they are, where the version has them', async () => {
    const own = await evaluate('--policies own.yaml --json pods/db.json cron.yaml');
    expect(verdicts(own.stdout)).toEqual(['db denied -', 'report denied -']);
    expect(JSON.stringify(rows(own.stdout)[0]?.reasons)).toContain('the label team must be there');
    const old = await evaluate('--policies own.yaml --target kubernetes=1.28 --level baseline --json pods/db.json');
    expect(verdicts(old.stdout)).toEqual(['db allowed -']);
    expect(old.stderr).toContain(
      'the ValidatingAdmissionPolicy "team" counts for nothing: Kubernetes 1.28 does not have it',
    );
  });

  it('says what it cannot read, ends with 2, and answers for all else', async () => {
    const { stdout, stderr, exitCode } = await evaluate(
      '--level baseline --json broken.yaml missing.yaml odd.yaml pods/db.json',
    );
    expect(stderr).toContain('broken.yaml:1:5: error: no YAML: ');
    expect(stderr).toContain('missing.yaml: error: cannot read this');
    expect(stderr).toContain(
      'odd.yaml:5:12 (spec.hostPID): error: "spec.hostPID" must be a boolean, not the string "no"',
    );
    expect(verdicts(stdout)).toEqual(['odd denied -', 'db allowed -']);
    expect(exitCode).toBe(2);
  });

  it('reads what the API gives: a list whose items do not say that they are pods', async () => {
    const { stdout, exitCode } = await evaluate('--level baseline --json raw.json');
    expect(verdicts(stdout)).toEqual(['a allowed -', 'b allowed -']);
    expect(exitCode).toBe(0);
  });

  it('says which fields the server drops, and answers for what is left', async () => {
    const { stdout, stderr, exitCode } = await evaluate('--level baseline --target kubernetes=1.35 odd-fields.json');
    expect(stderr).toContain(
      '"spec.volumes[0].hostpath" is dropped, so that the volume is an emptyDir: no version of Kubernetes knows it, and kubectl refuses the object [PODSECURITY1073]',
    );
    expect(stderr).toContain('hint: did you mean "hostPath"?');
    expect({ stdout, exitCode }).toEqual({ stdout: 'allowed: Pod default/odd (odd-fields.json)\n', exitCode: 0 });
    const json = await evaluate('--level restricted --target kubernetes=1.24 --json odd-fields.json');
    expect(rows(json.stdout)[0]?.warnings).toEqual(
      expect.arrayContaining([
        expect.stringContaining('appArmorProfile" is dropped: Kubernetes 1.24 does not know it'),
      ]),
    );
    // An unknown kind of volume is none that a level could refuse.
    expect(JSON.stringify(rows(json.stdout)[0]?.reasons)).not.toContain('restricted volume');
  });

  it.each([
    ['PODSECURITY1060', 'broken.yaml', 'broken.yaml:1:5: error: no YAML: ', 2],
    ['PODSECURITY1062', 'odd.yaml', '"spec.hostPID" must be a boolean', 2],
    ['PODSECURITY1063', '--policies old.yaml --target kubernetes=1.24 pods/db.json', '"extensions/v1beta1" is gone', 0],
    ['PODSECURITY1064', '--policies policies.yaml lost.yaml pods/db.json', 'the ClusterRole "other" stands in none', 1],
    ['PODSECURITY1068', '--policies own.yaml --target kubernetes=1.28 pods/db.json', '"team" counts for nothing', 0],
    ['PODSECURITY1069', 'typed.yaml pods/db.json', '"spec.validations[0].expression" must give bool', 2],
    ['PODSECURITY1074', 'odd-fields.json --target kubernetes=1.34', '1.34 drops the volume and its mounts unless', 1],
    ['PODSECURITY1074', '--policies proc.yaml --target kubernetes=1.24 pods/db.json', 'up to 1.24 drops it unless', 0],
  ])('tells %s: %s', async (code, line, says, exit) => {
    const { stderr, exitCode } = await evaluate(`--level baseline ${line}`);
    const told = stderr.split('\n').find((each) => each.includes(`[${code}]`));
    expect(told).toContain(says);
    expect(exitCode).toBe(exit);
  });

  it.each(['1.24', '1.36'])('judges the claims that a StatefulSet gives to its pods, at %s', async (version) => {
    const at = `--target kubernetes=${version} --json sts.yaml`;
    const closed = await evaluate(`--policies closed.yaml ${at}`);
    expect(verdicts(closed.stdout)).toEqual(['db denied -']);
    expect(rows(closed.stdout)[0]?.reasons).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('persistentVolumeClaim'), line: 6 }),
    );
    const open = await evaluate(`--policies open.yaml ${at}`);
    expect(verdicts(open.stdout)).toEqual(['db allowed open']);
    // They are none of the template's own.
    expect(JSON.stringify(rows(open.stdout)[0]?.mutated)).not.toContain('"volumes"');
  });

  it.each(['1.24', '1.36'])(
    'refuses a pod of Windows to which a policy gives what Linux has, at %s',
    async (version) => {
      const line = `--policies seccomp.yaml --target kubernetes=${version}`;
      expect((await evaluate(`${line} pods/db.json`)).exitCode).toBe(0);
      const { stdout, exitCode } = await evaluate(`${line} windows.yaml`);
      expect(stdout).toContain('denied: Pod default/win (windows.yaml), though the policy seccomp lets it in\n');
      expect(stdout).toMatch(/seccompProfile: Forbidden: cannot be set for a windows pod\n/);
      expect(exitCode).toBe(1);
      expect((await evaluate('--level baseline windows.yaml')).exitCode).toBe(0);
    },
  );

  it('says of admission policies that the version does not have only that, and since when they are there', async () => {
    for (const version of ['1.28', '1.34']) {
      const { stderr, exitCode } = await evaluate(
        `--level baseline --target kubernetes=${version} later.yaml pods/db.json`,
      );
      expect(stderr).toContain(`"later" counts for nothing: Kubernetes ${version} does not have it`);
      expect(stderr).toContain('hint: --target kubernetes=1.36');
      expect(stderr).not.toContain('error');
      expect(exitCode).toBe(0);
    }
    expect((await evaluate('--level baseline later.yaml pods/db.json')).exitCode).toBe(2);
  });

  it('says that no level judges a namespace that is in no file, where labels of others count', async () => {
    const { stdout, stderr, exitCode } = await evaluate('namespace.yaml pods/db.json cron.yaml --namespace other');
    expect(stdout).toContain('allowed: Pod other/db');
    expect(stderr.match(/\[PODSECURITY1075\]/g)).toHaveLength(1);
    expect(stderr).toContain('no level judges the namespace "other": it is in no file');
    expect(exitCode).toBe(0);
    for (const line of ['--namespace shop namespace.yaml', '--level baseline', '--policies policies.yaml']) {
      expect((await evaluate(`${line} pods/db.json`)).stderr).not.toContain('1075');
    }
  });

  it('does not say that a policy refuses what it let in', async () => {
    const { stdout } = await evaluate(
      '--policies policies.yaml --target kubernetes=1.24 --level restricted pods/db.json',
    );
    expect(stdout).toContain('denied: Pod default/db (pods/db.json), though the policy nonroot lets it in\n');
  });

  it('reads a file once, whatever it is called', async () => {
    const line = `--policies policies.yaml --policies ./policies.yaml --target kubernetes=1.24 ${cwd}/pods/db.json pods/db.json`;
    const { stdout, stderr, exitCode } = await evaluate(`--json ${line}`);
    expect(rows(stdout)).toHaveLength(1);
    expect(stderr).not.toContain('error');
    expect(exitCode).toBe(0);
  });

  it('says when what was named as policies holds none, for it is not what was asked', async () => {
    for (const [line, says] of [
      ['--policies pods', 'pods: error: the files of --policies hold nothing that decides about pods'],
      ['--policies policies.yaml --policies cron.yaml', 'cron.yaml: error: the files of --policies hold nothing'],
      [
        '--policies rights.yaml',
        'rights.yaml: error: the files of --policies hold roles and bindings, and there is no',
      ],
    ] as const) {
      const { stderr, exitCode } = await evaluate(`--level baseline ${line} pods/db.json`);
      expect(stderr).toContain(says);
      expect(stderr).toContain('[PODSECURITY1072]');
      expect(exitCode).toBe(2);
    }
    for (const line of [
      '--policies rights.yaml --target kubernetes=1.24 two.yaml',
      '--policies namespace.yaml',
      '--policies two.yaml --policies rights.yaml --target kubernetes=1.24',
    ]) {
      expect((await evaluate(`${line} pods/db.json`)).stderr).not.toContain('PODSECURITY1072');
    }
    // What is wrong with the file says it all.
    expect((await evaluate('--level baseline --policies broken.yaml pods/db.json')).stderr).not.toContain('1072');
  });

  it.each([
    ['no judge', 'pods', 'there is nothing to judge by'],
    ['no pods', '--level baseline rights.yaml', 'the files hold no pod'],
    ['a level that is none', '--level strict pods', 'Allowed: privileged, baseline, restricted'],
    ['a namespace that is none', '--level baseline --namespace Shop pods', 'has a DNS label as its name'],
    ['a version that is none', '--level baseline --target kubernetes=1.5 pods', '"kubernetes" must be "1.24"'],
    ['standard input twice', '--policies - --level baseline -', 'standard input can be read only once'],
  ])('ends with 2 and a reason for %s', async (_, line, reason) => {
    const { stdout, stderr, exitCode } = await evaluate(line);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(reason);
  });

  it('answers for thousands of files in one call', { timeout: 60_000 }, async () => {
    const many = folderWith(
      Object.fromEntries(
        Array.from({ length: 2000 }, (_, index) => [
          `${index}.yaml`,
          `apiVersion: v1\nkind: Pod\nmetadata: { name: pod-${index} }\nspec: { hostIPC: ${index % 2 === 0}, ${container} }\n`,
        ]),
      ),
    );
    const { stdout, exitCode } = await evaluate('--level baseline --json .', { cwd: many });
    expect(rows(stdout)).toHaveLength(2000);
    expect(rows(stdout).filter(({ allowed }) => allowed === true)).toHaveLength(1000);
    expect(exitCode).toBe(1);
  });
});

function readText(name: string): string {
  return readFileSync(join(cwd, name), 'utf8');
}
