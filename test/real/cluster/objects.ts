/** Objects that a control plane needs before the first pod can be ready. */
import { profileAnnotations } from '../../../lib/pod-security/language/annotations';
import { PERMISSIVE } from '../../pod-security/permissive';

interface Placed {
  /** Path of the API that creates it. */
  readonly path: string;
  readonly object: unknown;
}

const RBAC = 'rbac.authorization.k8s.io';

/** Room for every pod of every test; kwok keeps it ready. */
const ROOM = { cpu: '1000', memory: '1Ti', 'ephemeral-storage': '1Ti', pods: '10000' };

export const NODE: Placed = {
  path: '/api/v1/nodes',
  object: {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 'node-1',
      labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': 'node-1' },
    },
    status: { capacity: ROOM, allocatable: ROOM },
  },
};

/**
 * With its admission plugin on, a server without any PodSecurityPolicy refuses every pod. This one allows everything
 * to everybody, changes nothing in a pod, and sorts last so that a test's own policy of equal fit comes first.
 */
export const PERMISSIVE_POD_SECURITY: readonly Placed[] = [
  {
    path: '/apis/policy/v1beta1/podsecuritypolicies',
    object: {
      apiVersion: 'policy/v1beta1',
      kind: 'PodSecurityPolicy',
      metadata: { name: 'zz-permissive', annotations: profileAnnotations(PERMISSIVE.profiles) },
      spec: PERMISSIVE.spec,
    },
  },
  {
    path: `/apis/${RBAC}/v1/clusterroles`,
    object: {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'psp-permissive' },
      rules: [
        { apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames: ['zz-permissive'], verbs: ['use'] },
      ],
    },
  },
  {
    path: `/apis/${RBAC}/v1/clusterrolebindings`,
    object: {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'psp-permissive' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'psp-permissive' },
      subjects: ['system:serviceaccounts', 'system:authenticated'].map((name) => ({
        apiGroup: RBAC,
        kind: 'Group',
        name,
      })),
    },
  },
];
