import type { Reason } from '../pod/answer';
import type { Container, Pod } from '../pod/model';

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

const MESSAGE = 'Invalid value: cannot set `allowPrivilegeEscalation` to false and';

/**
 * What the server refuses in every pod, with policies or without: containers that may not gain privileges and have them all
 * the same. A policy makes such a pod when it gives `allowPrivilegeEscalation: false` to a privileged container.
 */
export function contradictions({ spec }: Pod): readonly Reason[] {
  return LISTS.flatMap((list) =>
    (spec[list] ?? []).flatMap(({ securityContext }, index) =>
      grounds(securityContext).map((ground) => ({
        field: `spec.${list}[${index}].securityContext`,
        message: `${MESSAGE} ${ground}`,
      })),
    ),
  );
}

function grounds(context: Container['securityContext']): readonly string[] {
  if (context?.allowPrivilegeEscalation !== false) return [];
  return [
    ...(context.privileged === true ? ['`privileged` to true'] : []),
    // With the prefix, as the server looks for it.
    ...(context.capabilities?.add ?? [])
      .filter((name) => name === 'CAP_SYS_ADMIN')
      .map((name) => `\`capabilities.Add\` ${name}`),
  ];
}
