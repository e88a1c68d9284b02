import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import type { CapabilityRule } from '../model/rules';

/** Capabilities as AppArmor spells them; the same in all versions from 2.13 to 5.0. */
export const CAPABILITIES: readonly string[] = (
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service ' +
  'net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin ' +
  'sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override ' +
  'mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore'
).split(' ');

/** What to write for a capability that is none. */
export function capabilityHint(name: string): string {
  const plain = name.toLowerCase().replace(/^cap_/, '');
  if (CAPABILITIES.includes(plain)) return `did you mean "${plain}"?`;
  return nearestHint(plain, CAPABILITIES) ?? 'capabilities(7) lists them; they are written in lower case without CAP_';
}

export function checkCapability({ names }: CapabilityRule, complain: Complain): void {
  for (const word of names) {
    if (CAPABILITIES.includes(word.value)) continue;
    complain('capabilityUnknown', word, `there is no capability ${word.raw}`, capabilityHint(word.value));
  }
}
