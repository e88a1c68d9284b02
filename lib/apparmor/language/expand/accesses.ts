import type { AccessRule, Condition } from '../model/rules';
import { isAudited, type Laid } from './collect';
import { type Context, expanded } from './context';
import type { AccessEntry, ExpandedCondition } from './model';

type Kind = AccessRule['kind'];

/** The long forms of what rules allow; `r` and `w` are letters of one word. */
const LONG: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  network: { read: 'receive', write: 'send' },
  unix: { read: 'receive', write: 'send' },
  dbus: { read: 'receive', write: 'send' },
  signal: { read: 'receive', write: 'send' },
  ptrace: { write: 'trace' },
  mqueue: {},
  userns: {},
  io_uring: {},
};

/** Conditions in which the parser puts variables in. In all others it takes them as they stand. */
const WITH_VARIABLES: Readonly<Record<Kind, readonly string[]>> = {
  network: [],
  unix: ['addr', 'label'],
  dbus: ['bus', 'name', 'label', 'path', 'interface', 'member'],
  signal: ['peer'],
  ptrace: ['peer'],
  mqueue: ['label'],
  userns: [],
  io_uring: [],
};

export function accessEntry(rule: AccessRule, laid: Laid, context: Context): AccessEntry {
  return {
    rule,
    audit: isAudited(laid),
    mode: laid.mode,
    priority: laid.priority,
    access: rule.access.flatMap(({ value }) => longAccess(rule.kind, value)),
    names: rule.names.map((word) => (rule.kind === 'mqueue' ? expanded(word, context) : word.value)),
    conditions: expandConditions(rule.conditions, WITH_VARIABLES[rule.kind], context),
    peer: expandConditions(rule.peer?.conditions ?? [], WITH_VARIABLES[rule.kind], context),
  };
}

/** `rw` of signal rules is `receive` and `send`. Words that are none stay as they are. */
export function longAccess(kind: Kind, word: string): readonly string[] {
  const words = /^[rw]+$/i.test(word) ? letters(word) : [word];
  return words.map((each) => LONG[kind][each] ?? each);
}

const letters = (word: string): readonly string[] =>
  [...new Set(word.toLowerCase())].map((letter) => (letter === 'r' ? 'read' : 'write'));

export function expandConditions(
  conditions: readonly Condition[],
  withVariables: readonly string[],
  context: Context,
): readonly ExpandedCondition[] {
  return conditions.map(({ name, operator, values }) => ({
    name: name.value,
    ...(operator !== undefined && { operator }),
    values: values.map((word) => (withVariables.includes(name.value) ? expanded(word, context) : word.value)),
    word: name,
    words: values,
  }));
}
