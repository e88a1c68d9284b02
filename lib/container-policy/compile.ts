import { type ProfileOptions, profileText } from './apparmor/compile';
import type { Policy } from './language/model';
import type { EnforcementReport } from './report/model';
import { reportOf } from './report/report';

/** A policy as AppArmor is told, and what that is worth. */
export interface Compiled {
  /** The text of the profile. */
  readonly text: string;
  readonly report: EnforcementReport;
}

/** Compiles the rules of one container, or those of all that have none of their own. */
export function compileToAppArmor(policy: Policy, options: ProfileOptions): Compiled {
  return { text: profileText(policy, options), report: reportOf(policy, options) };
}

/** A profile of a policy: the container it is for, and its name. */
export interface ProfileOf {
  /** Left out: of all containers that have no rules of their own. */
  readonly container?: string;
  readonly name: string;
}

/** The profiles that a policy needs: one, and one more for each container with rules of its own. */
export function profilesOf(policy: Policy, name: string): readonly ProfileOf[] {
  return [{ name }, ...policy.containers.map((each) => ({ container: each.name, name: `${name}.${each.name}` }))];
}
