import type { Container, ContainerSecurityContext, Pod, PodSecurityContext, PodSpec } from '../pod/model';
import { CONTAINER_LISTS } from './containers';
import { APPARMOR_CONTAINER, given, mapped, podSeccomp, SECCOMP_POD, withAnnotations } from './profiles';
import type { Rules, Standard } from './rules';

/**
 * The pod with what the policy gives to it. The same pod when nothing is missing: that is how policies that change a pod are
 * told from those that take it as it is.
 */
export function withDefaults(pod: Pod, rules: Rules): Pod {
  const { spec } = pod;
  const own = spec.securityContext ?? undefined;
  const securityContext = filled(own, rules.toPods);
  const changed: { -readonly [Key in keyof PodSpec]?: PodSpec[Key] } = {};
  if (securityContext !== own) changed.securityContext = securityContext;
  const runtimeClass = rules.spec.runtimeClass?.defaultRuntimeClassName ?? undefined;
  if (runtimeClass !== undefined && (spec.runtimeClassName ?? undefined) === undefined) {
    changed.runtimeClassName = runtimeClass;
  }
  for (const list of rules.givesToContainers ? CONTAINER_LISTS : []) {
    const containers = inContainers(spec[list] ?? undefined, securityContext ?? {}, rules);
    if (containers !== (spec[list] ?? undefined)) changed[list] = containers;
  }
  const isSame = Object.keys(changed).length === 0;
  const annotations = missingAnnotations(pod, rules);
  if (isSame && annotations === undefined) return pod;
  return {
    ...pod,
    metadata: annotations === undefined ? pod.metadata : withAnnotations(pod, annotations),
    spec: isSame ? spec : { ...spec, ...changed },
  };
}

function inContainers(
  containers: readonly Container[] | undefined,
  common: PodSecurityContext,
  rules: Rules,
): readonly Container[] | undefined {
  return mapped(containers, (container) => {
    const own = container.securityContext ?? undefined;
    const context = containerContext(own, common, rules);
    return context === own ? container : { ...container, securityContext: context };
  });
}

function containerContext(
  own: ContainerSecurityContext | undefined,
  common: PodSecurityContext,
  rules: Rules,
): ContainerSecurityContext | undefined {
  const context = filled(own, rules.toContainers, common);
  const user = context?.runAsUser ?? common.runAsUser ?? undefined;
  // The mark tells the kubelet to look at the user of the image.
  const marked =
    rules.runAsUser.rule === 'MustRunAsNonRoot' && user === undefined ? filled(context, NON_ROOT, common) : context;
  const capabilities = capabilitiesOf(marked?.capabilities ?? undefined, rules);
  return capabilities === undefined ? marked : { ...marked, capabilities };
}

const NON_ROOT: readonly Standard<ContainerSecurityContext>[] = [{ key: 'runAsNonRoot', value: true }];

type Capabilities = NonNullable<ContainerSecurityContext['capabilities']>;

/** New lists when something is missing in them, else undefined. The server sorts both as soon as one changes. */
function capabilitiesOf(own: Capabilities | undefined, { defaultAdd, requiredDrop }: Rules): Capabilities | undefined {
  if (defaultAdd.size === 0 && requiredDrop.length === 0) return undefined;
  const [added, dropped] = [new Set(own?.add ?? []), new Set(own?.drop ?? [])];
  const add = new Set([...added, ...[...defaultAdd].filter((capability) => !dropped.has(capability))]);
  const drop = new Set([...dropped, ...requiredDrop]);
  if (add.size === added.size && drop.size === dropped.size) return undefined;
  return given({ add: sorted(add), drop: sorted(drop) });
}

function sorted(names: ReadonlySet<string>): readonly string[] | undefined {
  return names.size === 0 ? undefined : [...names].sort();
}

function missingAnnotations(pod: Pod, { seccomp, appArmor }: Rules): Readonly<Record<string, string>> | undefined {
  const annotations = pod.metadata?.annotations ?? {};
  const missing: Record<string, string> = {};
  // A field is copied into the annotation, which counts as a change.
  const named = podSeccomp(pod);
  const hasField = (pod.spec.securityContext?.seccompProfile ?? undefined) !== undefined;
  const profile = named !== '' || hasField ? named : seccomp.standard;
  if (profile !== '' && annotations[SECCOMP_POD] !== profile) missing[SECCOMP_POD] = profile;
  if (appArmor.standard !== '') {
    for (const { name } of containersOf(pod)) {
      const key = APPARMOR_CONTAINER + name;
      if ((annotations[key] ?? '') === '') missing[key] = appArmor.standard;
    }
  }
  return Object.keys(missing).length === 0 ? undefined : missing;
}

/** All containers in the order in which the server visits them. */
function containersOf({ spec }: Pod): readonly Container[] {
  return CONTAINER_LISTS.flatMap((list) => spec[list] ?? []);
}

/** A record with what is missing in it; the record itself when nothing is. What is inherited is not missing. */
function filled<T extends object>(
  own: T | undefined,
  standards: readonly Standard<T>[],
  inherited: { readonly [Key in keyof T]?: unknown } = {},
): T | undefined {
  let changed = own;
  for (const { key, value } of standards) {
    if ((own?.[key] ?? inherited[key] ?? undefined) === undefined) changed = { ...changed, [key]: value } as T;
  }
  return changed;
}
