import { APPARMOR_CONTAINER } from '../pod/app-armor-fields';
import type { ContainerSecurityContext, Pod, PodSecurityContext, PodSpec } from '../pod/model';
import type { AtContainer, PodView } from './containers';
import { given, podSeccomp, SECCOMP_POD, withAnnotations } from './profiles';
import type { Rules, Standard } from './rules';

/** Whether the policy would change the pod: something is missing that it gives. */
export function lacks({ pod, containers }: PodView, rules: Rules): boolean {
  const common = pod.spec.securityContext ?? undefined;
  if (isMissing(common, rules.toPods) || lacksRuntimeClass(pod, rules)) return true;
  if (rules.givesToContainers) {
    for (const { container } of containers) {
      if (lacksInContext(container.securityContext ?? undefined, common ?? {}, rules)) return true;
    }
  }
  return (
    lacksSeccomp(pod, rules) || (rules.appArmor.standard !== '' && containers.some((at) => lacksAppArmor(pod, at)))
  );
}

/** The pod with what the policy gives to it. */
export function withDefaults(view: PodView, rules: Rules): PodView {
  const { metadata, spec } = view.pod;
  const securityContext = filled(spec.securityContext ?? undefined, rules.toPods);
  const changed: { -readonly [Key in keyof PodSpec]?: PodSpec[Key] } = {};
  if (securityContext !== undefined) changed.securityContext = securityContext;
  if (lacksRuntimeClass(view.pod, rules)) changed.runtimeClassName = rules.spec.runtimeClass?.defaultRuntimeClassName;
  const missing = missingAnnotations(view, rules);
  const containers = rules.givesToContainers
    ? view.containers.map((at) => inContainer(at, securityContext ?? {}, rules))
    : view.containers;
  return {
    pod: {
      ...view.pod,
      metadata: missing === undefined ? metadata : withAnnotations(view.pod, missing),
      spec: { ...spec, ...changed },
    },
    containers,
    kinds: view.kinds,
  };
}

function lacksRuntimeClass({ spec }: Pod, rules: Rules): boolean {
  const standard = rules.spec.runtimeClass?.defaultRuntimeClassName ?? undefined;
  return standard !== undefined && (spec.runtimeClassName ?? undefined) === undefined;
}

function lacksInContext(own: ContainerSecurityContext | undefined, common: PodSecurityContext, rules: Rules): boolean {
  return (
    isMissing(own, rules.toContainers, common) ||
    (rules.runAsUser.rule === 'MustRunAsNonRoot' && wantsMark(own, common) && isMissing(own, NON_ROOT, common)) ||
    lacksCapabilities(own?.capabilities ?? undefined, rules)
  );
}

function inContainer(at: AtContainer, common: PodSecurityContext, rules: Rules): AtContainer {
  const { container, path } = at;
  const own = container.securityContext ?? undefined;
  if (!lacksInContext(own, common, rules)) return at;
  const context = filled(own, rules.toContainers, common);
  const isMarked = rules.runAsUser.rule === 'MustRunAsNonRoot' && wantsMark(own, common);
  const marked = isMarked ? filled(context, NON_ROOT, common) : context;
  const capabilities = marked?.capabilities ?? undefined;
  const securityContext = lacksCapabilities(capabilities, rules)
    ? { ...marked, capabilities: withCapabilities(capabilities, rules) }
    : marked;
  return securityContext === undefined ? at : { path, container: { ...container, securityContext } };
}

/** Without a user the kubelet looks at the user of the image, when it is told to. */
function wantsMark(own: ContainerSecurityContext | undefined, common: PodSecurityContext): boolean {
  return (own?.runAsUser ?? common.runAsUser ?? undefined) === undefined;
}

const NON_ROOT: readonly Standard<ContainerSecurityContext>[] = [{ key: 'runAsNonRoot', value: true }];

type Capabilities = NonNullable<ContainerSecurityContext['capabilities']>;

function lacksCapabilities(own: Capabilities | undefined, { defaultAdd, requiredDrop }: Rules): boolean {
  const [add, drop] = [own?.add ?? [], own?.drop ?? []];
  return (
    defaultAdd.some((capability) => !drop.includes(capability) && !add.includes(capability)) ||
    requiredDrop.some((capability) => !drop.includes(capability))
  );
}

/** The server sorts both lists as soon as one changes. */
function withCapabilities(own: Capabilities | undefined, { defaultAdd, requiredDrop }: Rules): Capabilities {
  const dropped = own?.drop ?? [];
  const add = new Set([...(own?.add ?? []), ...defaultAdd.filter((capability) => !dropped.includes(capability))]);
  return given({ add: sorted(add), drop: sorted(new Set([...dropped, ...requiredDrop])) });
}

function sorted(names: ReadonlySet<string>): readonly string[] | undefined {
  return names.size === 0 ? undefined : [...names].sort();
}

/** A field is copied into the annotation, which counts as a change. */
function lacksSeccomp(pod: Pod, { seccomp }: Rules): boolean {
  const profile = seccompOf(pod, seccomp.standard);
  return profile !== '' && pod.metadata?.annotations?.[SECCOMP_POD] !== profile;
}

function seccompOf(pod: Pod, standard: string): string {
  const hasField = (pod.spec.securityContext?.seccompProfile ?? undefined) !== undefined;
  const named = podSeccomp(pod);
  return named !== '' || hasField ? named : standard;
}

function lacksAppArmor({ metadata }: Pod, { container }: AtContainer): boolean {
  return (metadata?.annotations?.[APPARMOR_CONTAINER + container.name] ?? '') === '';
}

function missingAnnotations({ pod, containers }: PodView, rules: Rules): Readonly<Record<string, string>> | undefined {
  const [needsSeccomp, { standard }] = [lacksSeccomp(pod, rules), rules.appArmor];
  if (!needsSeccomp && standard === '') return undefined;
  const missing: Record<string, string> = {};
  if (needsSeccomp) missing[SECCOMP_POD] = seccompOf(pod, rules.seccomp.standard);
  if (standard === '') return missing;
  for (const at of containers) {
    if (lacksAppArmor(pod, at)) missing[APPARMOR_CONTAINER + at.container.name] = standard;
  }
  return missing;
}

type Inherited<T> = { readonly [Key in keyof T]?: unknown };

/** Whether one of these is missing. What is inherited is not. */
function isMissing<T extends object>(
  own: T | undefined,
  standards: readonly Standard<T>[],
  inherited?: Inherited<T>,
): boolean {
  for (const { key } of standards) {
    if ((own?.[key] ?? inherited?.[key] ?? undefined) === undefined) return true;
  }
  return false;
}

/** A record with what is missing in it; the record itself when nothing is. */
function filled<T extends object>(
  own: T | undefined,
  standards: readonly Standard<T>[],
  inherited?: Inherited<T>,
): T | undefined {
  let changed: Partial<T> | undefined;
  for (const { key, value } of standards) {
    if ((own?.[key] ?? inherited?.[key] ?? undefined) !== undefined) continue;
    changed ??= { ...own };
    changed[key] = value;
  }
  return (changed as T | undefined) ?? own;
}
