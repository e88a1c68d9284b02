import type { Peer } from './peer';
import type { Port } from './port';

/** Which way connections go: into the pods, or out of them. */
export type Direction = 'ingress' | 'egress';

/** What was said of one peer. */
export interface Rule {
  readonly direction: Direction;
  readonly denies: boolean;
  readonly peer: Peer;
  /** None: every port. */
  readonly ports: readonly Port[];
  /** The peer is a DNS server. */
  readonly isDns?: boolean;
}

/** Where the API server keeps a rule: `allowFrom` is told under the key that a reader of YAML knows. */
export function ruleKey(rules: readonly Rule[], rule: Rule): string {
  const alike = rules.filter(({ direction, denies }) => direction === rule.direction && denies === rule.denies);
  return `spec.${rule.direction}${rule.denies ? 'Deny' : ''}[${alike.indexOf(rule)}]`;
}
