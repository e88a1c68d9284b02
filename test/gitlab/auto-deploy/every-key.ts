import type { AutoDeployValuesProps } from '../../../lib/gitlab/auto-deploy-values';

const OWN_PROBE = {
  probeType: 'exec',
  command: ['true'],
  initialDelaySeconds: 1,
  timeoutSeconds: 1,
  path: '/',
  scheme: 'HTTP',
  port: 1,
};
const SECURITY = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
  appArmorProfile: { type: 'Localhost', localhostProfile: 'deny-write' },
  seLinuxOptions: { level: 's0' },
} as const;
const POD_SECURITY = {
  ...SECURITY,
  fsGroup: 1000,
  fsGroupChangePolicy: 'OnRootMismatch',
  supplementalGroups: [1000],
  supplementalGroupsPolicy: 'Strict',
  seLinuxChangePolicy: 'Recursive',
  sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }],
};
const CONTAINER_SECURITY = {
  ...SECURITY,
  allowPrivilegeEscalation: false,
  capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
  privileged: false,
  procMount: 'Default',
  readOnlyRootFilesystem: true,
};
const SCHEDULING = {
  nodeSelector: { disk: 'fast' },
  affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
  tolerations: [{ key: 'a', operator: 'Exists' }],
};
const POD = {
  ...SCHEDULING,
  strategyType: 'RollingUpdate',
  lifecycle: { postStart: { exec: { command: ['true'] } } },
  initContainers: [{ name: 'wait', image: 'registry.example.com/wait:1' }],
  hostNetwork: true,
  dnsPolicy: 'ClusterFirstWithHostNet',
  dnsConfig: { options: [{ name: 'ndots', value: '1' }] },
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
  terminationGracePeriodSeconds: 5,
};
const RESOURCES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } };
const VOLUMES = {
  extraVolumes: [{ name: 'tmp', emptyDir: {} }],
  extraVolumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
};
const ENV_FROM = [{ configMapRef: { name: 'settings', optional: true } }];
const PROBE = {
  enabled: true,
  probeType: 'httpGet',
  path: '/health',
  scheme: 'HTTP',
  port: 8080,
  httpHeaders: [{ name: 'X-Probe', value: 'one' }],
  command: ['true'],
  initialDelaySeconds: 1,
  timeoutSeconds: 1,
};

/** A value for every key that a values file can set, each as the chart and the API server take it. */
export const EVERY_KEY: AutoDeployValuesProps = {
  ...POD,
  ...VOLUMES,
  image: { pullPolicy: 'Always', secrets: [{ name: 'pull' }] },
  extraLabels: { team: 'shop' },
  podAnnotations: { note: 'one' },
  resources: RESOURCES,
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { tier: 'web' } },
    },
  ],
  priorityClassName: 'system-node-critical',
  nameOverride: 'shop',
  securityContext: POD_SECURITY,
  containerSecurityContext: CONTAINER_SECURITY,
  serviceAccount: { name: 'shop', createNew: true, annotations: { note: 'one' } },
  serviceAccountName: 'shop',
  networkPolicy: {
    enabled: true,
    spec: {
      podSelector: { matchLabels: { tier: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: 8080 }] }],
    },
  },
  customResources: [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'one-{{ .Release.Name }}' },
      data: { a: '{{`{{`}} literal }}' },
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ include "fullname" . }}-two' }, data: { b: '1' } },
  ],
  application: { tier: 'web', command: ['/bin/sh'], args: ['-c', 'serve'] },
  extraEnv: [{ name: 'MODE', value: 'one' }],
  extraEnvFrom: ENV_FROM,
  persistence: {
    enabled: true,
    volumes: [
      {
        name: 'data',
        mount: { path: '/data', subPath: 'a' },
        claim: { accessMode: 'ReadWriteOnce', size: '1Gi', storageClass: 'fast', volumeName: 'pv-1' },
      },
    ],
  },
  service: {
    enabled: true,
    annotations: { note: 'one' },
    name: 'web',
    serviceType: 'NodePort',
    commonName: 'shop.example.com',
    externalPort: 80,
    internalPort: 8080,
    nodePort: 30001,
    extraPorts: [{ name: 'metrics', port: 9090, targetPort: 9090, protocol: 'TCP' }],
  },
  ingress: {
    enabled: true,
    path: '/shop',
    className: 'nginx',
    annotations: { note: 'one' },
    tls: { enabled: true, acme: false, secretName: 'shop-tls', useDefaultSecret: false },
    modSecurity: {
      enabled: true,
      secRuleEngine: 'On',
      secRules: [{ variable: 'ARGS', operator: '@rx x', action: 'deny' }],
    },
  },
  prometheus: { metrics: true },
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: { ...PROBE, failureThreshold: 3, periodSeconds: 5 },
  hpa: {
    enabled: true,
    minReplicas: 1,
    maxReplicas: 3,
    targetCPUUtilizationPercentage: 70,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
  },
  podDisruptionBudget: { enabled: true, minAvailable: 1 },
  workers: {
    mail: {
      ...POD,
      ...VOLUMES,
      replicaCount: 2,
      image: { repository: 'registry.example.com/mail', tag: '1', pullPolicy: 'Always', secrets: [{ name: 'pull' }] },
      command: ['/bin/mail'],
      labels: { worker: 'mail' },
      securityContext: POD_SECURITY,
      containerSecurityContext: CONTAINER_SECURITY,
      livenessProbe: { ...OWN_PROBE, httpHeaders: [] },
      readinessProbe: { ...OWN_PROBE, httpHeaders: [] },
      preStopCommand: ['/bin/stop'],
      resources: RESOURCES,
      extraEnv: [{ name: 'MODE', value: 'mail' }],
      extraEnvFrom: ENV_FROM,
    },
  },
  cronjobs: {
    report: {
      ...SCHEDULING,
      ...VOLUMES,
      schedule: '0 3 * * *',
      image: { repository: 'registry.example.com/report', tag: '1' },
      command: ['/bin/sh'],
      args: ['-c', '"echo a: b"'],
      concurrencyPolicy: 'Replace',
      failedJobsHistoryLimit: 2,
      successfulJobsHistoryLimit: 2,
      startingDeadlineSeconds: 60,
      activeDeadlineSeconds: 600,
      backoffLimit: 2,
      restartPolicy: 'Never',
      securityContext: POD_SECURITY,
      containerSecurityContext: CONTAINER_SECURITY,
      livenessProbe: { ...OWN_PROBE, failureThreshold: 3, periodSeconds: 10 },
      readinessProbe: { ...OWN_PROBE, failureThreshold: 3, periodSeconds: 10 },
      extraEnvFrom: ENV_FROM,
    },
  },
};
