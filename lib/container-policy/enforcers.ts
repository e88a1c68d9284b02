import { type ProfileOptions, profileText } from './apparmor/compile';
import type { Policy, Property } from './language/model';
import { judgeAppArmor } from './report/apparmor';
import type { Case, EnforcerName, Verdict } from './report/model';
import { judgeFalco, judgeNetworkPolicy } from './report/others';

/** What enforces a policy, or a part of it. A new one is a row: what it says of each property, and how it is told. */
export interface Enforcer {
  readonly name: EnforcerName;
  /** Head of its column. */
  readonly title: string;
  readonly judge: (about: Case, options: ProfileOptions) => Readonly<Record<Property, Verdict>>;
  /** The policy in the language of the enforcer. Left out: it is told by other means. */
  readonly compile?: (policy: Policy, options: ProfileOptions) => string;
}

export const ENFORCERS: readonly Enforcer[] = [
  { name: 'apparmor', title: 'AppArmor', judge: judgeAppArmor, compile: profileText },
  { name: 'falco', title: 'Falco', judge: ({ rules }) => judgeFalco(rules) },
  { name: 'network-policy', title: 'network policy', judge: ({ rules }) => judgeNetworkPolicy(rules) },
];
