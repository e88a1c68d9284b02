import { nearestHint } from '../../../diagnostics/nearest';
import { KEYWORDS } from '../lexer/keywords';
import type { Token } from '../lexer/tokens';
import { shown } from '../problems';
import { livesIn, type ParserVersion } from '../versions';
import type { Cursor } from './cursor';
import { SyntaxFault } from './fault';

/** Words that may begin a rule, prefixes included. */
const FIRST_WORDS = [
  ...['file', 'link', 'capability', 'network', 'unix', 'dbus', 'signal', 'ptrace', 'mount', 'remount', 'umount'],
  ...['unmount', 'pivot_root', 'change_profile', 'set', 'userns', 'mqueue', 'io_uring', 'all', 'include', 'abi', 'if'],
  ...['profile', 'hat', 'audit', 'allow', 'deny', 'prompt', 'owner', 'other', 'priority', 'safe', 'unsafe'],
] as const;

/** Rules whose first word is none without what must follow it. */
const WHOLE: Readonly<Record<string, string>> = {
  include: 'include <abstractions/base>',
  abi: 'abi <abi/3.0>,',
  change_profile: 'change_profile -> name,',
};

const BARE_WORD = /^[A-Za-z][A-Za-z0-9_]*$/;

/** A word where a rule should begin that begins none: not known, or not known yet. */
export function unknownRule(cursor: Cursor, token: Token): SyntaxFault | undefined {
  if ((token.kind !== 'id' && token.kind !== 'condition') || !BARE_WORD.test(token.value)) return undefined;
  const word = token.value;
  const entry = Object.hasOwn(KEYWORDS, word) ? KEYWORDS[word] : undefined;
  if (entry?.since !== undefined && !livesIn(entry, cursor.version)) {
    return tooNew(token, `the word ${word}`, entry.since, cursor.version);
  }
  const known = FIRST_WORDS.filter((each) => livesIn(KEYWORDS[each] ?? {}, cursor.version));
  if (known.some((each) => each === word)) {
    const hint = Object.hasOwn(WHOLE, word) ? `write: ${WHOLE[word]}` : undefined;
    return new SyntaxFault('ruleUnknown', token, `this is no whole rule of ${word}`, hint);
  }
  const hint = nearestHint(word, known) ?? `rules begin with a path, permissions, or one of: ${known.join(', ')}`;
  return new SyntaxFault('ruleUnknown', token, `${shown(word)} begins no rule`, hint);
}

/** What a later version brought. */
function tooNew(token: Token, what: string, since: ParserVersion, version: ParserVersion): SyntaxFault {
  const message = `apparmor_parser ${version} does not know ${what}: it refuses the whole text`;
  return new SyntaxFault('ruleTooNew', token, message, `it is known to apparmor_parser ${since}`);
}
