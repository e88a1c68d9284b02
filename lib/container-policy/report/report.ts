import { type ProfileOptions, rulesOf } from '../apparmor/compile';
import { ENFORCERS } from '../enforcers';
import { type Policy, PROPERTIES } from '../language/model';
import { judgeCommand } from './commands';
import type { EnforcementReport } from './model';
import { NODE_KINDS } from './nodes';
import { saysOf } from './words';

/** What each enforcer makes of each property of a policy, for one profile of it. */
export function reportOf(policy: Policy, options: ProfileOptions): EnforcementReport {
  const { mode, name } = policy;
  const rules = rulesOf(policy, options.container);
  const judged = ENFORCERS.map((enforcer) => [enforcer.name, enforcer.judge({ rules, mode }, options)] as const);
  return {
    policy: name,
    ...(options.container !== undefined && { container: options.container }),
    profile: options.name,
    mode,
    parser: options.parser,
    rows: PROPERTIES.map((property) => ({
      property,
      says: saysOf(property, rules),
      verdicts: judged.map(([enforcer, verdicts]) => ({ enforcer, ...verdicts[property] })),
    })),
    commands: rules.commands.map((command) => judgeCommand(rules, command)),
    nodes: NODE_KINDS,
  };
}
