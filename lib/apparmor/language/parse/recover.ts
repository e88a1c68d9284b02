import type { Token } from '../lexer/tokens';
import { adviceOn } from './advice';
import type { Cursor } from './cursor';
import type { SyntaxFault } from './fault';
import type { Reader } from './nodes';

const WORDS = [
  ...['abi', 'alias', 'all', 'allow', 'audit', 'capability', 'change_profile', 'dbus', 'deny', 'file', 'hat', 'if'],
  ...[
    'include',
    'io_uring',
    'link',
    'mount',
    'mqueue',
    'network',
    'other',
    'owner',
    'pivot_root',
    'priority',
    'profile',
  ],
  ...['prompt', 'ptrace', 'remount', 'set', 'signal', 'umount', 'unix', 'unmount', 'userns'],
];
/** How a rule may begin. */
const RULE = new RegExp(`(?:[/^}]|@\\{|"[/@]|#include|(?:${WORDS.join('|')})(?![A-Za-z0-9_])(?![ \\t]*[=)]))`, 'y');
const DECLARATION =
  /(?:profile|hat|include|#include|abi|alias)(?![A-Za-z0-9_])|@\{[A-Za-z0-9_]+\}[ \t]*[+?:]?=|\/[^,\n]*\{[ \t]*(?:#.*)?$/my;

/**
 * Reports a mistake and goes to where the next rule seems to begin; or says that a brace comes next: what stands in it
 * is read as rules, whatever it belongs to.
 */
export function recover(cursor: Cursor, fault: SyntaxFault, { place }: Reader): 'brace' | undefined {
  const tokens = cursor.taken.includes(fault.token) ? [...cursor.taken] : [...cursor.taken, fault.token];
  const runaway = tokens.find(isRunaway);
  if (runaway !== undefined) return closeQuote(cursor, runaway);
  const starts = place === 'profile' ? RULE : DECLARATION;
  const index = tokens.findIndex((token, at) => at > 0 && startsLine(token) && begins(token, starts));
  const next = tokens[index];
  const before = tokens[(next === undefined ? tokens.indexOf(fault.token) : index) - 1];
  const open = next !== undefined && next !== fault.token ? openParenthesis(tokens.slice(0, index)) : undefined;
  if (open !== undefined) {
    cursor.report('unexpected', cursor.span(open, open), 'this ( is never closed', 'add the closing )');
  } else if (before !== undefined && commaIsMissing(fault, next)) {
    const span = { source: before.source, start: before.end, end: before.end };
    cursor.report('commaMissing', span, 'a comma is missing at the end of this rule', 'a rule ends with a comma');
  } else {
    const hint = adviceOn(fault, cursor.version) ?? fault.hint;
    cursor.report(fault.code, fault.span ?? cursor.span(fault.token, fault.token), fault.message, hint);
  }
  if (fault.code === 'nestedTooDeep' || hidesBraces(cursor, fault)) return cursor.giveUp();
  return next !== undefined && cursor.stream.restart(next) ? undefined : skip(cursor, starts);
}

/** A name in quotes that goes on in another line: its own quote is missing, and it ends at that of another name. */
const isRunaway = ({ source, start, end }: Token): boolean =>
  source.text[start] === '"' && source.text.slice(start, end).includes('\n');

/** Says where the quote is missing, and goes on in the next line. */
function closeQuote(cursor: Cursor, token: Token): undefined {
  const newline = token.source.text.indexOf('\n', token.start);
  const line = { ...token, end: newline };
  cursor.report('quoteOpen', cursor.span(line, line), 'this " is closed in another line only', 'add the closing "');
  const next = { ...token, start: newline + 1 };
  return /[{}]/.test(cursor.raw(line)) || !cursor.stream.restart(next) ? cursor.giveUp() : undefined;
}

/** A quote without an end swallows its line. Without the braces of that line nothing behind it can be believed. */
const hidesBraces = (cursor: Cursor, { code, token }: SyntaxFault): boolean =>
  code === 'quoteOpen' && /[{}]/.test(cursor.raw(token));

function openParenthesis(tokens: readonly Token[]): Token | undefined {
  const open = tokens.findLastIndex(({ kind }) => kind === '(');
  return tokens.slice(open).some(({ kind }) => kind === ')') ? undefined : tokens[open];
}

/** The rule could have ended here, or what begins the next one was taken for a part of it. */
function commaIsMissing(fault: SyntaxFault, next: Token | undefined): boolean {
  if (next !== undefined && next !== fault.token) return fault.code === 'unexpected' || fault.code === 'commaMissing';
  if (!fault.mayEnd) return false;
  return next !== undefined || fault.token.kind === '}' || fault.token.kind === 'end' || begins(fault.token, RULE);
}

/** Goes on behind the comma of the rule, before a brace, or where a line begins as rules do. */
function skip(cursor: Cursor, starts: RegExp): 'brace' | undefined {
  for (let taken = cursor.taken.length; ; taken += 1) {
    const token = cursor.peek();
    if (token.kind === 'end' || token.kind === '}') return undefined;
    if (token.kind === '{') return 'brace';
    if (taken > 0 && startsLine(token) && begins(token, starts) && cursor.stream.restart(token)) return undefined;
    cursor.stream.next();
    if (token.kind === ',' && starts === RULE) return undefined;
  }
}

/** Whether it is the first on its line. */
function startsLine({ source, start, kind }: Token): boolean {
  if (kind === 'end') return false;
  let at = start - 1;
  while (source.text[at] === ' ' || source.text[at] === '\t') at -= 1;
  return at < 0 || source.text[at] === '\n';
}

function begins({ source, start, kind }: Token, pattern: RegExp): boolean {
  if (kind === 'end') return false;
  pattern.lastIndex = start;
  return pattern.test(source.text);
}
