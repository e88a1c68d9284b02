import { describe, expect, it } from 'vitest';
import { CI_VALUES } from '../../lib/charts/pod-security/ci-values';
import { checkValues } from '../../lib/helm/values/check-value';
import type { JsonMap } from '../../lib/helm/values/shape';
import { checkPolicy } from '../../lib/pod-security/language/check-policy';
import { LEVELS, POLICY_OF_LEVEL } from '../../lib/pod-security/language/levels';
import { CLUSTERS, clusterOptions } from './clusters';
import { at, isHook, type KubeObject } from './objects';
import { constructOf } from './shipped';

const CHART = { name: 'pod-security' };
const [OLDEST] = CLUSTERS;
const SECCOMP = 'seccomp.security.alpha.kubernetes.io';

function render(policies: JsonMap, cluster = OLDEST, values: JsonMap = { mode: 'enforce' }): readonly KubeObject[] {
  if (cluster === undefined) throw new Error('there is no cluster');
  return constructOf(CHART).render({
    releaseName: 'r',
    releaseNamespace: 'space',
    values: { ...values, podSecurityPolicies: policies },
    ...clusterOptions(cluster),
  }) as KubeObject[];
}

const clusterOf = (minor: string): (typeof CLUSTERS)[number] => {
  const found = CLUSTERS.find((cluster) => cluster.minor === minor);
  if (found === undefined) throw new Error(`charts are not rendered for ${minor}`);
  return found;
};

const ofKind = (objects: readonly KubeObject[], kind: string): readonly KubeObject[] =>
  objects.filter((object) => object.kind === kind && !isHook(object));

const faults = (policies: JsonMap): readonly string[] =>
  checkValues(constructOf(CHART).values._declarations, { podSecurityPolicies: policies }).map(
    ({ place }) => place?.key ?? '',
  );

describe('charts/pod-security', () => {
  it.each(CLUSTERS)('renders nothing by default for $name', (cluster) => {
    expect(render({}, cluster)).toEqual([]);
  });

  it.each(LEVELS)('writes the level %s as the construct does', (level) => {
    const [policy] = render({ p: { level } });
    expect(policy?.metadata.name).toBe('r-pod-security-p');
    expect(policy?.spec).toEqual(POLICY_OF_LEVEL[level].spec);
    expect(checkPolicy(policy?.spec)).toEqual([]);
  });

  it('replaces whole fields, with false as well', () => {
    const spec = {
      hostNetwork: false,
      runAsUser: { rule: 'MustRunAs', ranges: [{ min: 1, max: 2 }] },
      allowedHostPaths: [{ pathPrefix: '/var/log' }],
    };
    expect(render({ p: { level: 'privileged', spec } })[0]?.spec).toEqual({
      ...POLICY_OF_LEVEL.privileged.spec,
      ...spec,
    });
  });

  it('takes profiles of the level where none are given', () => {
    const annotations = (policy: JsonMap) => render({ p: { level: 'restricted', ...policy } })[0]?.metadata.annotations;
    const standard = { [`${SECCOMP}/defaultProfileName`]: 'runtime/default' };
    expect(annotations({})).toEqual({ ...standard, [`${SECCOMP}/allowedProfileNames`]: 'runtime/default' });
    expect(annotations({ seccompAllowedProfiles: ['runtime/default', 'localhost/a'] })).toEqual({
      ...standard,
      [`${SECCOMP}/allowedProfileNames`]: 'runtime/default,localhost/a',
    });
    expect(
      annotations({ appArmorDefaultProfile: 'localhost/web', appArmorAllowedProfiles: ['localhost/web'] }),
    ).toEqual({
      ...standard,
      [`${SECCOMP}/allowedProfileNames`]: 'runtime/default',
      'apparmor.security.beta.kubernetes.io/defaultProfileName': 'localhost/web',
      'apparmor.security.beta.kubernetes.io/allowedProfileNames': 'localhost/web',
    });
  });

  it('lets subjects use their policy and no other, everywhere or in the namespace of the release', () => {
    const subjects = [
      { kind: 'ServiceAccount', name: 'web' },
      { kind: 'Group', name: 'dev' },
    ];
    const objects = render({
      all: { level: 'baseline', subjects },
      one: { level: 'baseline', subjects, ownNamespaceOnly: true },
      none: { level: 'baseline' },
    });
    const roles = ofKind(objects, 'ClusterRole');
    expect(roles.map((role) => at((role.rules as readonly unknown[])[0], 'resourceNames'))).toEqual([
      ['r-pod-security-all'],
      ['r-pod-security-one'],
    ]);
    const group = { kind: 'Group', name: 'dev', apiGroup: 'rbac.authorization.k8s.io' };
    expect(ofKind(objects, 'ClusterRoleBinding')).toMatchObject([
      {
        roleRef: { name: roles[0]?.metadata.name },
        subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'space' }, group],
      },
    ]);
    expect(ofKind(objects, 'RoleBinding')).toMatchObject([
      {
        roleRef: { name: roles[1]?.metadata.name },
        subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'space' }, group],
      },
    ]);
  });

  it('binds a subject in the namespace that it names, and nowhere else', () => {
    const subjects = [
      { kind: 'Group', name: 'dev', in: 'shop' },
      { kind: 'ServiceAccount', name: 'web', in: 'batch' },
    ];
    const objects = render({ p: { level: 'baseline', subjects } });
    expect(ofKind(objects, 'ClusterRoleBinding')).toEqual([]);
    expect(ofKind(objects, 'RoleBinding').map((each) => [each.metadata.namespace, each.subjects])).toEqual([
      ['shop', [{ kind: 'Group', name: 'dev', apiGroup: 'rbac.authorization.k8s.io' }]],
      ['batch', [{ kind: 'ServiceAccount', name: 'web', namespace: 'space' }]],
    ]);
    const mixed = render({ p: { level: 'baseline', subjects: [...subjects, { kind: 'User', name: 'jane' }] } });
    expect(ofKind(mixed, 'ClusterRoleBinding').map((each) => each.subjects)).toEqual([
      [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }],
    ]);
  });

  it('takes a policy without a level as it is, with lists that are empty', () => {
    const any = { rule: 'RunAsAny' };
    const spec = { seLinux: any, runAsUser: any, supplementalGroups: any, fsGroup: any };
    const [policy] = render({ p: { spec, seccompAllowedProfiles: [] } });
    expect(policy?.spec).toEqual(spec);
    expect(policy?.metadata.annotations).toEqual({});
  });

  it.each<readonly [string, readonly string[]]>([
    ['1.24', ['PodSecurityPolicy', 'ClusterRole', 'ClusterRoleBinding']],
    ['1.34', ['ClusterRole', 'ClusterRoleBinding', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']],
    [
      '1.36',
      [
        'ClusterRole',
        'ClusterRoleBinding',
        'ValidatingAdmissionPolicy',
        'ValidatingAdmissionPolicyBinding',
        'MutatingAdmissionPolicy',
        'MutatingAdmissionPolicyBinding',
      ],
    ],
  ])('renders on Kubernetes %s what that version knows', (minor, kinds) => {
    const policies = { p: { level: 'restricted', subjects: [{ kind: 'Group', name: 'dev' }] } };
    const objects = render(policies, clusterOf(minor)).filter((object) => !isHook(object));
    expect(objects.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
  });

  it('renders nothing on Kubernetes 1.29, whatever APIs helm takes for granted', () => {
    const cluster = { ...clusterOf('1.36'), kubeVersion: '1.29.9' };
    expect(render({ p: { level: 'restricted' } }, cluster)).toEqual([]);
  });

  it('only tells by default: nothing up to 1.24, warnings and the audit log later, and nothing is set in pods', () => {
    const policies = { p: { level: 'restricted' } };
    expect(render(policies, clusterOf('1.24'), {})).toEqual([]);
    const objects = render(policies, clusterOf('1.36'), {});
    expect(ofKind(objects, 'MutatingAdmissionPolicy')).toEqual([]);
    expect(ofKind(objects, 'ValidatingAdmissionPolicyBinding').map((each) => each.spec?.validationActions)).toEqual([
      ['Audit', 'Warn'],
    ]);
  });

  it('has a policy for exempt namespaces that no policy of the values can have the name of', () => {
    const values = { mode: 'enforce', exemptNamespaces: ['lab'] };
    const objects = render({ exempt: { level: 'baseline' } }, clusterOf('1.24'), values);
    const names = ofKind(objects, 'PodSecurityPolicy').map(({ metadata }) => metadata.name);
    expect(names.sort()).toEqual(['r-pod-security-exempt', 'r-pod-security.exempt']);
  });

  it('exempts namespaces by the selector of the binding, and by a policy that everybody may use there', () => {
    const values = { mode: 'enforce', exemptNamespaces: ['kube-system', 'lab'], namespaces: ['lab', 'shop'] };
    const policies = { p: { level: 'restricted' } };
    for (const kind of ['ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicyBinding']) {
      const [binding] = ofKind(render(policies, clusterOf('1.36'), values), kind);
      expect(at(binding, 'spec.matchResources.namespaceSelector.matchExpressions')).toEqual([
        { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['lab', 'shop'] },
        { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'lab'] },
      ]);
    }
    const old = render(policies, clusterOf('1.24'), values);
    const exempt = ofKind(old, 'PodSecurityPolicy').find(({ metadata }) => metadata.name !== 'r-pod-security-p');
    expect(exempt?.spec).toEqual(POLICY_OF_LEVEL.privileged.spec);
    const [role] = ofKind(old, 'ClusterRole');
    expect(role?.rules).toMatchObject([{ resourceNames: [exempt?.metadata.name] }]);
    const bindings = ofKind(old, 'RoleBinding');
    expect(bindings.map(({ metadata }) => metadata.namespace)).toEqual(['kube-system', 'lab']);
    expect(new Set(bindings.map((binding) => at(binding, 'roleRef.name')))).toEqual(new Set([role?.metadata.name]));
  });

  it.each(['1.34', '1.36'])('stays far below what kubectl apply takes, with ten policies on %s', (minor) => {
    const everything = at(CI_VALUES['every-field'], 'podSecurityPolicies.everything') as JsonMap;
    const names = Array.from({ length: 10 }, (_, index) => `policy-${index}`);
    const objects = render(Object.fromEntries(names.map((name) => [name, everything])), clusterOf(minor), {
      mode: 'enforce',
      namespaces: ['shop'],
    });
    const policies = objects.filter(({ kind }) => kind.endsWith('AdmissionPolicy'));
    expect(policies.length).toBe(minor === '1.34' ? 1 : 2);
    // The limit is 262,144 bytes; an admission policy is compiled for each request after a change.
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThan(100_000);
  });

  it.each<readonly [string, JsonMap, string]>([
    ['a level that nobody knows', { level: 'strict' }, 'podSecurityPolicies.p.level'],
    ['a strategy without a rule', { spec: { runAsUser: { ranges: [] } } }, 'podSecurityPolicies.p.spec.runAsUser.rule'],
    [
      'a field that no policy has',
      { level: 'baseline', spec: { hostPid: true } },
      'podSecurityPolicies.p.spec.hostPid',
    ],
    [
      'a volume that nobody knows',
      { level: 'baseline', spec: { volumes: ['x'] } },
      'podSecurityPolicies.p.spec.volumes[0]',
    ],
    [
      'a profile without its kind',
      { level: 'baseline', appArmorDefaultProfile: 'web' },
      'podSecurityPolicies.p.appArmorDefaultProfile',
    ],
    [
      'a subject without a name',
      { level: 'baseline', subjects: [{ kind: 'User' }] },
      'podSecurityPolicies.p.subjects[0].name',
    ],
  ])('refuses %s', (_what, policy, key) => {
    expect(faults({ p: policy })).toEqual([key]);
  });
});
