import { LEVELS, type Level } from '../levels';
import type { NamedPolicy } from '../psp/policy';
import { GAPS, type Gap } from './policy-gaps';
import { LIMITS } from './policy-limits';

/** A field of a policy, and what becomes of it. */
export interface PolicyDifference {
  /** Name of the policy. */
  readonly policy: string;
  /** Field of its spec, or the prop of a profile. */
  readonly field: string;
  readonly why: string;
}

/** What Pod Security Admission can do for a set of policies. */
export interface PolicyLevel {
  readonly level: Level;
  /** What the policies refuse, or fill in, and the level does not. Nor does it know who may use a policy. */
  readonly notEnforced: readonly PolicyDifference[];
  /** What some policy lets in and the level refuses: what pods no longer get filled in, or may no longer leave open. */
  readonly stricter: readonly PolicyDifference[];
}

/** What becomes of pods that a policy lets in only because it fills something in, or says nothing of it. */
export type Unsaid = 'refuse' | 'allow';

/**
 * The strictest level of the Pod Security Standards that refuses nothing that some policy of the set allows: one policy is
 * enough for a pod, so the most open one decides. This is what Kubernetes 1.25 to 1.29 can enforce of them. Without any
 * policy nothing is asked for.
 *
 * @param unsaid with `refuse` a pod must say itself what the policy would have filled in (`runAsNonRoot: true`), and what
 * the policy does not speak of (AppArmor, seccomp and SELinux, where they are left open) counts as not allowed; `stricter`
 * lists it. With `allow` no pod is refused that a policy let in: few policies are more than privileged then, for hardly any
 * names all profiles.
 */
export function levelOf(policies: readonly NamedPolicy[], unsaid: Unsaid = 'refuse'): PolicyLevel {
  const levels = policies.map((policy) => levelOfPolicy(policy, unsaid));
  const level = LEVELS.find((each) => levels.includes(each)) ?? 'privileged';
  return {
    level,
    notEnforced: policies.flatMap((policy) =>
      LIMITS.flatMap(({ field, lost }) => {
        const why = lost(policy, level);
        return why === undefined ? [] : [{ policy: policy.name, field, why }];
      }),
    ),
    stricter: policies.flatMap((policy) =>
      GAPS.filter(({ of }) => asks(level, of)).flatMap(({ field, open }) => {
        const why = open(policy)?.unsaid;
        return why === undefined ? [] : [{ policy: policy.name, field, why }];
      }),
    ),
  };
}

/** Whether a level asks for what another one does. */
const asks = (level: Level, other: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(other);

function levelOfPolicy(policy: NamedPolicy, unsaid: Unsaid): Level {
  const isOpen = ({ open }: Gap): boolean => {
    const found = open(policy);
    return found !== undefined && (found.unsaid === undefined || unsaid === 'allow');
  };
  const fits = (level: Level): boolean => !GAPS.some((gap) => asks(level, gap.of) && isOpen(gap));
  return [...LEVELS].reverse().find(fits) ?? 'privileged';
}
