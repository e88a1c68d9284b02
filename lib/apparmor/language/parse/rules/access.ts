import type { Token, TokenKind } from '../../lexer/tokens';
import type { AccessRule, Prefix } from '../../model/rules';
import type { Word } from '../../model/source';
import { type Lifetime, livesIn } from '../../versions';
import { parseConditionGroup, parseConditions } from '../conditions';
import type { Cursor } from '../cursor';

/** The form of a rule, from its keyword on. */
interface Form extends Lifetime {
  /** Words for accesses, as the lexer knows them there. In parentheses any word may stand. */
  readonly access: readonly TokenKind[];
  /** How many names may stand before the conditions. */
  readonly names: number;
  /** A name may stand behind the conditions. */
  readonly nameLast?: boolean;
  readonly conditions: boolean;
  readonly peer: boolean;
}

const SOCKET: readonly TokenKind[] = [
  ...(['create', 'bind', 'listen', 'accept', 'connect', 'shutdown', 'getattr', 'setattr', 'getopt', 'setopt'] as const),
  ...(['send', 'receive', 'read', 'write', 'mode'] as const),
];
const QUEUE: readonly TokenKind[] = ['create', '{', 'delete', 'getattr', 'setattr', 'write', 'read', 'mode'];

/** Fact: the grammars of each version. */
const FORMS: { readonly [kind in AccessRule['kind']]: readonly Form[] } = {
  network: [
    { until: '3.0', access: [], names: 2, conditions: false, peer: false },
    { since: '4.1', access: SOCKET, names: 2, conditions: true, peer: true },
  ],
  unix: [{ access: SOCKET, names: 0, conditions: true, peer: true }],
  dbus: [
    {
      access: ['bind', 'send', 'receive', 'read', 'write', 'eavesdrop', 'mode'],
      names: 0,
      conditions: true,
      peer: true,
    },
  ],
  signal: [{ access: ['send', 'receive', 'read', 'write', 'mode'], names: 0, conditions: true, peer: false }],
  ptrace: [
    {
      access: ['trace', 'tracedby', 'read', 'write', 'readby', 'mode'],
      names: 0,
      conditions: true,
      peer: false,
    },
  ],
  userns: [{ access: ['create'], names: 0, conditions: true, peer: false }],
  mqueue: [{ access: QUEUE, names: 0, conditions: true, peer: false, nameLast: true }],
  io_uring: [{ access: ['override_creds', 'sqpoll'], names: 0, conditions: true, peer: true }],
};

/** `keyword access names conditions peer=(conditions),` */
export function parseAccessRule(cursor: Cursor, start: Token, prefix: Prefix): AccessRule {
  const keyword = cursor.next();
  const kind = keyword.kind as AccessRule['kind'];
  const form = FORMS[kind].find((each) => livesIn(each, cursor.version));
  if (form === undefined) throw cursor.unexpected('a rule');
  const access = parseAccess(cursor, form);
  const names: Word[] = [];
  while (names.length < form.names && cursor.at('id')) names.push(cursor.word(cursor.next()));
  const conditions = form.conditions ? parseConditions(cursor) : [];
  const peer = form.peer ? parseConditionGroup(cursor) : undefined;
  if (form.nameLast && cursor.at('id')) names.push(cursor.word(cursor.next()));
  return { kind, prefix, access, names, conditions, ...(peer && { peer }), span: cursor.endRule(start) };
}

function parseAccess(cursor: Cursor, { access }: Form): readonly Word[] {
  if (access.length === 0) return [];
  if (access.includes(cursor.peek().kind)) return [cursor.word(cursor.next())];
  if (cursor.take('(') === undefined) return [];
  const words: Word[] = [];
  while (cursor.at('value')) words.push(cursor.word(cursor.next()));
  cursor.expect('an access or )', [')']);
  return words;
}
