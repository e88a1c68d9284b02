import { nearestHint } from '../../../diagnostics/nearest';
import { isSignal } from '../checks/signals';
import { atLeast, type ParserVersion } from '../versions';
import type { SyntaxFault } from './fault';

/** What somebody wrote in the belief that it is right, and what they meant. */
interface Habit {
  /** The line before the fault. */
  readonly before: RegExp;
  /** The line from the fault on. */
  readonly at: RegExp;
  /** Versions in which it is right. */
  readonly rightSince?: ParserVersion;
  readonly hint: string | ((before: readonly string[], at: readonly string[]) => string | undefined);
}

const LONGEST = 300;
/** Nothing but words that may stand before a rule. */
const START = /^\s*(?:(?:audit|allow|deny|owner|other)\s+)*$/;
const ACCESSES: Readonly<Record<string, readonly string[]>> = {
  signal: ['send', 'receive'],
  ptrace: ['read', 'trace', 'readby', 'tracedby'],
  dbus: ['send', 'receive', 'bind', 'eavesdrop'],
};

/** The first that fits is told. */
const HABITS: readonly Habit[] = [
  {
    before: /\bcapability\s[\w\s,]*,\s*$/,
    at: /^\w/,
    hint: 'several stand without commas: capability chown kill,',
  },
  { before: /\bcapability\s+$/, at: /^\(/, hint: 'several stand without parentheses: capability chown kill,' },
  { before: /\bcapability\s+$/, at: /^(?:\*|all\b)/, hint: 'all of them: capability,' },
  { before: /\bnetwork\s[\w\s,]*,\s*$/, at: /^\w/, hint: 'a comma ends a rule: write one for each domain' },
  {
    before: /\b(?:signal|ptrace|unix|dbus)\s[^,]*,\s*$/,
    at: /^\w/,
    hint: 'a comma ends a rule; several stand in parentheses: (send, receive)',
  },
  {
    before: /\bsignal\s+(?:\w+\s+)?$/,
    at: /^(\w+)/,
    hint: (_, [, word = '']) =>
      isSignal(word.toLowerCase(), '5.0') ? `write: set=(${word.toLowerCase()})` : undefined,
  },
  {
    before: /\b(signal|ptrace|dbus)\s+$/,
    at: /^(\w+)/,
    hint: ([, kind = ''], [, word = '']) => nearestHint(word, ACCESSES[kind] ?? []),
  },
  {
    before: /\bnetwork\b[^,]*$/,
    at: /^(?:ip|port|peer)\s*=/,
    rightSince: '4.1',
    hint: 'addresses and ports in network rules are known to apparmor_parser 4.1',
  },
  { before: /^(?:.*\s)?all\s*$/, at: /^,/, rightSince: '4.1', hint: 'rules `all` are known to apparmor_parser 4.1' },
  { before: /\bflags\s*=\s*$/, at: /^\{?(\w+)/, hint: (_, [, flag]) => `write: flags=(${flag})` },
  { before: /^\s*(?:profile|hat|\/).*\s$/, at: /^flag\s*=/, hint: 'write: flags=(…)' },
  { before: /\brlimit\s+\w+\s*$/, at: /^=/, hint: 'write: <=' },
  { before: /\brlimit\s+\w+\s*<=\s*$/, at: /^unlimited\b/, hint: 'write: infinity' },
  { before: START, at: /^rlimit\s/, hint: 'write: set rlimit …' },
  { before: /->\s*$/, at: /^,/, hint: 'name what stands behind ->' },
  { before: /\[$/, at: /^!/, hint: 'write [^…] for all characters but these' },
  { before: /\binclude\s+(?:if\s+exists\s+)?$/, at: /^</, hint: 'close the name with >' },
  { before: START, at: /^~\//, hint: 'no shell reads this: write @{HOME}/…, which include <tunables/global> declares' },
  { before: START, at: /^\$(?!\{?\w+\}?\s*[+?:]?=)/, hint: 'no shell reads this: write @{HOME} for $HOME' },
  { before: START, at: /^'/, hint: 'quotes are double: "/a b"' },
  {
    before: START,
    at: /^(?:\.{0,2}\*|\.{1,2}\/|[\w.-]+\/)/,
    hint: 'paths are absolute: they begin with /, or with a variable whose values do',
  },
];

/** A hint for a fault that comes from a habit of many. */
export function adviceOn({ token, span = token }: SyntaxFault, version: ParserVersion): string | undefined {
  const { start } = span;
  const { text } = span.source;
  if (token.kind === 'end') return undefined;
  // Longer lines nobody writes by hand.
  const before = /[^\n]*$/.exec(text.slice(Math.max(0, start - LONGEST), start))?.[0] ?? '';
  const at = /^[^\n]*/.exec(text.slice(start, start + LONGEST))?.[0] ?? '';
  if (before.length === LONGEST) return undefined;
  for (const habit of HABITS) {
    if (habit.rightSince !== undefined && atLeast(version, habit.rightSince)) continue;
    const left = habit.before.exec(before);
    const right = left && habit.at.exec(at);
    const hint = left && right && (typeof habit.hint === 'string' ? habit.hint : habit.hint(left, right));
    if (hint) return hint;
  }
  return undefined;
}
