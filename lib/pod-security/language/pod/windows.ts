import type { Reason } from './answer';
import type { Pod } from './model';

// validateWindows of pkg/apis/core/validation, from 1.24 (gate IdentifyPodOS, on by default) to 1.36.

const MESSAGE = 'Forbidden: cannot be set for a windows pod';

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** Flags of the spec that must not be on. */
const FLAGS = ['hostPID', 'hostIPC'] as const;

/** Fields of the spec that must not be there. */
const OF_SPEC = ['hostUsers', 'shareProcessNamespace'] as const;

/** Fields of every security context that must not be there. */
const SHARED = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'runAsUser', 'runAsGroup'] as const;

const OF_POD = ['fsGroup', 'fsGroupChangePolicy', 'supplementalGroups', 'supplementalGroupsPolicy'] as const;

const OF_CONTAINER = [
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
] as const;

/**
 * What the server refuses in a pod that says that it runs on Windows, with policies or without: fields that Linux alone has. A
 * policy makes such a pod when it gives them to one.
 */
export function windowsFaults({ spec }: Pod): readonly Reason[] {
  if (spec.os?.name !== 'windows') return [];
  const { securityContext: context } = spec;
  const sysctls = (context?.sysctls ?? []).length > 0 ? ['sysctls'] : [];
  const ofPod = [...given(context, [...SHARED, ...OF_POD, 'seLinuxChangePolicy']), ...sysctls];
  const ofContainers = LISTS.flatMap((list) =>
    (spec[list] ?? []).flatMap(({ securityContext }, index) =>
      given(securityContext, [...SHARED, ...OF_CONTAINER]).map((key) => `${list}[${index}].securityContext.${key}`),
    ),
  );
  return [
    ...FLAGS.filter((key) => spec[key] === true),
    ...given(spec, OF_SPEC),
    ...ofPod.map((key) => `securityContext.${key}`),
    ...ofContainers,
  ].map((key) => ({ field: `spec.${key}`, message: MESSAGE }));
}

function given(record: object | undefined, keys: readonly string[]): readonly string[] {
  const values: Readonly<Record<string, unknown>> = { ...record };
  return keys.filter((key) => values[key] !== undefined && values[key] !== null);
}
