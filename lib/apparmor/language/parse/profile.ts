import { nearestHint } from '../../../diagnostics/nearest';
import type { Token } from '../lexer/tokens';
import type { Profile } from '../model/policy';
import type { Word } from '../model/source';
import { shown } from '../problems';
import { atLeast } from '../versions';
import { parseConditionGroup, parseValues } from './conditions';
import type { Cursor } from './cursor';
import { SyntaxFault } from './fault';
import { type Body, parseBody } from './nodes';

/** Further than this an empty list is not recognized as one. */
const LOOK = 200;
const EXAMPLE = 'write: profile my-app /usr/bin/my-app {';

/** `profile NAME ATTACHMENT xattrs=(…) flags=(…) { … }`, with `hat` or `^`, or without a keyword before a path. */
export function parseProfile(cursor: Cursor, start: Token): Profile | undefined {
  const keyword = start.kind === 'id' ? undefined : (cursor.next().kind as Profile['keyword']);
  const name = parseName(cursor, start);
  if (name === undefined) return undefined;
  const behindName = cursor.peek();
  const attachment = cursor.take('id') ?? cursor.take('set_variable');
  const xattrs = parseConditionGroup(cursor);
  const identities = parseIdentities(cursor);
  const flags = parseFlags(cursor);
  if (!cursor.at('{')) return headBroken(cursor, name, keyword, behindName);
  const { list, close } = parseOwnBody(cursor, cursor.next(), name);
  return {
    kind: 'profile',
    span: cursor.span(start, close),
    keyword,
    name: cursor.word(name),
    ...(attachment && { attachment: cursor.word(attachment) }),
    ...(xattrs && { xattrs }),
    ...(identities.length > 0 && { identities }),
    ...flags,
    rules: list.rules,
    ...(list.behindBrace !== undefined && { behind: list.behindBrace }),
    ...(list.below.length > 0 && { below: list.below }),
  };
}

/** Includes begin anew in it. */
function parseOwnBody(cursor: Cursor, open: Token, name: Token): Body {
  cursor.includer.open();
  try {
    return parseBody(cursor, open, `profile ${shown(name.value)}`);
  } finally {
    cursor.includer.close();
  }
}

/** The name. Without one it says so, and reads on behind the brace. */
function parseName(cursor: Cursor, start: Token): Token | undefined {
  const token = cursor.peek();
  const blank = token.kind === 'bad character' && token.value.trim() === '';
  if (token.kind !== 'id' && !blank) throw cursor.unexpected('a name');
  if (token.kind === 'id' && token.value !== '' && token.value !== '{') return cursor.next();
  const message = `a name is missing after ${cursor.words(start)}`;
  const hint = 'write: profile my-app {';
  if (token.value !== '{') {
    cursor.stream.next();
    throw new SyntaxFault('nameMissing', start, message, hint);
  }
  // The brace was taken for the name: what follows are the rules.
  cursor.report('nameMissing', cursor.span(start, start), message, hint);
  parseOwnBody(cursor, cursor.next(), token);
  return undefined;
}

/** From 5.0 on: `+identities=(a b)`, as often as one likes. */
function parseIdentities(cursor: Cursor): readonly Word[] {
  const identities: Word[] = [];
  while (cursor.take('+') !== undefined) {
    cursor.expect('identities', ['identities']);
    cursor.expect('=', ['=']);
    identities.push(...parseValues(cursor));
  }
  return identities;
}

function parseFlags(cursor: Cursor): Pick<Profile, 'flags' | 'flagsKeyword'> {
  const name = cursor.take(atLeast(cursor.version, '5.0') ? 'flags' : 'condition');
  if (name === undefined) return { flags: cursor.at('(') ? parseFlagList(cursor) : [], flagsKeyword: false };
  if (name.value !== 'flags') throw new SyntaxFault('unexpected', name, `expected flags=, found ${shown(name.value)}=`);
  cursor.expect('=', ['=']);
  return { flags: parseFlagList(cursor), flagsKeyword: true };
}

function parseFlagList(cursor: Cursor): readonly Word[] {
  const open = cursor.peek();
  const list = open.kind === '(' && /^\([ \t\r\n,]*\)/.test(open.source.text.slice(open.start, open.start + LOOK));
  if (!list) return parseValues(cursor);
  const message = 'there is no flag between these parentheses';
  throw new SyntaxFault('flagUnknown', open, message, 'take them out, or name one');
}

/** Something stands where the brace should be. */
function headBroken(cursor: Cursor, name: Token, keyword: Profile['keyword'], behindName: Token): undefined {
  const token = cursor.peek();
  if (name.value.endsWith('{')) {
    const message = `this { belongs to the name ${shown(name.value)}`;
    const brace = { ...name, start: name.end - 1 };
    cursor.report('profileExpected', cursor.span(brace, brace), message, 'put a blank before it');
    cursor.stream.restart(behindName);
    parseOwnBody(cursor, brace, name);
    return undefined;
  }
  const fault = cursor.faultOfLexer(token);
  if (fault !== undefined) throw fault;
  if (keyword === undefined && /^[A-Za-z]/.test(name.value)) throw noItem(cursor, name);
  throw new SyntaxFault('profileExpected', token, `expected { after the name ${shown(name.value)}`, EXAMPLE);
}

const FIRST_WORDS = ['profile', 'hat', 'include', 'abi', 'alias'];

/** Something stands where a profile or a declaration should begin. */
export function noItem(cursor: Cursor, token: Token): SyntaxFault {
  const what = cursor.words(token);
  const hint = nearestHint(what, FIRST_WORDS) ?? 'rules stand inside the braces of a profile';
  return (
    cursor.faultOfLexer(token) ?? new SyntaxFault('profileExpected', token, `expected a profile, found ${what}`, hint)
  );
}
