import { coerce, gte, type SemVer } from 'semver';
import {
  counted,
  type Found,
  missing,
  ok,
  reason,
  type Surroundings,
  some,
  type WantedNamespace,
  warn,
} from './finding';
import { itemsOf, type KubeObject } from './objects';

/** What an API of the cluster is good for, and what to do where it is not served. */
interface ApiRow {
  readonly name: string;
  /** Resource with its group, as `kubectl api-resources -o name` prints it. */
  readonly resource: string;
  readonly served: string;
  readonly absent: string;
  readonly advice?: string;
  /** Absent is the normal case. */
  readonly normal?: boolean;
}

const APIS: readonly ApiRow[] = [
  {
    name: 'PodSecurityPolicy',
    resource: 'podsecuritypolicies.policy',
    served: 'is served: the policies of the chart pod-security can be used',
    absent: 'is not served: Kubernetes 1.25 and newer have Pod Security admission instead',
    normal: true,
  },
  {
    name: 'ValidatingAdmissionPolicy',
    resource: 'validatingadmissionpolicies.admissionregistration.k8s.io',
    served: 'is served: rules that are finer than Pod Security admission can be used',
    absent: 'is not served: it came with Kubernetes 1.30',
    normal: true,
  },
  {
    name: 'Cilium',
    resource: 'ciliumnetworkpolicies.cilium.io',
    served: 'its CRDs are there: Cilium network policies can be used',
    absent: 'its CRDs are not there: Cilium network policies cannot be used',
    advice:
      'network policies of Kubernetes need none; for more: container-security init cluster-management --with cilium',
  },
  {
    name: 'Prometheus operator',
    resource: 'podmonitors.monitoring.coreos.com',
    served: 'its CRDs are there: metrics.podMonitor.enabled can be set',
    absent: 'its CRDs are not there: PodMonitors cannot be used',
    advice: 'leave metrics.podMonitor.enabled off, or install the operator',
  },
];

/** Who enforces network policies, by the names of DaemonSets. From the documentation of each. */
const NETWORKS: readonly (readonly [RegExp, string, boolean | undefined])[] = [
  [/^cilium$/, 'Cilium', true],
  [/^calico-node$|^canal$/, 'Calico', true],
  [/^antrea-agent$/, 'Antrea', true],
  [/^kube-router$/, 'kube-router', true],
  [/^weave-net$/, 'Weave Net', true],
  [/^azure-npm$/, 'the network policy manager of Azure', true],
  [/^anetd$|^netd$/, 'the network of GKE', true],
  [/^aws-node$/, 'the VPC plugin of AWS: only where its setting enableNetworkPolicy is on', undefined],
  [/^kindnet$/, 'kindnet: only since kind 0.24', undefined],
  [/^kube-flannel(-ds)?$/, 'Flannel', false],
];

/** The oldest version that the charts are installed on in tests. */
const OLDEST = '1.24.0';
/** `securityContext.appArmorProfile` of containers came with it. */
const APPARMOR_FIELD = '1.30.0';
const POD_SECURITY_ADMISSION = '1.25.0';

/** Does the cluster answer, and with which version? Without an answer no other question needs to be asked. */
export async function lookAtServer({
  kubectl,
}: Surroundings): Promise<{ readonly found: readonly Found[]; readonly version?: SemVer }> {
  const outcome = await kubectl('version', '--output=json');
  const text = /"serverVersion"[\s\S]*?"gitVersion": *"([^"]+)"/.exec(outcome.stdout)?.[1];
  const version = coerce(text);
  if (text === undefined || version === null) {
    const advice = 'set KUBECONFIG, or give --kube-context; in a job of GitLab choose the context of the agent';
    return { found: [missing('server', `no cluster answers: ${reason(outcome)}`, advice)] };
  }
  const old = gte(version, OLDEST) ? [] : [warn('version', `${text} is older than ${OLDEST}: nobody has tried`)];
  return { found: [ok('server', `answers, Kubernetes ${text}`), ...old, ...byVersion(version)], version };
}

function byVersion(version: SemVer): readonly Found[] {
  const advice = 'put the annotation container.apparmor.security.beta.kubernetes.io/<container> on the pods';
  return [
    gte(version, APPARMOR_FIELD)
      ? ok('appArmorProfile', 'pods can name their AppArmor profile in securityContext')
      : warn(
          'appArmorProfile',
          'pods cannot name their AppArmor profile in securityContext: that came with Kubernetes 1.30',
          advice,
        ),
    gte(version, POD_SECURITY_ADMISSION)
      ? ok('Pod Security admission', 'is there: labels of namespaces decide')
      : warn('Pod Security admission', 'may be off: it is on for everybody since Kubernetes 1.25'),
  ];
}

/** Which APIs does it serve? */
export async function lookAtApis({ kubectl }: Surroundings): Promise<readonly Found[]> {
  const outcome = await kubectl('api-resources', '--output=name');
  const served = new Set(outcome.stdout.split('\n').map((line) => line.trim()));
  // It fails when one aggregated API is down, and prints all others.
  if (outcome.stdout.trim() === '') return [warn('APIs', `cannot be listed: ${reason(outcome)}`)];
  const partly = outcome.code === 0 ? [] : [warn('APIs', `not all could be listed: ${reason(outcome)}`)];
  return [
    ...partly,
    ...APIS.map((row) => {
      if (served.has(row.resource)) return ok(row.name, row.served);
      return row.normal === true ? ok(row.name, row.absent) : warn(row.name, row.absent, row.advice);
    }),
  ];
}

/** Does something enforce network policies? */
export async function lookAtNetwork({ kubectl }: Surroundings): Promise<readonly Found[]> {
  const name = 'network policies';
  const outcome = await kubectl('get', 'daemonsets', '--all-namespaces', '--output=json');
  if (outcome.code !== 0) return [warn(name, `who enforces them cannot be seen: ${reason(outcome)}`)];
  const names = itemsOf(outcome.stdout).map(({ metadata }) => metadata.name);
  const known = NETWORKS.filter(([pattern]) => names.some((each) => pattern.test(each)));
  const advice =
    'try one with a pod of your own: the API server takes network policies even where nobody enforces them';
  const sure = known.find(([, , enforces]) => enforces === true);
  if (sure !== undefined) return [ok(name, `are enforced by ${sure[1]}`)];
  const [doubtful] = known;
  if (doubtful === undefined) return [warn(name, 'nothing that is known to enforce them runs here', advice)];
  return [
    warn(
      name,
      doubtful[2] === false ? `${doubtful[1]} does not enforce them` : `may be enforced by ${doubtful[1]}`,
      advice,
    ),
  ];
}

const LEVEL = 'pod-security.kubernetes.io/enforce';
const MANAGED = 'app.gitlab.com/managed_by';

/** Which namespaces does Pod Security admission watch, and may ours run what it must? */
export async function lookAtNamespaces({ kubectl, namespaces }: Surroundings): Promise<readonly Found[]> {
  const outcome = await kubectl('get', 'namespaces', '--output=json');
  if (outcome.code !== 0) return [warn('namespaces', `cannot be listed: ${reason(outcome)}`)];
  const all = itemsOf(outcome.stdout);
  const level = ({ metadata }: KubeObject): string | undefined => metadata.labels?.[LEVEL];
  const enforced = ['restricted', 'baseline', 'privileged'].flatMap((each) => {
    const names = all.filter((item) => level(item) === each).map(({ metadata }) => metadata.name);
    return names.length === 0 ? [] : [`${each} in ${some(names)}`];
  });
  const summary =
    enforced.length === 0 ? 'none has a Pod Security level' : `Pod Security is enforced: ${enforced.join('; ')}`;
  return [
    ok('namespaces', `${counted(all.length, 'namespace')}: ${summary}`),
    ...namespaces.map((each) =>
      ownNamespace(
        each,
        all.find(({ metadata }) => metadata.name === each.name),
      ),
    ),
  ];
}

function ownNamespace({ name, privileged }: WantedNamespace, found: KubeObject | undefined): Found {
  const what = `namespace ${name}`;
  if (found === undefined) return warn(what, 'is not there yet', 'the apply job makes it from namespaces.yaml');
  const level = found.metadata.labels?.[LEVEL];
  if (privileged && level !== undefined && level !== 'privileged') {
    const advice = `kubectl label namespace ${name} ${LEVEL}=privileged --overwrite`;
    return missing(what, `enforces "${level}": what is installed there needs "privileged"`, advice);
  }
  const managed = found.metadata.labels?.[MANAGED] === 'gitlab';
  const advice = `kubectl label namespace ${name} ${MANAGED}=gitlab`;
  return managed
    ? ok(what, 'is there, with the labels that GitLab wants')
    : warn(what, `lacks the label ${MANAGED}: network policies of Auto DevOps shut its pods out`, advice);
}
