import { describe, expect, it } from 'vitest';
import { checkValues } from '../../lib/helm/values/check-value';
import type { JsonMap } from '../../lib/helm/values/shape';
import { checkPolicy } from '../../lib/pod-security/language/check-policy';
import { LEVELS, POLICY_OF_LEVEL } from '../../lib/pod-security/language/levels';
import { CLUSTERS, clusterOptions } from './clusters';
import { at, type KubeObject } from './objects';
import { constructOf } from './shipped';

const CHART = { name: 'pod-security' };
const [OLDEST] = CLUSTERS;
const NEWEST = CLUSTERS[CLUSTERS.length - 1] ?? OLDEST;
const SECCOMP = 'seccomp.security.alpha.kubernetes.io';

function render(policies: JsonMap, cluster = OLDEST): readonly KubeObject[] {
  if (cluster === undefined) throw new Error('there is no cluster');
  return constructOf(CHART).render({
    releaseName: 'r',
    releaseNamespace: 'space',
    values: { podSecurityPolicies: policies },
    ...clusterOptions(cluster),
  }) as KubeObject[];
}

const ofKind = (objects: readonly KubeObject[], kind: string): readonly KubeObject[] =>
  objects.filter((object) => object.kind === kind);

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

  it('renders nothing where the cluster has no PodSecurityPolicy any more', () => {
    const subjects = [{ kind: 'Group', name: 'dev' }];
    expect(render({ p: { level: 'restricted', subjects } }, NEWEST)).toEqual([]);
  });

  it.each<readonly [string, JsonMap, string]>([
    ['a level that nobody knows', { level: 'strict' }, 'podSecurityPolicies.p.level'],
    ['no level', {}, 'podSecurityPolicies.p.level'],
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
