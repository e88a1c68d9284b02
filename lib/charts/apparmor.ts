import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { AppArmorLoader } from '../apparmor/loader';
import { Block, Expression, HelmChart, If, Range, ValueSchema } from '../helm';

/** Version of the chart and of the loader's image. */
const VERSION = '0.1.0';

/** Names that a ConfigMap takes as keys. */
const CONFIG_KEY = '^[-._a-zA-Z0-9]{1,253}$';

/** The API that Kubernetes has had up to 1.24. */
const POD_SECURITY_POLICY = 'policy/v1beta1';

/**
 * `charts/apparmor`: AppArmor profiles as values, loaded on every node.
 *
 * The values `profiles` and `securityPolicies` are those of the chart `gitlab/apparmor` that GitLab once shipped. With the
 * default values no profile is loaded and nothing is confined.
 */
export function apparmorChart(scope: Construct): HelmChart {
  const chart = new HelmChart(scope, 'apparmor', {
    version: VERSION,
    appVersion: VERSION,
    kubeVersion: '>=1.24.0-0',
    description: 'Loads AppArmor profiles on every node of a cluster, and shows what became of them.',
    keywords: ['apparmor', 'security', 'hardening'],
    home: 'https://gitlab.com/cdk8s-container-security/cdk8s-container-security',
    sources: ['https://gitlab.com/cdk8s-container-security/cdk8s-container-security'],
    maintainers: [{ name: 'The cdk8s-container-security authors', email: 'maintainers@example.com' }],
    annotations: { 'artifacthub.io/category': 'security', 'artifacthub.io/license': 'Apache-2.0' },
    readme: README,
  });
  const { values } = chart;
  const profiles = values.addMap('profiles', {
    description: 'AppArmor profiles: a name, and the text of the profile in the language of apparmor.d(5).',
    entries: ValueSchema.text({ minLength: 1 }),
    keyPattern: CONFIG_KEY,
    example: { 'deny-write': 'profile deny-write flags=(attach_disconnected) {\n  file,\n  deny /** w,\n}\n' },
  });
  const loader = loaderOf(chart, profiles);
  addSecurityPolicies(chart);
  addPodMonitor(chart, loader);
  addHelmTest(chart, loader);
  chart.addNotes(
    `AppArmor profiles are loaded by the DaemonSet ${loader.daemonSet.name} in the namespace ${chart.release.namespaceName}.`,
    '',
    'Which nodes are ready:',
    `  kubectl -n ${chart.release.namespaceName} get pods -l ${labels(loader.podSelector)} -o wide`,
    'What became of each profile on a node:',
    `  kubectl -n ${chart.release.namespaceName} exec POD -c loader -- /loader/loader status`,
    '',
    'The namespace must let in pods that mount host paths and add MAC_ADMIN:',
    `  kubectl label namespace ${chart.release.namespaceName} pod-security.kubernetes.io/enforce=privileged`,
  );
  chart.addNotesWhen(Expression.negate(profiles), '', 'No profile is given yet: set the value "profiles".');
  chart.addCiValues('default', {});
  chart.addCiValues('profiles', {
    profiles: {
      'ci-deny-write': 'profile ci-deny-write flags=(attach_disconnected) {\n  file,\n  deny /etc/** w,\n}\n',
    },
    loader: { pollSeconds: 5, unloadRemoved: true },
    podAnnotations: { 'example.com/note': 'yes' },
    tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
  });
  chart.addCiValues('monitoring', { metrics: { podMonitor: { enabled: true, interval: '30s' } } });
  chart.addCiValues('security-policies', {
    securityPolicies: {
      restricted: {
        defaultProfile: 'ci-deny-write',
        allowedProfiles: ['ci-deny-write', 'runtime/default', 'localhost/ci-unconfined', 'unconfined'],
        spec: {
          privileged: false,
          runAsUser: { rule: 'MustRunAsNonRoot' },
          seLinux: { rule: 'RunAsAny' },
          supplementalGroups: { rule: 'RunAsAny' },
          fsGroup: { rule: 'RunAsAny' },
          volumes: ['configMap', 'secret', 'emptyDir', 'projected'],
        },
      },
    },
  });
  return chart;
}

function loaderOf(chart: HelmChart, profiles: Expression): AppArmorLoader {
  const { values } = chart;
  const image = values.addImage('image', {
    description: 'Image of the loader.',
    repository: 'registry.gitlab.com/cdk8s-container-security/apparmor-loader',
  });
  const settings = values.addGroup('loader', 'How the loader works.');
  const anything = ValueSchema.anything();
  const pullSecrets = values.addList('imagePullSecrets', {
    description: 'Secrets for a private registry, by reference.',
    items: ValueSchema.record({
      name: { schema: ValueSchema.text({ minLength: 1 }), description: 'Name of the Secret.', required: true },
    }),
  });
  const nodeSelector = values.addMap('nodeSelector', {
    description: 'Labels that a node must have. Linux is asked for anyway.',
    entries: ValueSchema.text(),
  });
  const affinity = values.addMap('affinity', { description: 'Affinity of the pods.', entries: anything });
  const priority = values.addString('priorityClassName', {
    description: 'Priority class of the pods, such as system-node-critical.',
    defaultValue: '',
  });
  return new AppArmorLoader(chart, 'loader', {
    image: image.reference.asString(),
    imagePullPolicy: image.pullPolicy.asString(),
    profileMap: profiles,
    pollSeconds: settings
      .addInteger('pollSeconds', {
        description: 'Seconds between two looks at the profiles.',
        defaultValue: 10,
        minimum: 1,
        maximum: 3600,
      })
      .asNumber(),
    unloadRemoved: settings.addBoolean('unloadRemoved', {
      description:
        'Take a profile that is no longer given out of the kernel, once no process uses it. It needs a look at the processes of the node.',
      defaultValue: false,
    }),
    readyWithoutAppArmor: settings.addBoolean('readyWithoutAppArmor', {
      description: 'Count a node without AppArmor as ready. Its containers run unconfined.',
      defaultValue: true,
    }),
    resources: settings.addResources('resources', {
      description: 'Resources of the loader; the limit is for the profile compiler.',
      defaultValue: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '128Mi' } },
    }),
    tolerations: values.addList('tolerations', {
      description:
        'Taints that the pods tolerate. The default is all of them: a profile is needed wherever a pod may run.',
      items: ValueSchema.mapOf(anything),
      defaultValue: [{ operator: 'Exists' }],
    }),
    podSettings: {
      nodeSelector: nodeSelector.asMap(),
      affinity: Block.when(affinity, affinity),
      imagePullSecrets: Block.when(pullSecrets, pullSecrets),
      priorityClassName: Block.when(priority, priority),
    },
    podAnnotations: values.addMap('podAnnotations', {
      description: 'Annotations of the pods.',
      entries: ValueSchema.text(),
    }),
    podLabels: values.addMap('podLabels', {
      description: 'Labels of the pods.',
      entries: ValueSchema.text({ maxLength: 63 }),
    }),
    serviceAccountAnnotations: values
      .addGroup('serviceAccount', 'Service account of the pods. It has no rights and no token.')
      .addMap('annotations', { description: 'Annotations of the service account.', entries: ValueSchema.text() }),
  });
}

/** PodSecurityPolicies with AppArmor annotations, as GitLab's chart made them: only where the cluster still has that API. */
function addSecurityPolicies(chart: HelmChart): void {
  const policies = chart.values.addMap('securityPolicies', {
    description:
      'PodSecurityPolicies that put pods under profiles. Rendered only where the cluster has that API (up to Kubernetes 1.24).',
    keyPattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
    entries: ValueSchema.record({
      defaultProfile: {
        schema: ValueSchema.text({ pattern: PROFILE_NAME }),
        description: 'Profile of containers that name none: its name, or runtime/default.',
      },
      allowedProfiles: {
        schema: ValueSchema.listOf(ValueSchema.text({ pattern: PROFILE_NAME })),
        description: 'Profiles that containers may name: names, runtime/default or unconfined.',
      },
      spec: {
        schema: ValueSchema.mapOf(ValueSchema.anything()),
        description: 'The spec of the PodSecurityPolicy.',
        required: true,
      },
    }),
  });
  const served = new If(chart, 'served', {
    when: chart.capabilities.hasApi(`${POD_SECURITY_POLICY}/PodSecurityPolicy`),
  });
  const each = new Range(served, 'policies', { over: policies, keyName: 'name', itemName: 'policy' });
  const [fallback, allowed] = [each.item.field('defaultProfile'), each.item.field('allowedProfiles')];
  new ApiObject(each, 'policy', {
    apiVersion: POD_SECURITY_POLICY,
    kind: 'PodSecurityPolicy',
    metadata: {
      name: `${chart.fullname}-${each.key}`,
      annotations: {
        ...Block.pairs(fallback, {
          'apparmor.security.beta.kubernetes.io/defaultProfileName': references(
            Expression.call('list', fallback),
          ).asString(),
        }),
        ...Block.pairs(allowed, {
          'apparmor.security.beta.kubernetes.io/allowedProfileNames': references(allowed).asString(),
        }),
      },
    },
    spec: each.item.field('spec'),
  });
}

function addPodMonitor(chart: HelmChart, loader: AppArmorLoader): void {
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

/** `helm test`: the metrics of a node can be read. */
function addHelmTest(chart: HelmChart, loader: AppArmorLoader): void {
  new ApiObject(chart, 'metrics-test', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'test',
          image: includeImage(chart),
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

/** As `kubectl -l` takes them. */
function labels(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

function includeImage(chart: HelmChart): string {
  return chart.template('image').asString();
}

/** A profile: `NAME`, `localhost/NAME`, `runtime/default` or `unconfined`. Annotations hold lists with commas. */
const PROFILE_NAME = '^[^,<>]+$';

/**
 * Profiles as annotations have them: `localhost/` in front of a bare name, as GitLab's chart took it. The names are put into
 * brackets, so that each of them is looked at as a whole.
 */
function references(names: Expression): Expression {
  const marked = Expression.call('printf', '<localhost/%s>', Expression.call('join', '><localhost/', names));
  const known = '<localhost/(localhost/[^>]*|runtime/default|unconfined)>';
  const right = Expression.call('regexReplaceAll', known, marked, '<${1}>');
  return Expression.call(
    'trimSuffix',
    '>',
    Expression.call('trimPrefix', '<', Expression.call('replace', '><', ',', right)),
  );
}

const README = `With the default values the loader runs and loads nothing: no container is confined until you give a profile and put a
workload under it.

\`\`\`yaml
profiles:
  deny-write: |
    profile deny-write flags=(attach_disconnected) {
      file,
      deny /** w,
    }
\`\`\`

Put a container under it with \`securityContext.appArmorProfile: {type: Localhost, localhostProfile: deny-write}\`
(Kubernetes 1.30 and newer), or with the annotation
\`container.apparmor.security.beta.kubernetes.io/CONTAINER: localhost/deny-write\` before.

The loader runs as root with the capability MAC_ADMIN and no other, without AppArmor confinement of its own, and mounts
\`/sys/kernel/security\` and a folder of its own below \`/run/apparmor-loader\` of the node. Its namespace must allow that: label it
\`pod-security.kubernetes.io/enforce: privileged\`. It has no access to the API server.`;
