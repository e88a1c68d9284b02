import type { Level } from '../levels';
import type { Check, CheckPod } from './check';
import { allowPrivilegeEscalation } from './checks/allow-privilege-escalation';
import { appArmorProfile } from './checks/app-armor-profile';
import { capabilitiesBaseline, capabilitiesRestricted } from './checks/capabilities';
import { hostNamespaces } from './checks/host-namespaces';
import { hostPorts } from './checks/host-ports';
import { hostProbesAndHostLifecycle } from './checks/host-probes';
import { privileged } from './checks/privileged';
import { procMount, procMountRestricted } from './checks/proc-mount';
import { runAsNonRoot } from './checks/run-as-non-root';
import { runAsUser } from './checks/run-as-user';
import { seLinuxOptions } from './checks/se-linux-options';
import { seccompProfileBaseline, seccompProfileRestricted } from './checks/seccomp-profile';
import { sysctls } from './checks/sysctls';
import { hostPathVolumes, restrictedVolumes } from './checks/volumes';
import { windowsHostProcess } from './checks/windows-host-process';

/**
 * All checks of the Pod Security Standards, with the minors from which each of their forms holds
 * (k8s.io/pod-security-admission v0.37.2), in the order in which a server tells what they find: those of the baseline first,
 * by name.
 */
export const CHECKS: readonly Check[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];

/** A check in the form that it has in one minor. */
export interface NamedCheck {
  readonly id: string;
  readonly run: CheckPod;
}

/** What a level asks for in a minor of 1.x. */
export function checksOf(level: Level, minor: number): readonly NamedCheck[] {
  if (level === 'privileged') return [];
  const current = CHECKS.flatMap((check) => {
    const form = check.forms.filter(({ since }) => since <= minor).at(-1);
    return form === undefined || (level === 'baseline' && check.level === 'restricted') ? [] : [{ id: check.id, form }];
  });
  const replaced = new Set(current.flatMap(({ form }) => form.instead ?? []));
  return current.filter(({ id }) => !replaced.has(id)).map(({ id, form }) => ({ id, run: form.run }));
}
