import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Manifest } from '../../../lib/kubernetes/pod-templates';
import { evaluateAdmission } from '../../../lib/pod-security/language/admission/evaluate';
import { arrivingPod } from '../../../lib/pod-security/language/pod/arriving';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import { describeWith } from '../../tools/describe';
import { api } from '../cluster/api';
import { type Cluster, clusterTools, freshNamespace, sharedCluster } from '../cluster/cluster';
import { FOREIGN, type Foreign } from './foreign';
import { common, type Placed, podMaker, put, settled, take } from './place';

const CLUSTER = '1.36';
const MINOR = 36;
const MINUTES = 60_000;
const GROUP = 'admissionregistration.k8s.io/v1';

const SOMEBODY = podMaker();

/** The words of an answer about costs and types end differently from server to server: only their beginning counts. */
const SAME_WORDS = 160;

interface World {
  readonly foreign: Foreign;
  readonly namespace: string;
  readonly objects: readonly Manifest[];
}

const isMutating = ({ spec }: Foreign): boolean => 'mutations' in spec;

function objectsOf(foreign: Foreign, index: number, namespace: string): readonly Manifest[] {
  const name = `foreign-${index}`;
  const kind = isMutating(foreign) ? 'MutatingAdmissionPolicy' : 'ValidatingAdmissionPolicy';
  const { matchResources = {}, ...more } = { validationActions: ['Deny'], ...foreign.binding } as Manifest;
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  const actions = isMutating(foreign) ? {} : more;
  return [
    { apiVersion: GROUP, kind, metadata: { name }, spec: foreign.spec },
    {
      apiVersion: GROUP,
      kind: `${kind}Binding`,
      metadata: { name },
      spec: { policyName: name, ...actions, matchResources: { ...(matchResources as object), namespaceSelector } },
    },
  ];
}

const placed = (object: Manifest): Placed => {
  const kind = String(object.kind).toLowerCase();
  return { path: `/apis/${GROUP}/${kind.replace(/policy$/, 'policie')}s`, object: object as Placed['object'] };
};

/** What the policies of the table can change. */
function changed({ metadata, spec }: Pod): unknown {
  const containers = (list: Pod['spec']['containers']) =>
    list?.map(({ name, image, securityContext }) => ({ name, image, securityContext }));
  const parts = {
    labels: metadata?.labels,
    generateName: metadata?.generateName,
    hostPID: spec.hostPID,
    hostIPC: spec.hostIPC,
    containers: containers(spec.containers),
    initContainers: containers(spec.initContainers),
  };
  return JSON.parse(JSON.stringify(parts));
}

describeWith(clusterTools(CLUSTER), 'admission policies of others', () => {
  let cluster: Cluster;
  const worlds: World[] = [];
  beforeAll(async () => {
    cluster = await sharedCluster(CLUSTER);
    await common(cluster);
    for (const [index, foreign] of FOREIGN.entries()) {
      const namespace = await freshNamespace(cluster, 'foreign');
      worlds.push({ foreign, namespace, objects: objectsOf(foreign, index, namespace) });
    }
    await put(
      cluster,
      worlds.flatMap(({ objects }) => objects.map(placed)),
      [...lastOf(worlds)],
    );
    await settled('the policies are in force', async () => {
      const { body } = await ask(LAST.namespace, { spec: { containers: [{ name: 'a', image: 'a' }] } });
      return body.includes('in force') ? undefined : body;
    });
  }, 2 * MINUTES);
  afterAll(() =>
    take(
      cluster,
      worlds.flatMap(({ objects }) => objects.map(placed)),
      lastOf(worlds),
    ),
  );

  function ask(namespace: string, pod: Pod) {
    const object = { apiVersion: 'v1', kind: 'Pod', ...pod, metadata: { name: 'made-up', ...pod.metadata } };
    return api(cluster, 'POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, object, SOMEBODY);
  }

  it.each(FOREIGN.map(({ title }, index) => [title, index] as const))(
    '%s: the server and the evaluator say the same',
    async (_title, index) => {
      const world = worlds[index];
      if (world === undefined) throw new Error('nothing was put there');
      const { foreign, namespace, objects } = world;
      for (const pod of foreign.pods) {
        const { status, body } = await ask(namespace, pod);
        const said = JSON.parse(body) as Pod & { readonly message?: string };
        const arrived = arrivingPod({ ...pod, metadata: { name: 'made-up', ...pod.metadata } });
        const user = { username: SOMEBODY.user, groups: SOMEBODY.groups };
        const request = { operation: 'CREATE', pod: arrived, namespaceName: namespace, user } as const;
        const answer = evaluateAdmission(request, objects, () => false, MINOR);
        const words = (text = ''): string => text.replace(/^pods "made-up" is forbidden: /, '').slice(0, SAME_WORDS);
        expect({
          allowed: answer.allowed,
          words: words(answer.reasons[0]?.message),
          pod: answer.allowed ? changed(answer.mutated ?? arrived) : undefined,
        }).toEqual({
          allowed: status === 201,
          words: status === 201 ? '' : words(said.message),
          pod: status === 201 ? changed(said) : undefined,
        });
      }
    },
  );
});

/** What was put there last is noticed last: all else is in force with it. One part marks pods, the other sees the mark. */
const LAST = { namespace: 'foreign-last' };

const RULES = {
  resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
};

const MARKS: readonly Foreign[] = [
  {
    title: 'marks',
    spec: {
      matchConstraints: RULES,
      reinvocationPolicy: 'Never',
      mutations: [
        {
          patchType: 'ApplyConfiguration',
          applyConfiguration: { expression: "Object{metadata: Object.metadata{labels: {'mark': 'seen'}}}" },
        },
      ],
    },
    pods: [],
  },
  {
    title: 'sees the mark',
    spec: {
      matchConstraints: RULES,
      validations: [{ expression: '!has(object.metadata.labels)', message: 'in force' }],
    },
    pods: [],
  },
];

function lastOf(worlds: readonly World[]): readonly Placed[] {
  const namespace = {
    path: '/api/v1/namespaces',
    object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: LAST.namespace } },
  };
  const objects = MARKS.flatMap((foreign, index) => objectsOf(foreign, worlds.length + index, LAST.namespace));
  return [namespace, ...objects.map(placed)];
}
