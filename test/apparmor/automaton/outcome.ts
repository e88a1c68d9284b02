/** What the kernel makes of permissions: whether an act goes through, and what is logged. */
import type { Answer } from '../../../lib/apparmor/language/evaluate/answer';
import type { CompiledProfile } from './compiled';
import type { Permissions } from './permissions';

/** What can be compared: not the rules. */
export type Outcome = Pick<Answer, 'allowed' | 'log' | 'next' | 'cleans'>;

export const COMPLAIN = 1;

/** The kernel's aa_audit_file, and its twin for mounts. */
export function auditFile(profile: CompiledProfile, perms: Permissions, request: number, failed: boolean): Outcome {
  if (!failed) {
    const told = request & (profile.audit ? 0xffff : perms.audit);
    return { allowed: true, log: told === 0 ? 'none' : 'audit' };
  }
  let told = request & ~perms.allow;
  if (told & perms.quiet && !profile.audit) told &= ~perms.quiet;
  if (told === 0) return { allowed: false, log: 'none' };
  return profile.mode === COMPLAIN ? { allowed: true, log: 'allowed' } : { allowed: false, log: 'denied' };
}

/** The kernel's aa_check_perms, behind aa_apply_modes_to_perms. */
export function checkPerms(profile: CompiledProfile, perms: Permissions, request: number): Outcome {
  const denied = request & (~perms.allow | perms.deny);
  if (denied === 0) {
    const told = profile.audit ? request : request & perms.audit;
    return { allowed: true, log: told === 0 ? 'none' : 'audit' };
  }
  const quiet = profile.audit ? 0 : perms.quiet;
  if ((denied & ~quiet) === 0) return { allowed: false, log: 'none' };
  return profile.mode === COMPLAIN ? { allowed: true, log: 'allowed' } : { allowed: false, log: 'denied' };
}
