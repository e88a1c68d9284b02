import type { CelVariable } from '../../../lib/pod-security/language/cel';
import type { AccessCheck, Authorise } from '../../../lib/pod-security/language/pod/request';

/** What all expressions of the tests see: one pod, what it was before, one request, and who may do what. */
export const OBJECT = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' }, annotations: { note: 'a/b,c' } },
  spec: {
    hostNetwork: true,
    serviceAccountName: 'runner',
    containers: [
      {
        name: 'web',
        image: 'registry.test/shop/web:1.4',
        args: ['--port=80', '-v'],
        ports: [{ hostPort: 80, containerPort: 8080 }, { containerPort: 9090 }],
        securityContext: { runAsUser: 1000, privileged: false, capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] } },
        resources: { limits: { cpu: '1500m', memory: '128Mi' } },
      },
      { name: 'side', image: 'busybox', securityContext: { runAsUser: 0 } },
    ],
    initContainers: [{ name: 'init', image: 'busybox:1' }],
    securityContext: { fsGroup: 2000, supplementalGroups: [1, 2, 3], sysctls: [{ name: 'net.a', value: '1' }] },
    volumes: [
      { name: 'data', hostPath: { path: '/var/lib/x' } },
      { name: 'tmp', emptyDir: {} },
    ],
    nodeSelector: {},
    priority: 1.5,
  },
} as const;

export const OLD = { ...OBJECT, metadata: { ...OBJECT.metadata, labels: { app: 'old' } } };

const RESOURCE = { group: '', version: 'v1', resource: 'pods' };
const KIND = { group: '', version: 'v1', kind: 'Pod' };

export const REQUEST = {
  uid: 'u-1',
  kind: KIND,
  resource: RESOURCE,
  requestKind: KIND,
  requestResource: RESOURCE,
  name: 'web',
  namespace: 'shop',
  operation: 'CREATE',
  userInfo: { username: 'u', uid: '7', groups: ['system:authenticated', 'devs'], extra: { scopes: ['a', 'b'] } },
  dryRun: false,
};

export const NAMESPACE = {
  metadata: {
    name: 'shop',
    labels: { 'kubernetes.io/metadata.name': 'shop' },
    creationTimestamp: '2024-01-02T03:04:05Z',
  },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
};

/** Each kind of type that variables keep. */
export const VARIABLES: readonly CelVariable[] = [
  { name: 'containers', expression: 'object.spec.containers' },
  { name: 'names', expression: 'variables.containers.map(c, string(c.name))' },
  { name: 'numbers', expression: '[3, 1, 2]' },
  { name: 'doubles', expression: '[1.5, -2.0]' },
  { name: 'count', expression: 'size(variables.containers)' },
  { name: 'image', expression: 'string(object.spec.containers[0].image)' },
  { name: 'table', expression: "{'one': 1}" },
  { name: 'nothing', expression: 'null' },
  { name: 'maybe', expression: 'object.spec.?priorityClassName' },
  { name: 'broken', expression: 'object.spec.missing.field' },
  { name: 'flag', expression: 'object.spec.hostNetwork == true' },
];

export const GRANTS = [
  { user: 'u', verb: 'use', group: 'policy', resource: 'podsecuritypolicies', name: 'open', namespace: '*' },
  { user: 'system:serviceaccount:shop:runner', verb: 'get', group: '', resource: 'pods', name: '*', namespace: 'shop' },
] as const;

const fits = (wanted: string, have = ''): boolean => wanted === '*' || wanted === have;

/** Answers as the judge does from the same grants. */
export const authorise: Authorise = ({ username }, what: AccessCheck) =>
  GRANTS.some(
    ({ user, verb, group, resource, name, namespace }) =>
      user === username &&
      fits(verb, what.verb) &&
      fits(group, what.apiGroup) &&
      fits(resource, what.resource) &&
      fits('', what.subresource) &&
      fits(name, what.name) &&
      fits(namespace, what.namespace),
  );
