import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import { longAccess } from '../expand/accesses';
import type { AccessRule, Condition } from '../model/rules';
import type { Word } from '../model/source';
import { livesIn, type ParserVersion } from '../versions';
import { ACCESS_CONDITIONS, type AccessCondition, type KindConditions } from './access-conditions';
import { ACCESS_WORDS, WITHOUT_PEER } from './access-words';

export type Side = 'local' | 'peer';

/** Checks what all rules of the form `keyword access conditions peer=(…)` have in common. */
export function checkAccessRule(rule: AccessRule, version: ParserVersion, complain: Complain): void {
  checkWords(rule, complain);
  const known = ACCESS_CONDITIONS[rule.kind];
  const seen = new Map<string, Condition>();
  checkSide(rule, 'local', known, seen, version, complain);
  if (rule.peer === undefined) return;
  if (!known.anyGroup && rule.peer.name.value !== 'peer')
    complain(
      'conditionUnknown',
      rule.peer.name,
      `${rule.kind} rules have no group ${rule.peer.name.raw}=()`,
      'write: peer=(…)',
    );
  checkSide(rule, 'peer', known, known.shared ? seen : new Map(), version, complain);
}

function checkWords({ kind, access }: AccessRule, complain: Complain): void {
  const { words, letters, lenient } = ACCESS_WORDS[kind];
  for (const word of access) {
    if (words.includes(word.value) || (letters && /^[rw]*$/i.test(word.value))) continue;
    const hint = nearestHint(word.value, words) ?? `${kind} rules allow ${words.join(', ')}`;
    const message = `${kind} rules do not know the access ${word.raw}`;
    complain('accessUnknown', word, message, hint, lenient ? 'warning' : 'error');
  }
}

function checkSide(
  rule: AccessRule,
  side: Side,
  known: KindConditions,
  seen: Map<string, Condition>,
  version: ParserVersion,
  complain: Complain,
): void {
  for (const condition of (side === 'local' ? rule.conditions : rule.peer?.conditions) ?? []) {
    const found = namedCondition(condition.name, known, version);
    if (found === undefined) unknownCondition(rule, condition.name, side, known, version, complain);
    else checkCondition(rule, condition, side, found, seen, complain);
  }
}

function namedCondition(
  name: Word,
  { conditions }: KindConditions,
  version: ParserVersion,
): AccessCondition | undefined {
  const found = Object.hasOwn(conditions, name.value) ? conditions[name.value] : undefined;
  return found && livesIn(found, version) ? found : undefined;
}

function unknownCondition(
  { kind }: AccessRule,
  name: Word,
  side: Side,
  { conditions }: KindConditions,
  version: ParserVersion,
  complain: Complain,
): void {
  const names = Object.keys(conditions).filter((each) => {
    const { side: only = side, refused } = conditions[each] ?? {};
    return only === side && !refused;
  });
  const later = Object.hasOwn(conditions, name.value) ? conditions[name.value]?.since : undefined;
  const hint =
    later !== undefined
      ? `it is known to apparmor_parser ${later}`
      : (nearestHint(name.value, names) ?? (names.length === 0 ? 'take it out' : `conditions are ${names.join(', ')}`));
  const where = side === 'peer' ? 'the peer of ' : '';
  complain(
    'conditionUnknown',
    name,
    `${where}${kind} rules of apparmor_parser ${version} have no condition ${name.raw}`,
    hint,
  );
}

function checkCondition(
  { kind }: AccessRule,
  condition: Condition,
  side: Side,
  known: AccessCondition,
  seen: Map<string, Condition>,
  complain: Complain,
): void {
  const { name, operator, values } = condition;
  if (known.refused)
    complain(
      'conditionUnknown',
      name,
      `the condition ${name.raw} of ${kind} rules is not supported yet`,
      'take it out',
    );
  else if (known.side !== undefined && known.side !== side)
    complain(
      'conditionUnknown',
      name,
      `the condition ${name.raw} of ${kind} rules cannot stand ${side === 'peer' ? 'in peer=()' : 'outside of peer=()'}`,
      side === 'peer' ? `write it before peer=()` : `write: peer=(${name.raw}=…)`,
    );
  if (operator !== '=' && !(operator === ':=' && known.sets))
    complain('conditionOperator', name, `the condition ${name.raw} of ${kind} rules needs =`, `write: ${name.raw}=…`);
  if (values.length > 1 && !known.many && values[1])
    complain(
      'conditionValue',
      values[1],
      `the condition ${name.raw} of ${kind} rules takes one value`,
      'write a rule for each value',
    );
  if (!known.repeats && seen.has(name.value))
    complain('conditionRepeated', name, `the condition ${name.raw} stands twice in this rule`, 'leave one of them');
  seen.set(name.value, condition);
}

/** Accesses that cannot be allowed together with conditions on the peer. */
export function checkPeerAccess(rule: AccessRule, conditions: readonly string[], complain: Complain): void {
  const peer = rule.peer?.conditions.find(({ name }) => conditions.includes(name.value));
  if (peer === undefined) return;
  for (const word of rule.access) {
    const local = longAccess(rule.kind, word.value).find((each) => WITHOUT_PEER.includes(each));
    if (local === undefined) continue;
    complain(
      'accessForbidden',
      word,
      `${local} of ${rule.kind} rules has no peer, and this rule names one`,
      'write a rule of its own without peer=()',
    );
  }
}
