import { isSame } from './equal';
import { isMap } from './normalise';
import type { Json, KubeObject } from './objects';

/**
 * What the server writes where nothing is said. To the server the sender of an update owns the defaults too, so that a
 * field which Helm owns and nobody renders is one of two things: no longer wanted, or a default. With the value of a
 * default it makes no difference which.
 *
 * By key, whatever stands above it. Taken from API servers 1.24 and 1.36, which test/real/project-compare.test.ts asks.
 */
const DEFAULTS: Readonly<Record<string, readonly Json[]>> = {
  allocateLoadBalancerNodePorts: [true],
  allowPrivilegeEscalation: [true],
  attachRequired: [true],
  backoffLimit: [6],
  completionMode: ['NonIndexed'],
  completions: [1],
  concurrencyPolicy: ['Allow'],
  defaultMode: [0o644],
  dnsPolicy: ['ClusterFirst'],
  enableServiceLinks: [true],
  externalTrafficPolicy: ['Cluster'],
  failedJobsHistoryLimit: [1],
  failurePolicy: ['Fail'],
  failureThreshold: [3],
  fsGroupPolicy: ['ReadWriteOnceWithFSType'],
  imagePullPolicy: ['IfNotPresent', 'Always'],
  internalTrafficPolicy: ['Cluster'],
  iscsiInterface: ['default'],
  manualSelector: [false],
  matchPolicy: ['Equivalent'],
  maxSurge: ['25%', 0],
  maxUnavailable: ['25%', 1],
  metrics: [[{ resource: { name: 'cpu', target: { averageUtilization: 80, type: 'Utilization' } }, type: 'Resource' }]],
  minReplicas: [1],
  parallelism: [1],
  partition: [0],
  path: ['/'],
  periodSeconds: [10],
  persistentVolumeReclaimPolicy: ['Retain'],
  podInfoOnMount: [false],
  podManagementPolicy: ['OrderedReady'],
  podReplacementPolicy: ['TerminatingOrFailed'],
  policies: [
    [{ periodSeconds: 15, type: 'Percent', value: 100 }],
    [
      { periodSeconds: 15, type: 'Pods', value: 4 },
      { periodSeconds: 15, type: 'Percent', value: 100 },
    ],
  ],
  policyTypes: [['Ingress']],
  preemptionPolicy: ['PreemptLowerPriority'],
  progressDeadlineSeconds: [600],
  protocol: ['TCP'],
  reclaimPolicy: ['Delete'],
  reinvocationPolicy: ['Never'],
  replicas: [1],
  requiresRepublish: [false],
  restartPolicy: ['Always'],
  revisionHistoryLimit: [10],
  schedulerName: ['default-scheduler'],
  scheme: ['HTTP'],
  scope: ['Cluster', '*'],
  seLinuxMount: [false],
  selectPolicy: ['Max'],
  sessionAffinity: ['None'],
  stabilizationWindowSeconds: [0],
  storageCapacity: [false],
  strategy: ['None'],
  successThreshold: [1],
  successfulJobsHistoryLimit: [3],
  suspend: [false],
  terminationGracePeriodSeconds: [30],
  terminationMessagePath: ['/dev/termination-log'],
  terminationMessagePolicy: ['File'],
  timeoutSeconds: [1, 10],
  type: ['Opaque', 'ClusterIP', 'RollingUpdate'],
  volumeBindingMode: ['Immediate'],
  volumeLifecycleModes: [['Persistent']],
  volumeMode: ['Filesystem'],
  whenDeleted: ['Retain'],
  whenScaled: ['Retain'],
};

interface Computed {
  readonly path: RegExp;
  readonly when?: (live: Json, path: string, object: KubeObject) => boolean;
}

/** What the server makes from other fields of the object. */
const COMPUTED: readonly Computed[] = [
  { path: /^metadata\.annotations\["deprecated\.daemonset\.template\.generation"\]$/ },
  // The old name of serviceAccountName.
  { path: /(^|\.)spec\.serviceAccount$/ },
  { path: /^spec\.names\.(singular|listKind)$/ },
  { path: /\.targetPort$/, when: (live, path) => path.includes(`[port=${String(live)},`) },
  { path: /\.service\.port$/, when: (live) => live === 443 },
  {
    path: /\.hostPort$/,
    when: (live, path, object) =>
      path.includes(`[containerPort=${String(live)},`) && JSON.stringify(object).includes('"hostNetwork":true'),
  },
  {
    path: /^spec\.policyTypes$/,
    when: (live, _path, object) => isSame(live, ['Ingress', 'Egress']) && hasEgress(object),
  },
];

/** Would the server write this by itself? */
export function isDefault(object: KubeObject, path: string, live: Json): boolean {
  const key = /([\w-]+)$/.exec(path)?.[1] ?? '';
  if (Object.hasOwn(DEFAULTS, key) && DEFAULTS[key]?.some((value) => isSame(value, live)) === true) return true;
  return COMPUTED.some((row) => row.path.test(path) && (row.when === undefined || row.when(live, path, object)));
}

function hasEgress(object: KubeObject): boolean {
  const { spec } = object as KubeObject & { readonly spec?: Json };
  return isMap(spec) && Array.isArray(spec.egress) && spec.egress.length > 0;
}
