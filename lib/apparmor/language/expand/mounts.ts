import type { MountRule, PivotRootRule } from '../model/rules';
import { expandConditions } from './accesses';
import { isAudited, type Laid } from './collect';
import { type Context, expanded } from './context';
import type { MountEntry, PivotRootEntry } from './model';

const WITH_VARIABLES = ['fstype', 'vfstype'];

export function mountEntry(rule: MountRule, laid: Laid, context: Context): MountEntry {
  return {
    rule,
    kind: rule.kind,
    audit: isAudited(laid),
    mode: laid.mode,
    priority: laid.priority,
    conditions: expandConditions(rule.conditions, WITH_VARIABLES, context),
    ...(rule.source !== undefined && { source: expanded(rule.source, context) }),
    ...(rule.target !== undefined && { target: expanded(rule.target, context) }),
  };
}

export function pivotRootEntry(rule: PivotRootRule, laid: Laid, context: Context): PivotRootEntry {
  // The parser looks at the last condition only.
  const oldRoot = rule.conditions.at(-1)?.values[0];
  return {
    rule,
    audit: isAudited(laid),
    mode: laid.mode,
    priority: laid.priority,
    ...(oldRoot !== undefined && { oldRoot: expanded(oldRoot, context) }),
    ...(rule.path !== undefined && { newRoot: expanded(rule.path, context) }),
    ...(rule.target !== undefined && { target: expanded(rule.target, context) }),
  };
}
