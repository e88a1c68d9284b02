import type { Diagnostic } from '../../diagnostics/diagnostic';
import { nearestHint } from '../../diagnostics/nearest';
import { type Manifest, type PodContainer, podTemplates } from '../../kubernetes/pod-templates';
import type { Forms } from './forms';

/** The annotation of a pod that names the profile of one container, up to Kubernetes 1.29; deprecated since 1.30 (KEP-24). */
export const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Which containers come under which profiles. */
export interface Confinement {
  /** Name of the profile, in the kernel of the node, of a container; undefined: it is left as it is. */
  readonly profileOf: (container: string) => string | undefined;
  /** Names of containers that must be there, init containers included. */
  readonly containers: readonly string[];
  /** Whether all containers are meant, whatever their names are. */
  readonly all: boolean;
  readonly forms: Forms;
}

type Found = Omit<Diagnostic, 'place'>;

/** `securityContext.appArmorProfile`, as an object may say it. */
interface LocalhostField {
  readonly localhostProfile?: unknown;
  readonly type?: unknown;
}

/**
 * What is wrong with putting an object under profiles: containers that are under another profile already, by what the object
 * says or by an earlier call, or that nobody knows before the chart is installed.
 */
export function problemsOf(
  manifest: Manifest,
  confinement: Confinement,
  earlier: readonly Confinement[],
): readonly Found[] {
  return podTemplates(manifest).flatMap(({ path, containers, open }) => {
    const template = at(manifest, path) as Manifest;
    return [
      ...(confinement.all ? open.map(notKnown) : []),
      ...containers.flatMap((container) => othersOf(template, container, confinement, earlier)),
    ];
  });
}

/** Names that no container has. Of several workloads one must have it: the others may be without. */
export function missingIn(manifests: readonly Manifest[], { containers }: Confinement): readonly Found[] {
  const names = manifests.flatMap(podTemplates).flatMap((template) => template.containers.map(({ name }) => name));
  const known = [...new Set(names)];
  return containers.flatMap((name): readonly Found[] => {
    if (known.includes(name)) return [];
    const hint = nearestHint(name, known) ?? `its containers: ${known.join(', ')}`;
    return [{ code: 'APPARMOR1027', severity: 'error', message: `the pod has no container "${name}"`, hint }];
  });
}

function notKnown(list: string): Found {
  const message = `what "${list}" holds besides is known only when the chart is installed, and comes under no profile`;
  const hint = 'put the containers there by name, or let their values bring securityContext.appArmorProfile';
  return { code: 'APPARMOR1024', severity: 'warning', message, hint };
}

/** Two profiles for one container: the API server refuses a pod whose field and annotation differ. */
function othersOf(
  template: Manifest,
  { list, index, name }: PodContainer,
  { profileOf }: Confinement,
  earlier: readonly Confinement[],
): readonly Found[] {
  const wanted = profileOf(name);
  if (wanted === undefined) return [];
  const annotation = at(template, ['metadata', 'annotations', ANNOTATION + name]);
  const context = ['spec', list, String(index), 'securityContext'];
  const field = at(template, [...context, 'appArmorProfile']) as LocalhostField | undefined;
  const others = [
    ...earlier.map((each) => each.profileOf(name)),
    typeof annotation === 'string' ? annotation.replace(/^localhost\//, '') : annotation,
    field && (field.localhostProfile ?? field.type),
  ];
  const other = others.find((each) => each !== undefined && each !== wanted);
  return other === undefined ? [] : [underAnother(name, String(other))];
}

function underAnother(name: string, other: string): Found {
  const message = `"${name}" is under the profile "${other}" already`;
  const hint = 'a container runs under one profile: take one of the two away';
  return { code: 'APPARMOR1028', severity: 'error', message, hint };
}

/** What stands at a path; undefined where the path leads nowhere. */
export function at(node: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Manifest | undefined)?.[key], node);
}
