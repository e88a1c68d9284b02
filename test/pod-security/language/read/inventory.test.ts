import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../../../lib/pod-security/language/read/check-manifest';
import { readInventory, unknownRoles } from '../../../../lib/pod-security/language/read/inventory';
import { fieldOf, readObjects, stepsOf } from '../../../../lib/pod-security/language/read/objects';
import { withPods } from '../../../../lib/pod-security/language/read/workloads';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: main
      image: example.com/main:1
      securityContext:
        privileged: true
`;
const read = (...texts: readonly string[]) =>
  readInventory(
    texts.map((text, index) => ({ text, file: `${index}.yaml` })),
    'default',
  );

/** Problems as a reader sees them: where, and what. */
const shown = (text: string): readonly string[] => {
  const { problems, workloads } = read(text);
  return [...problems, ...workloads.flatMap((each) => each.problems)].map(
    ({ place, message }) => `${place?.line}:${place?.column} ${message}`,
  );
};

describe('policies', () => {
  it('of an API that has none are told: they would count for nothing', () => {
    expect(shown('apiVersion: policy/v1\nkind: PodSecurityPolicy\nmetadata: { name: web }\n')).toEqual([
      '1:13 "policy/v1" has no PodSecurityPolicy',
    ]);
  });
});

describe('the name of a policy', () => {
  it('must be a text: what YAML takes for something else is none', () => {
    const [found] = read('apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: { name: no }\n').policies;
    expect(found && checkManifest(found.object)[0]).toMatchObject({
      code: 'PODSECURITY1061',
      message: '"metadata.name" must be a text, not the boolean false',
      place: { line: 3, column: 19 },
    });
  });
});

describe('readObjects', () => {
  it('reads several documents, lists and JSON, and says where each part stands', () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }],
    };
    const json = readObjects(JSON.stringify(list, undefined, '\t'), 'list.json');
    expect(json.problems).toEqual([]);
    expect(json.objects.map(({ kind, name }) => ({ kind, name }))).toEqual([{ kind: 'Pod', name: 'a' }]);
    const { objects } = readObjects(
      `---\n${POD}---\n# nothing\n---\n${POD.replace('name: web', 'generateName: web-')}`,
      'x',
    );
    expect(objects.map(({ name }) => name)).toEqual(['web', 'web-']);
    const place = objects[1]?.place(['spec', 'containers', '0', 'securityContext', 'privileged']);
    expect(place).toMatchObject({
      file: 'x',
      line: 24,
      column: 21,
      key: 'spec.containers[0].securityContext.privileged',
    });
  });

  it.each([
    ['PodList', 'v1', 'Pod'],
    ['DeploymentList', 'apps/v1', 'Deployment'],
  ])('reads a %s of the API, whose items do not say what they are', (kind, apiVersion, each) => {
    const items = [{ metadata: { name: 'a' } }, { apiVersion: 'other/v1', kind: 'Other', metadata: { name: 'b' } }];
    const { objects, problems } = readObjects(JSON.stringify({ kind, apiVersion, items }), 'x');
    expect(problems).toEqual([]);
    expect(objects.map(({ manifest }) => manifest)).toEqual([
      { apiVersion, kind: each, metadata: { name: 'a' } },
      { apiVersion: 'other/v1', kind: 'Other', metadata: { name: 'b' } },
    ]);
  });

  it('takes nothing for granted of the items of a List, nor of an item whose kind is no text', () => {
    const items = [{ metadata: { name: 'a' } }];
    expect(shown(JSON.stringify({ kind: 'List', apiVersion: 'v1', items }))).toEqual([
      '1:43 an object of Kubernetes must have "apiVersion" and "kind" as a text',
    ]);
    expect(shown(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', items: [{ kind: 7 }] }))).toEqual([
      '1:46 an object of Kubernetes must have "kind" as a text',
    ]);
  });

  it('gives the nearest thing that is written for what is absent', () => {
    const [object] = readObjects(POD, 'x').objects;
    expect(object?.place(['spec', 'securityContext', 'runAsUser'])).toMatchObject({ line: 5, column: 1 });
    expect(object?.place(['spec', 'containers', '0', 'securityContext', 'procMount'])).toMatchObject({ line: 9 });
    expect(object?.place()).toMatchObject({ line: 1, column: 1 });
  });

  it('takes null for absent, as the server does', () => {
    const [object] = readObjects('apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: ~\n  containers: []\n', 'x').objects;
    expect(object?.manifest.spec).toEqual({ containers: [] });
  });

  it.each([
    ['no YAML', 'a: b: c', /^1:5 no YAML: /],
    ['a template of Helm', 'a:\n  {{- include "x" . }}\n  b: c\n', /^\d+:\d+ no YAML: /],
    ['a key that stands twice', `${POD}kind: Pod\n`, /^11:1 no YAML: the key "kind" stands twice in one map/],
    [
      'a text that aliases make too long',
      `a0: &a0 x\n${Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`).join('')}`,
      /^\d+:\d+ no YAML: aliases bring in more than 1000000 values/,
    ],
    ['a list', '- a\n', /^1:1 an object of Kubernetes must be a map/],
    ['an object without a kind', 'apiVersion: v1\n', /^1:1 an object of Kubernetes must have "kind" as a text/],
    [
      'something else in a list',
      'apiVersion: v1\nkind: List\nitems:\n  - 3\n',
      /^4:5 an object of Kubernetes must be a map/,
    ],
  ])('says where %s is', (_, text, says) => {
    expect(shown(text)).toEqual([expect.stringMatching(says)]);
  });
});

describe('readInventory', () => {
  const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'main', image: 'x' }] } };
  const object = (apiVersion: string, kind: string, spec: unknown, more: object = {}) =>
    JSON.stringify({ apiVersion, kind, metadata: { name: kind.toLowerCase() }, spec, ...more });

  it.each([
    ['apps/v1', 'Deployment', { template }, ['spec', 'template'], 'replicaset-controller'],
    ['apps/v1', 'DaemonSet', { template }, ['spec', 'template'], 'daemon-set-controller'],
    ['batch/v1', 'Job', { template }, ['spec', 'template'], 'job-controller'],
    [
      'batch/v1',
      'CronJob',
      { jobTemplate: { spec: { template } } },
      ['spec', 'jobTemplate', 'spec', 'template'],
      'job-controller',
    ],
    ['argoproj.io/v1alpha1', 'Rollout', { template }, ['spec', 'template'], undefined],
  ])('finds the pods of %s %s, and who creates them', (apiVersion, kind, spec, path, controller) => {
    const [found] = read(object(apiVersion, kind, spec)).workloads;
    expect(found?.pods.map((pod) => pod.path)).toEqual([path]);
    expect(found?.pods[0]?.pod.spec.containers?.[0]?.name).toBe('main');
    const username = controller === undefined ? '' : `system:serviceaccount:kube-system:${controller}`;
    expect(found?.creator?.username).toBe(username);
  });

  it.each([
    ['apps/v1', [{ name: 'data', persistentVolumeClaim: { claimName: 'data-statefulset-0' } }]],
    ['example.com/v1', []],
  ])('knows the claims that the controller gives to the pods of a StatefulSet of %s', (apiVersion, claims) => {
    const volumeClaimTemplates = [{ metadata: { name: 'data' } }, { metadata: {} }, 'odd'];
    const [found] = read(object(apiVersion, 'StatefulSet', { template, volumeClaimTemplates })).workloads;
    expect(found?.claims).toEqual(claims);
    expect(read(object(apiVersion, 'StatefulSet', { template, volumeClaimTemplates: {} })).workloads).toMatchObject([
      { claims: [] },
    ]);
  });

  it('sorts what stands in files: pods, policies, rights, admission, namespaces, all else', () => {
    const found = read(
      POD,
      object('policy/v1beta1', 'PodSecurityPolicy', { privileged: true }),
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', undefined, { rules: [] }),
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', undefined, {
        roleRef: { kind: 'ClusterRole', name: 'clusterrole' },
      }),
      object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {}),
      object('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicyBinding', {}),
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {a: b}}\n',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n',
    );
    expect({
      workloads: found.workloads.map((each) => each.object.name),
      policies: found.policies.map(({ policy }) => policy),
      roles: found.roles.map(({ right }) => right.name),
      bindings: found.bindings.map(({ right }) => right.namespaceName),
      admission: found.admission.map(({ kind }) => kind),
      namespaces: [...found.namespaces],
      others: found.others.map(({ kind }) => kind),
      problems: found.problems,
    }).toEqual({
      workloads: ['web'],
      policies: [{ name: 'podsecuritypolicy', spec: { privileged: true }, profiles: {} }],
      roles: ['clusterrole'],
      bindings: ['default'],
      admission: ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
      namespaces: [['shop', { a: 'b' }]],
      others: ['ConfigMap'],
      problems: [],
    });
    expect(unknownRoles(found)).toEqual([]);
  });

  it.each([
    [
      'a field of another type',
      POD.replace('true', '"yes"'),
      '10:21 "spec.containers[0].securityContext.privileged" must be a boolean, not the string "yes"',
    ],
    [
      'an annotation that is no text',
      POD.replace('name: web', 'annotations: {a.b/c: 1}'),
      '4:24 "metadata.annotations[a.b/c]" must be a string, not the number 1',
    ],
    [
      'a pod without containers',
      POD.replace(/ {2}containers[\s\S]*/, '  hostIPC: true\n'),
      '5:1 the Pod has no container with a name',
    ],
    [
      'two policies of one name',
      `${object('policy/v1beta1', 'PodSecurityPolicy', {})}\n---\n${object('policy/v1beta1', 'PodSecurityPolicy', {})}`,
      '3:78 the policy "podsecuritypolicy" stands in 0.yaml:1 too',
    ],
    [
      'an API that is gone',
      object('extensions/v1beta1', 'PodSecurityPolicy', {}),
      '1:15 "extensions/v1beta1" is gone since Kubernetes 1.16; the fields are the same in policy/v1beta1',
    ],
  ])('says where %s is', (_, text, says) => {
    expect(shown(text)).toEqual([says]);
  });

  it('says which role stands in none of the files', () => {
    const text = object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', undefined, {
      roleRef: { kind: 'ClusterRole', name: 'psp' },
    });
    expect(unknownRoles(read(text)).map(({ message }) => message)).toEqual([
      'the ClusterRole "psp" stands in none of the files: this binding counts for nothing',
    ]);
    const unnamed = object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', undefined, {});
    expect(unknownRoles(read(unnamed)).map(({ message }) => message)).toEqual([
      'no role is named: this binding counts for nothing',
    ]);
  });
});

describe('a workload with other pods', () => {
  it('is the object as it was, but for the pods', () => {
    const spec = { schedule: 'x', jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main' }] } } } } };
    const [found] = read(JSON.stringify({ apiVersion: 'batch/v1', kind: 'CronJob', spec })).workloads;
    if (found === undefined) throw new Error('no workload');
    const pods = found.pods.map((each) => ({
      ...each,
      pod: { ...each.pod, spec: { ...each.pod.spec, hostIPC: true } },
    }));
    expect(withPods(found.object, pods)).toEqual({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: {
        schedule: 'x',
        jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main' }], hostIPC: true } } } },
      },
    });
  });
});

describe('fields', () => {
  it.each([
    ['spec.containers[0].securityContext.privileged', ['spec', 'containers', '0', 'securityContext', 'privileged']],
    ['metadata.annotations[a.b/c]', ['metadata', 'annotations', 'a.b/c']],
  ])('become steps, and the same again: %s', (field, steps) => {
    expect(stepsOf(field)).toEqual(steps);
    expect(fieldOf(steps)).toBe(field);
  });
});
