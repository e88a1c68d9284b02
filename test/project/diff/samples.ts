/**
 * Objects of every kind that charts bring, written with as little as the server takes: whatever else is in them afterwards
 * is a default of the server.
 */
import type { KubeObject } from '../../../lib/project/diff/objects';

const IMAGE = 'example.com/main:1';
const probe = { httpGet: { path: '/', port: 80 } };

const volumes = [
  { name: 'a', configMap: { name: 'x' } },
  { name: 'b', secret: { secretName: 'x' } },
  { name: 'c', hostPath: { path: '/x' } },
  { name: 'd', emptyDir: {} },
  { name: 'e', downwardAPI: { items: [{ path: 'x', fieldRef: { fieldPath: 'metadata.name' } }] } },
  { name: 'f', projected: { sources: [{ serviceAccountToken: { path: 'x' } }] } },
  { name: 'g', iscsi: { targetPortal: '127.0.0.1:3260', iqn: 'iqn.2001-04.com.example:x', lun: 0 } },
  { name: 'h', ephemeral: { volumeClaimTemplate: { spec: claim() } } },
  { name: 'i', persistentVolumeClaim: { claimName: 'x' } },
];

function claim() {
  return { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } };
}

const pod = {
  serviceAccountName: 'x',
  hostNetwork: true,
  containers: [
    {
      name: 'main',
      image: IMAGE,
      ports: [{ containerPort: 80 }],
      env: [
        { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'B', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        { name: 'C', value: '' },
      ],
      resources: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: {} },
      livenessProbe: probe,
      readinessProbe: { tcpSocket: { port: 80 } },
      startupProbe: { exec: { command: ['true'] } },
      lifecycle: { preStop: { httpGet: { port: 80 } } },
      securityContext: { privileged: false, allowPrivilegeEscalation: false },
      volumeMounts: [{ name: 'a', mountPath: '/a' }],
    },
    { name: 'latest', image: 'example.com/main' },
  ],
  initContainers: [{ name: 'first', image: IMAGE, command: ['true'] }],
  tolerations: [{ operator: 'Exists' }],
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'x', whenUnsatisfiable: 'ScheduleAnyway' }],
  volumes,
};

const template = { metadata: { labels: { app: 'x' } }, spec: pod };
const selector = { matchLabels: { app: 'x' } };
const jobSpec = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: IMAGE }] } } };
const webhook = {
  name: 'x.example.com',
  clientConfig: { service: { namespace: 'default', name: 'x' } },
  rules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['xs'] }],
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
};

const object = (apiVersion: string, kind: string, content: object = {}, name = 'x'): KubeObject =>
  ({ apiVersion, kind, metadata: { name }, ...content }) as KubeObject;

/** Kinds of a namespace. */
export const NAMESPACED: readonly KubeObject[] = [
  object('apps/v1', 'Deployment', { spec: { selector, template } }),
  object('apps/v1', 'DaemonSet', { spec: { selector, template } }),
  object('apps/v1', 'StatefulSet', {
    spec: { selector, template, serviceName: 'x', volumeClaimTemplates: [{ metadata: { name: 'j' }, spec: claim() }] },
  }),
  object('v1', 'Pod', { spec: { containers: [{ name: 'main', image: IMAGE }] } }),
  object('batch/v1', 'Job', { spec: jobSpec }),
  object('batch/v1', 'CronJob', { spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: jobSpec } } }),
  object('v1', 'Service', { spec: { selector: { app: 'x' }, ports: [{ port: 80 }] } }),
  object('v1', 'Service', { spec: { type: 'NodePort', selector: { app: 'x' }, ports: [{ port: 80 }] } }, 'node-port'),
  object(
    'v1',
    'Service',
    { spec: { type: 'LoadBalancer', selector: { app: 'x' }, ports: [{ port: 80 }] } },
    'balancer',
  ),
  object('v1', 'Service', { spec: { clusterIP: 'None', selector: { app: 'x' }, ports: [{ port: 80 }] } }, 'headless'),
  object('v1', 'Service', { spec: { type: 'ExternalName', externalName: 'example.com' } }, 'external'),
  object('v1', 'ConfigMap', { data: { a: 'b', empty: '' } }),
  object('v1', 'Secret', { stringData: { a: 'b' } }),
  object('v1', 'ServiceAccount'),
  object('v1', 'PersistentVolumeClaim', { spec: claim() }),
  object('v1', 'ResourceQuota', { spec: { hard: { pods: '1000', 'limits.memory': '2048Mi' } } }),
  object('v1', 'LimitRange', { spec: { limits: [{ type: 'Container', max: { cpu: '2000m' } }] } }),
  object('networking.k8s.io/v1', 'Ingress', {
    spec: {
      rules: [
        {
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } }],
          },
        },
      ],
    },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }], egress: [] },
  }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: {
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' },
      behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
    },
  }),
  object('policy/v1', 'PodDisruptionBudget', { spec: { selector, maxUnavailable: 1 } }),
  object('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { kind: 'Role', name: 'x', apiGroup: 'rbac.authorization.k8s.io' },
    subjects: [
      { kind: 'ServiceAccount', name: 'x', namespace: 'default' },
      { kind: 'Group', name: 'x' },
    ],
  }),
];

/** Kinds of the whole cluster; their names begin with `sample-`. */
export const CLUSTER_WIDE: readonly KubeObject[] = [
  object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [] }, 'sample-x'),
  object(
    'rbac.authorization.k8s.io/v1',
    'ClusterRole',
    { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { sample: 'x' } }] }, rules: [] },
    'sample-aggregated',
  ),
  object(
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
    {
      roleRef: { kind: 'ClusterRole', name: 'x', apiGroup: 'rbac.authorization.k8s.io' },
      subjects: [{ kind: 'User', name: 'x' }],
    },
    'sample-x',
  ),
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', { webhooks: [webhook] }, 'sample-x'),
  object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', { webhooks: [webhook] }, 'sample-x'),
  object(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    {
      spec: {
        matchConstraints: { resourceRules: webhook.rules },
        validations: [{ expression: 'true' }],
      },
    },
    'sample-x',
  ),
  object(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    { spec: { policyName: 'sample-x', validationActions: ['Audit'] } },
    'sample-x',
  ),
  object(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    {
      spec: {
        group: 'sample.example.com',
        scope: 'Namespaced',
        names: { kind: 'Sample', plural: 'samples' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    },
    'samples.sample.example.com',
  ),
  object(
    'v1',
    'PersistentVolume',
    { spec: { capacity: { storage: '1024Mi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } } },
    'sample-x',
  ),
  object('storage.k8s.io/v1', 'StorageClass', { provisioner: 'example.com/x' }, 'sample-x'),
  object('storage.k8s.io/v1', 'CSIDriver', { spec: {} }, 'sample.example.com'),
  object('scheduling.k8s.io/v1', 'PriorityClass', { value: 1 }, 'sample-x'),
  object('node.k8s.io/v1', 'RuntimeClass', { handler: 'x' }, 'sample-x'),
  object(
    'networking.k8s.io/v1',
    'IngressClass',
    { spec: { controller: 'example.com/x', parameters: { kind: 'X', name: 'x' } } },
    'sample-x',
  ),
  object(
    'policy/v1beta1',
    'PodSecurityPolicy',
    {
      spec: {
        seLinux: { rule: 'RunAsAny' },
        supplementalGroups: { rule: 'RunAsAny' },
        runAsUser: { rule: 'RunAsAny' },
        fsGroup: { rule: 'RunAsAny' },
      },
    },
    'sample-x',
  ),
];
