import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppArmorLoader } from '../../lib/apparmor';
import { HelmApp, HelmChart } from '../../lib/helm';
import { checkValues } from '../../lib/helm/values/check-value';
import { CLUSTERS, clusterOptions } from './clusters';
import { at, type KubeObject, podTemplate, selectorsOf, selects } from './objects';
import { constructOf } from './shipped';

const [OLDEST] = CLUSTERS;
const NEWEST = CLUSTERS[CLUSTERS.length - 1] ?? OLDEST;

function render(values: Readonly<Record<string, unknown>>, cluster = NEWEST): readonly KubeObject[] {
  if (cluster === undefined) throw new Error('there is no cluster');
  return constructOf({ name: 'apparmor' }).render({
    releaseName: 'r',
    values,
    ...clusterOptions(cluster),
  }) as KubeObject[];
}

const ofKind = (objects: readonly KubeObject[], kind: string): readonly KubeObject[] =>
  objects.filter((object) => object.kind === kind);

/** The values that the documentation of GitLab's chart showed. */
const GITLAB_VALUES = {
  profiles: {
    'profile-one': 'profile profile-one {\n  file,\n}\n',
    'profile-two': 'profile profile-two {\n  network,\n}\n',
  },
  securityPolicies: {
    example: {
      defaultProfile: 'profile-one',
      allowedProfiles: ['profile-one', 'profile-two'],
      spec: {
        privileged: false,
        seLinux: { rule: 'RunAsAny' },
        supplementalGroups: { rule: 'RunAsAny' },
        runAsUser: { rule: 'RunAsAny' },
        fsGroup: { rule: 'RunAsAny' },
        volumes: ['*'],
      },
    },
  },
};

describe('charts/apparmor', () => {
  it.each(['README.md', 'templates/NOTES.txt'])(
    'says in %s that the loader is not confined itself, why, and which labels its namespace needs',
    (file) => {
      const text = readFileSync(join(__dirname, '../../charts/apparmor', file), 'utf8').replaceAll('\n', ' ');
      expect(text).toMatch(
        /(without AppArmor confinement of its own|is not confined by AppArmor itself): the (container )?runtime's/,
      );
      expect(text).toContain('MAC_ADMIN');
      expect(text).toMatch(/pod-security\.kubernetes\.io\/enforce[=:] ?privileged/);
    },
  );

  it("takes the values of GitLab's former chart", () => {
    expect(checkValues(constructOf({ name: 'apparmor' }).values._declarations, GITLAB_VALUES)).toEqual([]);
    const objects = render(GITLAB_VALUES, OLDEST);
    expect(ofKind(objects, 'ConfigMap')[0]?.data).toEqual(GITLAB_VALUES.profiles);
    const [policy] = ofKind(objects, 'PodSecurityPolicy');
    expect(policy?.metadata.name).toBe('r-apparmor-example');
    expect(policy?.spec).toEqual(GITLAB_VALUES.securityPolicies.example.spec);
    expect(policy?.metadata.annotations).toEqual({
      'apparmor.security.beta.kubernetes.io/defaultProfileName': 'localhost/profile-one',
      'apparmor.security.beta.kubernetes.io/allowedProfileNames': 'localhost/profile-one,localhost/profile-two',
    });
  });

  it.each([
    ['runtime/default', 'runtime/default'],
    ['unconfined', 'unconfined'],
    ['localhost/one', 'localhost/one'],
    ['/usr/sbin/nginx', 'localhost//usr/sbin/nginx'],
    ['unconfined-one', 'localhost/unconfined-one'],
    ['runtime/default-one', 'localhost/runtime/default-one'],
  ])('names the profile %s to PodSecurityPolicy as %s, alone and between others', (given, written) => {
    const policy = { defaultProfile: given, allowedProfiles: ['a', given, 'unconfined', given], spec: {} };
    const [made] = ofKind(render({ securityPolicies: { p: policy } }, OLDEST), 'PodSecurityPolicy');
    expect(Object.values(made?.metadata.annotations ?? {}).sort()).toEqual(
      [written, `localhost/a,${written},unconfined,${written}`].sort(),
    );
  });

  it('makes no PodSecurityPolicy where the cluster has none, and loads the profiles all the same', () => {
    const objects = render(GITLAB_VALUES);
    expect(ofKind(objects, 'PodSecurityPolicy')).toEqual([]);
    expect(ofKind(objects, 'ConfigMap')[0]?.data).toEqual(GITLAB_VALUES.profiles);
  });

  it('says by annotation before Kubernetes 1.30, and by field since, that the loader is not confined', () => {
    const say = (cluster = OLDEST) => {
      const pod = ofKind(render({}, cluster), 'DaemonSet').map(podTemplate)[0];
      return [
        pod?.metadata?.annotations?.['container.apparmor.security.beta.kubernetes.io/loader'],
        at(pod?.spec.containers[0], 'securityContext.appArmorProfile'),
      ];
    };
    expect(say(OLDEST)).toEqual(['unconfined', undefined]);
    expect(say(NEWEST)).toEqual([undefined, { type: 'Unconfined' }]);
  });

  it.each([
    ['processes', '/proc', '/host/proc', 'unloadRemoved'],
    ['own profiles', '/etc/apparmor.d', '/host/etc/apparmor.d', 'nodeProfiles'],
  ])('mounts the %s of the node on demand only, read-only', (_what, path, mountPath, value) => {
    const mounts = (loader: Readonly<Record<string, unknown>>) =>
      ofKind(render({ loader }), 'DaemonSet').flatMap((object) => {
        const { volumes, containers } = podTemplate(object)?.spec ?? {};
        const name = volumes?.find(({ hostPath }) => hostPath?.path === path)?.name;
        return (at(containers?.[0], 'volumeMounts') as readonly { readonly name: string }[]).filter(
          (mount) => mount.name === name,
        );
      });
    expect(mounts({})).toEqual([]);
    expect(mounts({ [value]: true })).toEqual([{ name: expect.any(String), mountPath, readOnly: true }]);
  });

  it('asks nothing of a folder that a kernel may lack, so that the pod is not held back', () => {
    const volumes = ofKind(render({}), 'DaemonSet').flatMap((object) => podTemplate(object)?.spec.volumes ?? []);
    expect(volumes.flatMap(({ hostPath }) => (hostPath?.path === '/sys/kernel/security' ? [hostPath] : []))).toEqual([
      { path: '/sys/kernel/security' },
    ]);
  });

  it('pulls the image of every pod with the secrets that are given', () => {
    const pods = (values: Readonly<Record<string, unknown>>) =>
      render(values).flatMap((object) => (object.kind === 'Pod' ? [object.spec] : (podTemplate(object)?.spec ?? [])));
    const imagePullSecrets = [{ name: 'registry' }];
    expect(pods({ imagePullSecrets })).toHaveLength(2);
    for (const spec of pods({ imagePullSecrets })) expect(spec).toMatchObject({ imagePullSecrets });
    for (const spec of pods({})) expect(spec).not.toHaveProperty('imagePullSecrets');
  });

  it.each(['..', '.hidden', '.', 'a/b', '', 'x'.repeat(254)])(
    'refuses the profile name %j, which never loads',
    (name) => {
      const faults = checkValues(constructOf({ name: 'apparmor' }).values._declarations, { profiles: { [name]: 'x' } });
      expect(faults.map(({ code }) => code)).toEqual(['HELM2010']);
    },
  );

  it('refuses a profile that fits into no ConfigMap', () => {
    const check = (size: number) =>
      checkValues(constructOf({ name: 'apparmor' }).values._declarations, { profiles: { a: 'x'.repeat(size) } });
    expect(check(1_048_576)).toEqual([]);
    expect(check(1_048_577).map(({ code }) => code)).toEqual(['HELM2004']);
  });

  it('keeps its own labels and annotations when values have the same keys', () => {
    const own = {
      'app.kubernetes.io/instance': 'other',
      'app.kubernetes.io/name': 'other',
      'app.kubernetes.io/component': 'other',
    };
    const [daemonSet] = ofKind(render({ podLabels: { ...own, team: 'a' } }), 'DaemonSet');
    const labels = daemonSet === undefined ? undefined : podTemplate(daemonSet)?.metadata?.labels;
    expect(labels).toMatchObject({ ...(at(daemonSet, 'spec.selector.matchLabels') as object), team: 'a' });
  });
});

describe('two loaders of one chart', () => {
  it('do not select pods of each other', () => {
    const chart = new HelmChart(new HelmApp(), 'pair', { version: '0.1.0', description: 'Two loaders.' });
    for (const id of ['one', 'two']) new AppArmorLoader(chart, id, { image: 'example.com/loader:1' });
    const objects = chart.render() as KubeObject[];
    const pods = ofKind(objects, 'DaemonSet').map((object) => podTemplate(object)?.metadata?.labels ?? {});
    expect(pods).toHaveLength(2);
    for (const selector of selectorsOf(objects))
      expect(pods.filter((labels) => selects(selector, labels))).toHaveLength(1);
  });
});
