import type { PodAnswer } from '../pod/answer';
import { withAppArmorFields } from '../pod/app-armor-fields';
import { arrivingPod } from '../pod/arriving';
import type { Container, Pod } from '../pod/model';
import type { PodRequest } from '../pod/request';
import { evaluateLevel, violation } from './evaluate';
import { type LevelOfMode, type LevelVersion, levelsOfNamespace } from './namespace';
import { minorOfPolicy, versionInCluster } from './version';

/** The first minor that fills AppArmor fields in from the annotations. No verdict changes by it, but the container is named. */
const APPARMOR_FIELDS_SINCE = 30;

/** What whoever runs the server says of Pod Security Admission in its configuration. */
export interface PodSecurityConfiguration {
  /** What holds in namespaces without labels. @default - privileged, latest */
  readonly defaults?: LevelOfMode;
  /** Whose pods are not looked at. @default - nobody's */
  readonly exemptions?: {
    readonly usernames?: readonly string[];
    readonly namespaces?: readonly string[];
    readonly runtimeClasses?: readonly string[];
  };
}

/** Subresources of pods that hold no pod, or change none. All others are judged, `ephemeralcontainers` and `resize` among them. */
const IGNORED_SUBRESOURCES: readonly string[] = [
  'exec',
  'attach',
  'binding',
  'eviction',
  'log',
  'portforward',
  'proxy',
  'status',
];

/**
 * Whether Pod Security Admission looks at a request for a pod. Of an update it looks only at what can change a pod for the
 * worse: another number of containers, another image, a new ephemeral container.
 */
export function isJudged({ operation, subresource = '', pod, oldPod }: PodRequest): boolean {
  if (IGNORED_SUBRESOURCES.includes(subresource)) return false;
  return operation === 'CREATE' || oldPod === undefined || isSignificant(pod, oldPod);
}

const LISTS = ['containers', 'initContainers'] as const;

function isSignificant({ spec }: Pod, { spec: before }: Pod): boolean {
  const otherImage = (container: Container, old: Container | undefined): boolean =>
    old === undefined || (container.image ?? '') !== (old.image ?? '');
  const changed = LISTS.some((list) => {
    const [now, then] = [spec[list] ?? [], before[list] ?? []];
    return now.length !== then.length || now.some((container, index) => otherImage(container, then[index]));
  });
  const ephemeral = before.ephemeralContainers ?? [];
  return (
    changed ||
    (spec.ephemeralContainers ?? []).some((container) =>
      otherImage(
        container,
        ephemeral.find(({ name }) => name === container.name),
      ),
    )
  );
}

const ALLOWED: PodAnswer = { allowed: true, reasons: [] };

const has = (names: readonly string[] | undefined, name: string | undefined): boolean =>
  Boolean(name) && (names?.some((each) => each === name) ?? false);

const answerOf = (pod: Pod, { level, version }: LevelVersion, cluster: string): PodAnswer =>
  evaluateLevel(pod, level, versionInCluster(version, cluster));

/** What is told of a pod that is let in: to the user, and in the audit log. */
function warningsOf(pod: Pod, { warn, audit }: LevelOfMode, cluster: string): readonly string[] {
  const told = [warn, audit].flatMap((of) => {
    const answer = answerOf(pod, of, cluster);
    return answer.allowed ? [] : [`would ${violation(of.level, of.version, answer).replace('violates', 'violate')}`];
  });
  return [...new Set(told)];
}

const withWarnings = (warnings: readonly string[]): PodAnswer =>
  warnings.length === 0 ? ALLOWED : { ...ALLOWED, warnings };

const isExempt = ({ namespaceName, user }: PodRequest, { exemptions }: PodSecurityConfiguration): boolean =>
  has(exemptions?.namespaces, namespaceName) || has(exemptions?.usernames, user.username);

/**
 * What Pod Security Admission answers to a request for a pod, by the labels of its namespace. What the server fills in
 * before that is filled in here.
 *
 * @param cluster minor of the server, such as `1.36`: `latest` is the standard of that minor.
 */
export function evaluatePodSecurity(
  request: PodRequest,
  cluster: string,
  configuration: PodSecurityConfiguration = {},
): PodAnswer {
  const { namespaceLabels = {} } = request;
  if (!isJudged(request) || isExempt(request, configuration)) return ALLOWED;
  const arriving = arrivingPod(request.pod);
  const pod = minorOfPolicy(cluster) >= APPARMOR_FIELDS_SINCE ? withAppArmorFields(arriving) : arriving;
  if (has(configuration.exemptions?.runtimeClasses, pod.spec.runtimeClassName)) return ALLOWED;
  const levels = levelsOfNamespace(namespaceLabels, configuration.defaults);
  const answer = answerOf(pod, levels.enforce, cluster);
  return answer.allowed ? withWarnings(warningsOf(pod, levels, cluster)) : answer;
}

/**
 * What Pod Security Admission answers to a workload, given as a request whose pod is its pod template: it lets every
 * workload in and only tells of it. Whether its pods will be let in says `evaluatePodSecurity`.
 */
export function evaluateWorkload(
  request: PodRequest,
  cluster: string,
  configuration: PodSecurityConfiguration = {},
): PodAnswer {
  const { pod, subresource = '', namespaceLabels = {} } = request;
  if (subresource !== '' || isExempt(request, configuration)) return ALLOWED;
  if (has(configuration.exemptions?.runtimeClasses, pod.spec.runtimeClassName)) return ALLOWED;
  return withWarnings(warningsOf(pod, levelsOfNamespace(namespaceLabels, configuration.defaults), cluster));
}
