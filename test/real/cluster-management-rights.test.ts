import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Falco, Falcosidekick } from '../../lib/falco';
import { Alertmanager } from '../../lib/gitlab/alertmanager';
import type { ClusterManagementProject } from '../../lib/gitlab/cluster-management-project';
import { Cilium } from '../../lib/network';
import { CUSTOM_APIS } from '../charts/custom-apis/custom-apis';
import { SHIPPED } from '../charts/shipped';
import { type Document, PROPS, ProjectFolder } from '../gitlab/cluster-management/folder';
import { command } from '../project/hand-written';
import { describeWith } from '../tools/describe';
import { UPSTREAM_CHARTS } from '../tools/upstream';
import { type Request, requestsOf } from './cluster/audit';
import { clusterTools, kubectl } from './cluster/cluster';
import { type RunningCluster, startCluster } from './cluster/control-plane';
import { jobConfig } from './job-config';

type Values = Readonly<Record<string, unknown>>;

/** One application: how it is added, and values that switch on everything that it can write. */
interface Subject {
  readonly add: (project: ClusterManagementProject, values: Values) => void;
  readonly full: Values;
  /** Somebody else's: a chart that the environment gives. */
  readonly upstream?: true;
}

/** The values of a chart of ours that switch on most. */
const everything = (name: string): Values => {
  const cases = SHIPPED.find((shipped) => shipped.name === name)?.cases ?? [];
  return Object.assign({}, ...cases.filter((each) => !each.name.startsWith('without-')).map(({ values }) => values));
};

const WEBUI = { enabled: true, replicaCount: 1, redis: { storageEnabled: false }, ingress: { enabled: true } };
const WATCHED = { serviceMonitor: { enabled: true }, prometheusRules: { enabled: true } };

const SUBJECTS: Readonly<Record<string, Subject>> = {
  apparmor: { add: (project, values) => void project.addAppArmor({ values }), full: everything('apparmor') },
  'network-policies': {
    add: (project, values) => void project.addNetworkPolicies({ values }),
    full: everything('network-policies'),
  },
  'pod-security': {
    add: (project, values) => void project.addPodSecurity({ values }),
    full: everything('pod-security'),
  },
  falco: {
    upstream: true,
    add: (project, values) => project.configure(new Falco(project, 'falco'), { values }),
    full: {
      metrics: { enabled: true },
      serviceMonitor: { create: true },
      collectors: { kubernetes: { enabled: true } },
      falcosidekick: { enabled: true, replicaCount: 1, webui: WEBUI, ...WATCHED },
    },
  },
  falcosidekick: {
    upstream: true,
    add: (project, values) =>
      project.configure(new Falcosidekick(project, 'falcosidekick', { replicas: 1 }), { values }),
    full: {
      config: { policyreport: { enabled: true } },
      ingress: { enabled: true },
      grafana: { dashboards: { enabled: true } },
      webui: WEBUI,
      ...WATCHED,
    },
  },
  cilium: {
    upstream: true,
    // Two operators want a node each.
    add: (project, values) =>
      project.configure(new Cilium(project, 'cilium', { values: { operator: { replicas: 1 } } }), { values }),
    full: {
      kubeProxyReplacement: true,
      resourceQuotas: { enabled: true },
      // Nobody gives a balancer an address here, and helm would wait for it.
      ingressController: { enabled: true, default: true, service: { type: 'NodePort' } },
      hubble: {
        relay: { enabled: true },
        ui: { enabled: true, ingress: { enabled: true } },
        tls: { auto: { method: 'cronJob', schedule: '0 0 1 */4 *' } },
      },
      operator: {
        podDisruptionBudget: { enabled: true },
        prometheus: { enabled: true, serviceMonitor: { enabled: true } },
      },
    },
  },
  alertmanager: {
    upstream: true,
    add: (project, values) =>
      project.configure(new Alertmanager(project, 'alertmanager', { persistent: false }), { values }),
    full: { ingress: { enabled: true }, podDisruptionBudget: { maxUnavailable: 1 } },
  },
};

/** Kinds of the Prometheus operator, with whatever stands in them. */
const OPERATOR_APIS = ['ServiceMonitor', 'PrometheusRule'].map((kind) => {
  const [singular, plural] = [kind.toLowerCase(), `${kind.toLowerCase()}s`];
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.monitoring.coreos.com` },
    spec: {
      group: 'monitoring.coreos.com',
      scope: 'Namespaced',
      names: { kind, singular, plural },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
});

/** Kinds that servers of this minor have no more: older clusters get them. */
const OLDER: readonly string[] = ['policy/podsecuritypolicies'];

const CHANGING: readonly string[] = ['create', 'update', 'patch', 'delete'];
const MINOR = '1.36';

describeWith([...clusterTools(MINOR), 'kubectl', 'helmfile', 'helm3', 'helm4'], 'the rights of jobs', () => {
  let cluster: RunningCluster;
  /** `patch apps/deployments`: what the writers of all applications may do, and what they did. */
  const granted = new Set<string>();
  const used = new Set<string>();

  beforeAll(async () => {
    cluster = await startCluster(MINOR, { audit: true });
    const items = [...CUSTOM_APIS, ...OPERATOR_APIS];
    await kubectl(cluster, ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await kubectl(cluster, ['wait', '--for=condition=Established', '--timeout=30s', 'crd', '--all']);
  });
  afterAll(() => cluster?.stop());

  const subjects = Object.keys(SUBJECTS).map((name) => {
    const chart = join(UPSTREAM_CHARTS ?? '', name);
    const isAbsent = SUBJECTS[name]?.upstream === true && (UPSTREAM_CHARTS === undefined || !existsSync(chart));
    return {
      name,
      chart,
      isAbsent,
      title: isAbsent ? `${name} (set UPSTREAM_CHARTS to a folder with its chart)` : name,
    };
  });
  describe.each(subjects)('for $title', ({ name, chart, isAbsent }) => {
    const { add, full, upstream } = SUBJECTS[name] as Subject;

    it.skipIf(isAbsent).each(['helm3', 'helm4'])(
      'are enough to compare, install, change and remove it with %s, and no kind of them is too much',
      async (helm) => {
        const folder = new ProjectFolder();
        const people = { writer: ['gitlab:project_env', ':default'], reader: ['gitlab:project', ''] } as const;
        const user = (person: string): string => `${person}-${helm}-${name}`;
        const jobs = Object.entries(people).map(([person, [kind, slug]]) => {
          const groups = ['gitlab:ci_job', `gitlab:project:${PROPS.projectId}`, `${kind}:${PROPS.projectId}${slug}`];
          return [person, { user: user(person), groups }] as const;
        });
        folder.write('.kube/config', jobConfig(cluster.kubeconfig, Object.fromEntries(jobs)));

        /** The chart lies on this machine: nobody has to be asked for it. */
        const synth = (fill: (project: ClusterManagementProject) => void): void => {
          folder.synth(fill);
          const path = `applications/${name}/helmfile.yaml`;
          if (upstream !== true) return;
          const text = folder.read(path).replace(/repositories:\n(?: .*\n)+/, '');
          folder.write(path, text.replace(/chart: \S+\n +version: .*/, `chart: ${chart}\n    skipDeps: true`));
        };
        const run = async (person: keyof typeof people, ...args: readonly string[]) => {
          const config = { kubeconfig: folder.path('.kube/config') };
          const { stdout, stderr, exitCode } = await command(config, helm, [...args, folder.root], {
            HELM_CACHE_HOME: folder.path('.helm'),
          });
          return { exitCode, said: exitCode < 2 ? '' : `${person}: ${stdout}${stderr}` };
        };
        const done = { exitCode: expect.toBeOneOf([0, 1]), said: '' };
        try {
          synth((project) => add(project, {}));
          await kubectl(cluster, [
            'apply',
            ...['namespaces', 'rbac/ci-access'].map((each) => `-f=${folder.path(each)}.yaml`),
          ]);
          for (const values of [{}, full]) {
            // Somebody takes a label away: the next run puts it back.
            await kubectl(cluster, ['label', 'namespaces', '--all', 'app.gitlab.com/managed_by-']);
            synth((project) => add(project, values));
            expect(await run('reader', 'diff', '--offline', '--kube-context=reader')).toEqual({
              exitCode: 1,
              said: '',
            });
            expect(await run('writer', 'apply', '--kube-context=writer')).toEqual(done);
          }
          const writer = rulesOf(folder, 'writer');
          const reader = rulesOf(folder, 'reader');
          synth(() => undefined);
          expect(await run('writer', 'apply', '--kube-context=writer')).toEqual(done);

          const requests = requestsOf(cluster, user('writer'));
          expect(denied([...requests, ...requestsOf(cluster, user('reader'))])).toEqual([]);
          const changed = new Set(requests.filter(({ verb }) => CHANGING.includes(verb)).map(idOf));
          const mayChange = writer.filter(({ verbs }) => verbs.includes('delete'));
          expect(kindsOf(mayChange).filter((kind) => !changed.has(kind))).toEqual([]);
          const read = new Set(requestsOf(cluster, user('reader')).map(idOf));
          expect(kindsOf(reader).filter((kind) => !read.has(kind))).toEqual([]);
          expect(kindsOf(reader)).not.toContain('/secrets');
          for (const each of requests) used.add(`${each.verb} ${idOf(each)}`);
          for (const each of writer) {
            for (const verb of each.verbs) for (const kind of kindsOf([each])) granted.add(`${verb} ${kind}`);
          }
        } finally {
          // A namespace that is on its way out takes nothing from the next one.
          await kubectl(cluster, ['wait', '--for=delete', 'namespace/cilium-secrets', '--timeout=60s']);
          await kubectl(cluster, ['delete', '--ignore-not-found', `-f=${folder.path('rbac/ci-access.yaml')}`]);
          folder.remove();
        }
      },
    );
  });

  it.skipIf(subjects.some(({ isAbsent }) => isAbsent))('hold no verb that no helm needs for any application', () => {
    expect(granted.size).toBeGreaterThan(50);
    // Who watches lists first, where the server does not stream the beginning.
    const isUsed = (each: string): boolean => used.has(each) || used.has(each.replace(/^list /, 'watch '));
    expect([...granted].filter((each) => !isUsed(each)).sort()).toEqual([]);
  });
});

/** What was refused, but for looking for what is left of earlier installations: that takes what it may list. */
const denied = (requests: readonly Request[]): readonly string[] =>
  requests
    .filter(({ code, verb, agent }) => code === 403 && !(verb === 'list' && agent === 'kubectl'))
    .map((each) => `${each.verb} ${idOf(each)} ${each.namespace}/${each.name}`);

const idOf = ({ group, resource }: Request): string => `${group}/${resource}`;

/** The rules of a role, with its part for the whole cluster. To hand out rights is no request that anybody sees. */
const rulesOf = (folder: ProjectFolder, role: string): Document['rules'] =>
  folder
    .yaml('rbac/ci-access.yaml')
    .filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name.startsWith(`container-security-${role}`))
    .flatMap(({ rules }) => rules)
    .filter(({ verbs }) => !verbs.includes('escalate'));

const kindsOf = (rules: Document['rules']): readonly string[] => {
  const all = rules.flatMap(({ apiGroups, resources }) => resources.map((each) => `${apiGroups[0]}/${each}`));
  return [...new Set(all)].filter((kind) => !OLDER.includes(kind));
};
