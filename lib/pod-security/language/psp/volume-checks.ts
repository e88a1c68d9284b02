import { goQuoted } from '../go-quoted';
import type { Reason } from '../pod/answer';
import type { Volume } from '../pod/model';
import { ALL } from '../words';
import type { AtContainer, PodView } from './containers';
import { reason } from './reasons';
import type { Rules } from './rules';
import { fields, isTokenVolume, mountingOf } from './volumes';

/** Why the policy refuses the volumes of a pod. */
export function checkVolumes({ pod, containers, kinds }: PodView, rules: Rules): readonly Reason[] {
  if (kinds.length === 0) return [];
  let known: Writers | undefined;
  const writers = (): Writers => {
    known ??= writersOf(containers);
    return known;
  };
  return (pod.spec.volumes ?? []).flatMap((volume, index) => {
    const kind = kinds[index] ?? '';
    if (!isAllowed(kind, volume, rules)) return [reason('volume', { index, value: goQuoted(kind), kind })];
    return DETAILS[kind]?.(volume, index, rules, writers) ?? [];
  });
}

/** Mounts that are not read-only, by the name of the volume. */
type Writers = ReadonlyMap<string, readonly { readonly container: string; readonly index: number }[]>;

function writersOf(containers: readonly AtContainer[]): Writers {
  const writers = new Map<string, { readonly container: string; readonly index: number }[]>();
  for (const { container, path } of containers) {
    for (const [index, { name, readOnly }] of (container.volumeMounts ?? []).entries()) {
      if (readOnly === true) continue;
      const mounts = writers.get(name) ?? [];
      mounts.push({ container: path, index });
      writers.set(name, mounts);
    }
  }
  return writers;
}

/** Where secrets are allowed, the token of the service account is, whatever volume it comes in. */
function isAllowed(kind: string, volume: Volume, { volumes }: Rules): boolean {
  if (volumes.has(ALL) || volumes.has(kind)) return true;
  return kind === 'projected' && volumes.has('secret') && isTokenVolume(volume.projected);
}

type Detail = (volume: Volume, index: number, rules: Rules, writers: () => Writers) => readonly Reason[];

/** What is looked at besides the kind. */
const DETAILS: Readonly<Record<string, Detail>> = {
  hostPath: (volume, index, { spec }, writers) => {
    const path = text(fields(volume.hostPath).path);
    const mounting = mountingOf(path, spec.allowedHostPaths);
    if (mounting === 'freely') return [];
    if (mounting === 'never') return [reason('hostPath', { index, value: goQuoted(path) })];
    return (writers().get(volume.name) ?? []).map((mount) => reason('hostPathReadOnly', mount));
  },
  flexVolume: (volume, index, { spec }) => {
    const driver = text(fields(volume.flexVolume).driver);
    const allowed = (spec.allowedFlexVolumes ?? []).map((each) => each.driver);
    return allowed.length === 0 || allowed.includes(driver)
      ? []
      : [reason('flexVolume', { index, value: goQuoted(driver) })];
  },
  csi: (volume, index, { spec }) => {
    const driver = text(fields(volume.csi).driver);
    const allowed = (spec.allowedCSIDrivers ?? []).map(({ name }) => name);
    return allowed.length === 0 || allowed.includes(driver) ? [] : [reason('csi', { index, value: goQuoted(driver) })];
  },
};

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
