import type { Report } from '../../diagnostics/collector';
import { nearestHint } from '../../diagnostics/nearest';
import { type Manifest, type PodContainer, podTemplates } from '../../kubernetes/pod-templates';

/** The annotation of a pod that names the profile of one container, up to Kubernetes 1.29; deprecated since 1.30 (KEP-24). */
export const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** How a pod says its profile: what the two forms become in a map of the finished object. */
export interface Forms {
  /** Pairs for the pod's annotations, where they are wanted. */
  readonly annotations: (pairs: Manifest) => Manifest;
  /** Pairs for the security context of a container, where they are wanted. */
  readonly securityContext: (pairs: Manifest) => Manifest;
}

/** Which containers come under which profiles. */
export interface Confinement {
  /** Name of the profile, in the kernel of the node, of a container; undefined: it is left as it is. */
  readonly profileOf: (container: string) => string | undefined;
  /** Names of containers that must be there, init containers included. */
  readonly containers: readonly string[];
  readonly forms: Forms;
}

/**
 * The object with its containers under their profiles. What is not touched is shared with what was given.
 *
 * @param report takes containers that are not there, and containers that are under another profile already.
 */
export function confined(manifest: Manifest, confinement: Confinement, report: Report): Manifest {
  const templates = podTemplates(manifest);
  const names = templates.flatMap(({ containers }) => containers.map(({ name }) => name));
  for (const name of confinement.containers) {
    if (names.includes(name) || templates.length === 0) continue;
    const hint = nearestHint(name, names) ?? `its containers: ${names.join(', ')}`;
    report({ code: 'APPARMOR1027', severity: 'error', message: `the pod has no container "${name}"`, hint });
  }
  return templates.reduce(
    (object, { path, containers }) =>
      changed(object, path, (template) => confinedTemplate(template, containers, confinement, report)),
    manifest,
  );
}

function confinedTemplate(
  template: Manifest,
  all: readonly PodContainer[],
  { profileOf, forms }: Confinement,
  report: Report,
): Manifest {
  const chosen = all.flatMap((container) => {
    const profile = profileOf(container.name);
    return profile === undefined ? [] : [{ ...container, profile }];
  });
  if (chosen.length === 0) return template;
  const pairs = Object.fromEntries(chosen.map(({ name, profile }) => [ANNOTATION + name, `localhost/${profile}`]));
  const before = template.metadata as { readonly annotations?: Manifest } | undefined;
  for (const [key, value] of Object.entries(pairs)) tellOther(before?.annotations?.[key], value, key, report);
  const annotated = withPairs(template, ['metadata', 'annotations'], forms.annotations(pairs));
  return chosen.reduce((pod, { list, index, name, profile }) => {
    const path = ['spec', list, String(index), 'securityContext'];
    const said = (at(pod, path) as Manifest | undefined)?.appArmorProfile;
    const other = said as { readonly localhostProfile?: unknown; readonly type?: unknown } | undefined;
    tellOther(other && (other.localhostProfile ?? other.type), profile, name, report);
    const field = { appArmorProfile: { type: 'Localhost', localhostProfile: profile } };
    return withPairs(pod, path, forms.securityContext(field));
  }, annotated);
}

/** Two profiles for one container: the API server refuses a pod whose field and annotation differ. */
function tellOther(other: unknown, wanted: string, where: string, report: Report): void {
  if (other === undefined || other === wanted) return;
  const message = `"${where}" is under the profile "${String(other)}" already`;
  const hint = 'a container runs under one profile: take one of the two away';
  report({ code: 'APPARMOR1028', severity: 'error', message, hint });
}

function at(node: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Manifest | undefined)?.[key], node);
}

function withPairs(node: Manifest, path: readonly string[], pairs: Manifest): Manifest {
  return Object.keys(pairs).length === 0 ? node : changed(node, path, (map) => ({ ...map, ...pairs }));
}

/** A copy of the node with the map at a path changed; maps on the way are made when they are absent. */
function changed(node: Manifest, [key, ...rest]: readonly string[], change: (map: Manifest) => Manifest): Manifest {
  if (key === undefined) return change(node);
  const child = changed((node[key] ?? {}) as Manifest, rest, change);
  if (Array.isArray(node)) return node.map((item, index) => (String(index) === key ? child : item)) as never;
  return { ...node, [key]: child };
}
