import { isObject } from '../../diagnostics/predicates';

/** Labels of pods: the values that a label can have, or `ANY` where only the cluster knows. */
export interface PodGroup {
  readonly name: string;
  readonly labels: Readonly<Record<string, readonly string[] | typeof ANY>>;
}

/** A value that is not known here, such as the name of the release. */
export const ANY = Symbol('any');

const TRACKS = ['stable', 'canary', 'rollout'];
const HELM = ['Helm'];

/** Labels of the application's objects, hooks included: `sharedlabels` of the chart. */
const SHARED: PodGroup['labels'] = {
  app: ANY,
  chart: ANY,
  release: ANY,
  heritage: HELM,
  'app.kubernetes.io/name': ANY,
  'helm.sh/chart': ANY,
  'app.kubernetes.io/managed-by': HELM,
  'app.kubernetes.io/instance': ANY,
};

/** Pods of Bitnami's chart 8.2.1, which the pipeline installs beside the application. */
const DATABASE: PodGroup = {
  name: 'the database',
  labels: {
    app: ['postgresql'],
    chart: ANY,
    release: ANY,
    heritage: HELM,
    role: ['master', 'slave'],
    'statefulset.kubernetes.io/pod-name': ANY,
    'controller-revision-hash': ANY,
  },
};

/** Annotations of the chart that are taken for labels, GitLab's own documentation among those who do. */
export const ANNOTATIONS = ['app.gitlab.com/app', 'app.gitlab.com/env'];

/** The pods of a release with these values, as the templates of image v2.113.0 label them. */
export function podsOf(values: Readonly<Record<string, unknown>>): readonly PodGroup[] {
  const application = mapOf(values.application);
  const shared = { ...SHARED, ...fixed(values.extraLabels) };
  const tier = typeof application.tier === 'string' ? application.tier : 'web';
  const worker = { track: TRACKS, tier: ['worker'], release: ANY } as const;
  return [
    { name: 'the application', labels: { ...shared, track: TRACKS, tier: [tier], 'pod-template-hash': ANY } },
    { name: 'workers', labels: worker },
    ...Object.entries(mapOf(values.workers)).map(([name, each]) => ({
      name: `worker ${name}`,
      labels: { ...worker, ...fixed(mapOf(each).labels), 'pod-template-hash': ANY },
    })),
    { name: 'cron jobs', labels: { app: ANY, release: ANY, track: TRACKS, tier: ['cronjob'], ...JOB } },
    { name: 'db-migrate and db-initialize', labels: { ...shared, ...JOB } },
    DATABASE,
    ...podsOfResources(values.customResources),
  ];
}

const JOB: PodGroup['labels'] = {
  'job-name': ANY,
  'controller-uid': ANY,
  'batch.kubernetes.io/job-name': ANY,
  'batch.kubernetes.io/controller-uid': ANY,
};

/** Pods that custom resources make: wherever a `template` with `metadata` is, or a Pod itself. */
function podsOfResources(resources: unknown): readonly PodGroup[] {
  if (Array.isArray(resources)) return resources.flatMap(podsOfResources);
  const { kind, metadata, ...parts } = mapOf(resources);
  const labels = kind === undefined || kind === 'Pod' ? mapOf(metadata).labels : undefined;
  const own = isObject(labels) ? [{ name: 'a custom resource', labels: fixed(labels) }] : [];
  return [...own, ...Object.values(parts).flatMap(podsOfResources)];
}

function fixed(labels: unknown): PodGroup['labels'] {
  return Object.fromEntries(
    Object.entries(mapOf(labels)).map(([key, value]) => [key, isOpen(value) ? ANY : [String(value)]]),
  );
}

/** Whether a text is known only when it is rendered. */
export function isOpen(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{');
}

/** The value when it is an object, else an empty one. */
export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
