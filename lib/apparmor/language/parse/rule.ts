import type { Token, TokenKind } from '../lexer/tokens';
import type { IfRule } from '../model/conditions';
import type { Block, Prefix, Rule } from '../model/rules';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { SyntaxFault } from './fault';
import { type Body, parseBody, type Reader } from './nodes';
import { parseAbi } from './preamble';
import { parsePrefix } from './prefix';
import { parseProfile } from './profile';
import { parseAccessRule } from './rules/access';
import { parseFileRule, parseLinkRule } from './rules/file';
import { parseMountRule, parsePivotRootRule } from './rules/mount';
import { parseAllRule, parseCapabilityRule, parseChangeProfileRule, parseRlimitRule } from './rules/other';
import { unknownRule } from './unknown-rule';

type Parse = (cursor: Cursor, start: Token, prefix: Prefix) => Rule;

/** Reads what stands in braces. */
export const RULE_READER: Reader = { place: 'profile', read: parseRule };

/** Rules that take a prefix, by the token behind it. */
const RULES: { readonly [kind in TokenKind]?: Parse } = {
  file: parseFileRule,
  safe: parseFileRule,
  unsafe: parseFileRule,
  id: parseFileRule,
  set_variable: parseFileRule,
  mode: parseFileRule,
  link: parseLinkRule,
  capability: parseCapabilityRule,
  network: parseAccessRule,
  unix: parseAccessRule,
  dbus: parseAccessRule,
  signal: parseAccessRule,
  ptrace: parseAccessRule,
  mqueue: parseAccessRule,
  userns: parseAccessRule,
  io_uring: parseAccessRule,
  mount: parseMountRule,
  remount: parseMountRule,
  umount: parseMountRule,
  pivot_root: parsePivotRootRule,
  change_profile: parseChangeProfileRule,
  all: parseAllRule,
  '{': parseBlock,
};

/** Rules without a prefix. */
const BARE: { readonly [kind in TokenKind]?: (cursor: Cursor, start: Token) => Rule | undefined } = {
  abi: parseAbi,
  profile: parseProfile,
  hat: parseProfile,
  '^': parseProfile,
  if: parseIf,
  set: parseRlimitRule,
};

const LATE: readonly TokenKind[] = ['=', '+=', '?=', ':='];

function parseRule(cursor: Cursor, start: Token): Rule | undefined {
  const bare = BARE[start.kind];
  if (bare !== undefined) return bare(cursor, start);
  const prefix = parsePrefix(cursor);
  const token = cursor.peek();
  const parse = RULES[token.kind];
  if (parse === undefined) throw noRule(cursor, token);
  try {
    return parse(cursor, start, prefix);
  } catch (fault) {
    // A variable is a path here, until its sign shows that it was meant to be set.
    if (token.kind === 'set_variable' && LATE.includes(cursor.peek().kind)) throw late(token, 'a variable is set');
    throw fault;
  }
}

/** What makes a variable one that is set. */
const SETS = /^\s*[+?:]?=/;

const late = (token: Token, what: string): SyntaxFault =>
  new SyntaxFault('preambleLate', token, `${what} before the first profile, not inside of one`, 'move it up');

function noRule(cursor: Cursor, token: Token): SyntaxFault {
  if (token.kind === 'bool_variable' && SETS.test(cursor.behind(token))) return late(token, 'a variable is set');
  if (token.kind === 'alias') return late(token, 'an alias stands');
  if (token.kind === 'else') return new SyntaxFault('unexpected', token, 'this else belongs to no if');
  const fault = cursor.unexpected('a rule');
  if (cursor.taken.length > 0 && BARE[token.kind] !== undefined) {
    const message = `nothing may stand before ${token.kind}`;
    return new SyntaxFault('unexpected', token, message, 'take out what stands before it');
  }
  return unknownRule(cursor, token) ?? fault;
}

/** `audit deny { … }` */
function parseBlock(cursor: Cursor, start: Token, prefix: Prefix): Block {
  const { list, close } = parseBody(cursor, cursor.next(), 'this block');
  return {
    kind: 'block',
    prefix,
    rules: list.rules,
    span: cursor.span(start, close),
    ...(list.behindBrace !== undefined && { behind: list.behindBrace }),
    ...(list.below.length > 0 && { below: list.below }),
  };
}

/** `if … { … } else if … { … } else { … }` */
function parseIf(cursor: Cursor, start: Token): IfRule {
  const branches: IfRule['branches'][number][] = [];
  for (;;) {
    const when = cursor.take('if') && parseExpression(cursor);
    const { list, close } = parseBranch(cursor, when === undefined ? 'else' : 'if');
    branches.push({
      ...(when && { when }),
      rules: list.rules,
      ...(list.behindBrace !== undefined && { behind: list.behindBrace }),
      ...(list.below.length > 0 && { below: list.below }),
    });
    // An include that comes next is a rule of its own.
    const goesOn = when !== undefined && cursor.stream.include === undefined && cursor.take('else') !== undefined;
    if (!goesOn) return { kind: 'if', span: cursor.span(start, close), branches };
  }
}

const parseBranch = (cursor: Cursor, what: string): Body => parseBody(cursor, cursor.expect('{', ['{']), what);
