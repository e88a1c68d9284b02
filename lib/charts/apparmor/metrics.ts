import { ApiObject } from 'cdk8s';
import type { AppArmorLoader } from '../../apparmor/loader';
import { Block, Expression, type HelmChart, If } from '../../helm';

/** A PodMonitor, for clusters whose Prometheus is run by the operator. */
export function addPodMonitor(chart: HelmChart, loader: AppArmorLoader): void {
  const monitor = chart.values
    .addGroup('metrics', 'Prometheus metrics, on the port 9117 of each pod.')
    .addGroup('podMonitor', 'A PodMonitor of the Prometheus operator.');
  const enabled = monitor.addBoolean('enabled', {
    description: 'Make one, where the cluster has that API.',
    defaultValue: false,
  });
  const interval = monitor.addString('interval', {
    description: 'Time between two scrapes.',
    defaultValue: '60s',
    pattern: '^[0-9]+(ms|s|m|h)$',
  });
  const wanted = new If(chart, 'monitored', {
    when: Expression.allOf(enabled, chart.capabilities.hasApi('monitoring.coreos.com/v1')),
  });
  new ApiObject(wanted, 'monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    spec: {
      selector: { matchLabels: loader.podSelector },
      podMetricsEndpoints: [{ port: 'metrics', path: '/metrics/', interval: interval.asString() }],
    },
  });
}

/** `helm test`: the metrics of a node can be read. The image is the loader's, and pulled with the same secrets. */
export function addHelmTest(chart: HelmChart, loader: AppArmorLoader, pullSecrets: Expression): void {
  new ApiObject(chart, 'metrics-test', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      imagePullSecrets: Block.when(pullSecrets, pullSecrets),
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'test',
          image: chart.template('image').asString(),
          command: ['wget', '-q', '-O', '-', `http://${loader.metricsService.name}:9117/metrics/`],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: { requests: { cpu: '5m', memory: '8Mi' }, limits: { memory: '32Mi' } },
        },
      ],
    },
  });
}
