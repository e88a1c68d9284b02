import { NAMESPACE_NAME } from '../../kubernetes/labels';
import type { AutoDeployValuesProps } from './props';
import type {
  AutoDeployAppArmorProps,
  AutoDeployMonitorProps,
  AutoDeployNetworkPolicyProps,
  AutoDeployRestrictedProps,
} from './ready-props';

// The values behind AutoDeployValues.appArmor(), restricted(), networkPolicy() and monitorOnly(), each with what its file says.

/** Every container under one profile. */
export function appArmorValues(props: AutoDeployAppArmorProps): AutoDeployValuesProps {
  return {
    autoDeployImageVersion: props.autoDeployImageVersion,
    containerSecurityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: props.profileName } },
    comments: [
      `Puts the application, its workers and its cron jobs under the AppArmor profile "${props.profileName}".`,
      '',
      'Before: install the chart "apparmor" with that profile among its values, so that every node has it. Where a node',
      'does not have it, or has no AppArmor, the pods do not start there.',
      'Needs Kubernetes 1.30 and auto-deploy-image v2.69.0, or newer.',
      'Not reached: initContainers, which need a securityContext of their own, the jobs db-migrate and db-initialize, and',
      'the database.',
    ],
  };
}

/** What Pod Security's level `restricted` asks of pods. */
export function restrictedValues(props: AutoDeployRestrictedProps): AutoDeployValuesProps {
  const { readOnlyRootFilesystem, runAsUser } = props;
  return {
    autoDeployImageVersion: props.autoDeployImageVersion,
    securityContext: { runAsNonRoot: true, ...(runAsUser === undefined ? {} : { runAsUser }), seccompProfile: RUNTIME },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      ...(readOnlyRootFilesystem === undefined ? {} : { readOnlyRootFilesystem }),
    },
    ...(readOnlyRootFilesystem === true ? WRITABLE_TMP : {}),
    comments: [
      'Gives the application, its workers and its cron jobs no more rights than the level "restricted" of Pod Security',
      'allows: no root, no new privileges, no capabilities, the system calls that the container runtime lets through.',
      '',
      ...(runAsUser === undefined
        ? [
            'Before: the image must name a user by number (USER 1000), or start with securityContext.runAsUser here. Images that',
            'Auto Build makes from buildpacks may run as root: their pods do not start.',
          ]
        : [`Everything runs as user ${runAsUser}: the files of the image must be readable for it.`]),
      'Needs Kubernetes 1.19 and auto-deploy-image v2.69.0, or newer.',
      'Not reached: initContainers, which need a securityContext of their own, the jobs db-migrate and db-initialize (DB_MIGRATE,',
      'DB_INITIALIZE), and the database: in a namespace that enforces "restricted" those are refused.',
    ],
  };
}

const RUNTIME = { type: 'RuntimeDefault' } as const;

const WRITABLE_TMP: AutoDeployValuesProps = {
  extraVolumes: [{ name: 'tmp', emptyDir: {} }],
  extraVolumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
};

/** Where GitLab and its documentation put ingress controllers. */
const INGRESS_NAMESPACES = ['gitlab-managed-apps', 'ingress-nginx'];

/** Every address, but for those under which clouds give credentials to whoever asks. */
const WORLD = [
  { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
  { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
];

/** Who reaches the pods, and what they reach. */
export function networkPolicyValues(props: AutoDeployNetworkPolicyProps): AutoDeployValuesProps {
  const { ingressNamespaces = INGRESS_NAMESPACES, limitEgress = false, egressCidrs } = props;
  const byName =
    ingressNamespaces.length === 0
      ? []
      : [
          {
            namespaceSelector: {
              matchExpressions: [{ key: NAMESPACE_NAME, operator: 'In', values: ingressNamespaces }],
            },
          },
        ];
  const from = [
    { podSelector: {} },
    { namespaceSelector: { matchLabels: { 'app.gitlab.com/managed_by': 'gitlab' } } },
    ...byName,
  ];
  const blocks = egressCidrs?.map((cidr) => ({ ipBlock: { cidr } })) ?? WORLD;
  const egress = [
    {
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
    { to: [{ podSelector: {} }] },
    ...(blocks.length === 0 ? [] : [{ to: blocks }]),
  ];
  return {
    autoDeployImageVersion: props.autoDeployImageVersion,
    networkPolicy: {
      enabled: true,
      spec: {
        // Pods of the application, its workers and its cron jobs have this label; the database and strangers do not.
        podSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
        policyTypes: limitEgress ? ['Ingress', 'Egress'] : ['Ingress'],
        ingress: [{ from }],
        ...(limitEgress ? { egress } : {}),
      },
    },
    comments: [
      'Lets connections to the application, its workers and its cron jobs come from two sides only: their own namespace, and',
      `namespaces with an ingress controller (${['labelled app.gitlab.com/managed_by: gitlab', ...ingressNamespaces].join(', ')}).`,
      limitEgress
        ? 'What they reach: names (port 53), the namespace, and the blocks of addresses below.'
        : 'What they reach is not limited.',
      '',
      'Before: look which namespace your ingress controller is in, and what else comes in (Prometheus, other applications).',
      'A controller in the network of its node (hostNetwork) comes from no namespace: add the addresses of the nodes.',
      'Needs Kubernetes 1.22, a network plugin that knows NetworkPolicy, and auto-deploy-image v2.0.0, or newer.',
      'Not reached: the jobs db-migrate and db-initialize, and the database.',
    ],
  };
}

/** The label and annotation that say that nothing is enforced. */
export const MODE_KEY = 'container-security/mode';

/** Nothing is enforced: pods are only marked, so that what is found about them can be told apart. */
export function monitorValues(props: AutoDeployMonitorProps): AutoDeployValuesProps {
  const mode = { [MODE_KEY]: 'monitor' };
  return {
    autoDeployImageVersion: props.autoDeployImageVersion,
    extraLabels: { ...props.labels, ...mode },
    podAnnotations: mode,
    comments: [
      'Blocks nothing and needs nothing on the nodes: marks the pods, so that alerts of Falco and flows of Hubble about them can',
      'be found and sent elsewhere. Start with it, look at what is reported, then take the other files.',
      '',
      `  Falco    condition: k8s.pod.label[${MODE_KEY}] = monitor`,
      `  Hubble   hubble observe --label ${MODE_KEY}=monitor`,
      `  kubectl  kubectl get pods -l ${MODE_KEY}=monitor`,
      '',
      'Needs auto-deploy-image v2.3.0 or newer; any Kubernetes.',
      'Not reached by the label, only by the annotation: workers (set workers.NAME.labels) and cron jobs. Not reached at all: the',
      'database. The jobs db-migrate and db-initialize carry the label.',
    ],
  };
}
