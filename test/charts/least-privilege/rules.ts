/**
 * What no object of our charts may have or lack. Each rule gives sentences without a subject: "may become root".
 * The container rules are those of the Pod Security level "restricted", and more.
 */
import { at, type Container, containersOf, type KubeObject, type PodSpec, podTemplate } from '../objects';

type Rule<T> = (subject: T) => readonly string[];

const unless = (fine: boolean, finding: string): readonly string[] => (fine ? [] : [finding]);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A setting of the container, or else of its pod. */
const either = (container: Container, pod: PodSpec, path: string): unknown =>
  at(container.securityContext, path) ?? at(pod.securityContext, path);

interface InPod {
  readonly container: Container;
  readonly pod: PodSpec;
}

const CONTAINER_RULES: readonly Rule<InPod>[] = [
  ({ container }) => unless(at(container, 'securityContext.privileged') !== true, 'is privileged'),
  ({ container }) => unless(at(container, 'securityContext.allowPrivilegeEscalation') === false, 'may gain privileges'),
  ({ container }) =>
    unless(at(container, 'securityContext.readOnlyRootFilesystem') === true, 'may write to its root file system'),
  ({ container }) =>
    unless(
      list(at(container, 'securityContext.capabilities.drop')).includes('ALL'),
      'keeps capabilities of the runtime',
    ),
  ({ container }) =>
    list(at(container, 'securityContext.capabilities.add')).map((each) => `adds the capability ${each}`),
  ({ container, pod }) => {
    const user = either(container, pod, 'runAsUser');
    return unless(
      user !== 0 && (either(container, pod, 'runAsNonRoot') === true || typeof user === 'number'),
      'may be root',
    );
  },
  ({ container, pod }) =>
    unless(either(container, pod, 'seccompProfile.type') === 'RuntimeDefault', 'has no seccomp profile of the runtime'),
  ({ container, pod }) =>
    unless(either(container, pod, 'appArmorProfile.type') !== 'Unconfined', 'has no AppArmor profile'),
  ({ container }) => unless(at(container, 'securityContext.procMount') === undefined, 'sees more of /proc'),
  ({ container }) =>
    ['requests.cpu', 'requests.memory', 'limits.memory'].flatMap((path) =>
      unless(at(container.resources, path) !== undefined, `has no resources.${path}`),
    ),
  ({ container }) => unless(isPinned(container.image ?? ''), `has the image "${container.image}", which is not pinned`),
  ({ container }) =>
    list(at(container, 'ports')).flatMap((port) =>
      unless(at(port, 'hostPort') === undefined, 'takes a port of the node'),
    ),
  ({ container }) =>
    (container.env ?? []).flatMap(({ name, value }) =>
      unless(value === undefined || !SECRET_NAME.test(name), `has ${name} in plain text`),
    ),
];

/** A digest, or a tag that is not moved. */
function isPinned(image: string): boolean {
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  return (
    /@sha256:[0-9a-f]{64}$/.test(image) ||
    (tag !== undefined && !/^(latest|main|master|edge|nightly|stable|dev)$/.test(tag))
  );
}

const UNCONFINED = /^container\.apparmor\.security\.beta\.kubernetes\.io\/(.+)$/;

const POD_RULES: readonly Rule<PodSpec>[] = [
  (pod) => ['hostNetwork', 'hostPID', 'hostIPC'].flatMap((field) => unless(pod[field] !== true, `has ${field}`)),
  (pod) =>
    (pod.volumes ?? []).flatMap(({ hostPath }) =>
      hostPath === undefined ? [] : [`mounts ${hostPath.path} of the node`],
    ),
  (pod) => unless(pod.automountServiceAccountToken === false, 'has a token for the API server'),
  (pod) => unless(pod.shareProcessNamespace !== true, 'lets its containers see each other'),
];

/** Verbs with which one can give oneself more rights. */
const ESCALATION = ['escalate', 'bind', 'impersonate'];
/** Groups that nearly everybody is in. */
const EVERYBODY = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts', 'system:masters'];

const ROLE_RULES: readonly Rule<KubeObject>[] = [
  (role) =>
    list(role.rules).flatMap((rule) =>
      ['verbs', 'resources', 'apiGroups', 'nonResourceURLs'].flatMap((field) =>
        unless(!list(at(rule, field)).some(isWild), `has a wildcard in ${field}`),
      ),
    ),
  (role) =>
    list(role.rules).flatMap((rule) =>
      list(at(rule, 'verbs'))
        .filter((verb) => ESCALATION.includes(String(verb)))
        .map((verb) => `may ${verb}`),
    ),
  (role) =>
    list(role.rules).flatMap((rule) =>
      unless(
        !list(at(rule, 'resources')).includes('secrets') || at(rule, 'resourceNames') !== undefined,
        'may reach all Secrets',
      ),
    ),
];

const isWild = (value: unknown): boolean => String(value).includes('*');

const BINDING_RULES: readonly Rule<KubeObject>[] = [
  (binding) =>
    unless(
      !['cluster-admin', 'admin', 'edit'].includes(String(at(binding, 'roleRef.name'))),
      `binds ${at(binding, 'roleRef.name')}`,
    ),
  (binding) =>
    list(binding.subjects).flatMap((subject) =>
      unless(!EVERYBODY.includes(String(at(subject, 'name'))), `gives rights to ${at(subject, 'name')}`),
    ),
];

const KIND_RULES: Readonly<Record<string, readonly Rule<KubeObject>[]>> = {
  Role: ROLE_RULES,
  ClusterRole: ROLE_RULES,
  RoleBinding: BINDING_RULES,
  ClusterRoleBinding: BINDING_RULES,
  Secret: [
    ({ data, stringData }) =>
      unless(data === undefined && stringData === undefined, 'holds secrets that came out of values'),
  ],
  ServiceAccount: [
    (account) => unless(account.automountServiceAccountToken === false, 'gives its pods a token for the API server'),
  ],
  Service: [
    (service) =>
      unless(!['NodePort', 'LoadBalancer'].includes(String(at(service, 'spec.type'))), 'can be reached from outside'),
  ],
};

/** A name that says: what stands here is a secret. A reference to one is not: `passwordSecretName`. */
export const SECRET_NAME = /(password|passwd|secret|token|credential|api[-_]?key|private[-_]?key)s?$/i;

/** Everything that an object has and should not, with the object and the container in front. */
export function findings(object: KubeObject): readonly string[] {
  const subject = `${object.kind}/${object.metadata.name}`;
  const own = (KIND_RULES[object.kind] ?? []).flatMap((rule) => rule(object)).map((finding) => `${subject} ${finding}`);
  const template = podTemplate(object);
  if (template === undefined) return own;
  const pod = template.spec;
  const unconfined = Object.entries(template.metadata?.annotations ?? {}).flatMap(([key, value]) =>
    value === 'unconfined' ? [UNCONFINED.exec(key)?.[1]] : [],
  );
  const inContainers = containersOf(pod).flatMap((container) =>
    [
      ...CONTAINER_RULES.flatMap((rule) => rule({ container, pod })),
      ...(unconfined.includes(container.name) ? ['has no AppArmor profile'] : []),
    ].map((finding) => `${subject}, container ${container.name}, ${finding}`),
  );
  return [...own, ...POD_RULES.flatMap((rule) => rule(pod)).map((finding) => `${subject} ${finding}`), ...inContainers];
}
