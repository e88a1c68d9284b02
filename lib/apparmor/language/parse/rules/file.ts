import type { Token } from '../../lexer/tokens';
import type { FileRule, LinkRule, Prefix } from '../../model/rules';
import type { Word } from '../../model/source';
import { shown } from '../../problems';
import type { Cursor } from '../cursor';
import { SyntaxFault } from '../fault';
import { unknownRule } from '../unknown-rule';

const PATH = ['id', 'set_variable'] as const;
const SUBSET = ['subset', '<='] as const;

/** `file,`, `/path rw,`, `rw /path,`, each with `file`, `safe` or `unsafe` before it and `-> target` behind it. */
export function parseFileRule(cursor: Cursor, start: Token, prefix: Prefix): FileRule {
  const keyword = cursor.take('file') !== undefined;
  const base = { kind: 'file', prefix, keyword, permsFirst: false, subset: false } as const;
  if (keyword && cursor.at(',')) return { ...base, span: cursor.endRule(start) };
  const exec = (cursor.take('safe') ?? cursor.take('unsafe'))?.kind as FileRule['exec'];
  const rest = cursor.at('mode') ? parsePermsFirst(cursor) : parsePathFirst(cursor, start);
  return { ...base, ...(exec && { exec }), ...rest, span: cursor.endRule(start) };
}

type Rest = Pick<FileRule, 'path' | 'perms' | 'target'> & Partial<Pick<FileRule, 'permsFirst' | 'subset'>>;

function parsePermsFirst(cursor: Cursor): Rest {
  const perms = cursor.word(cursor.next());
  const subset = parseSubset(cursor);
  const path = cursor.word(cursor.expect('a path', PATH));
  return { perms, permsFirst: true, subset, path, ...parseTarget(cursor) };
}

function parsePathFirst(cursor: Cursor, start: Token): Rest {
  const first = cursor.expect('a rule', PATH);
  if (!cursor.at('mode')) throw unknownRule(cursor, first) ?? permsMissing(cursor, first);
  const perms = cursor.word(cursor.next());
  const target = parseTarget(cursor);
  if (target.target === undefined && PATH.includes(cursor.peek().kind as (typeof PATH)[number])) {
    throw unknownRule(cursor, start) ?? cursor.unexpected('a comma', 'a rule ends with a comma');
  }
  return { path: cursor.word(first), perms, ...target };
}

/** Told behind the path, when nothing follows on its line; else at what stands there, up to the next blank. */
function permsMissing(cursor: Cursor, path: Token): SyntaxFault {
  const next = cursor.peek();
  const fault = cursor.faultOfLexer(next);
  if (fault !== undefined) return fault;
  const behind = { source: path.source, start: path.end, end: path.end };
  const between = next.source === path.source ? path.source.text.slice(path.end, next.start) : '\n';
  const nothing = next.kind === ',' || next.kind === '}' || next.kind === 'end' || between.includes('\n');
  const found = nothing ? '' : `, found ${shown(/^[^\s,]*/.exec(next.source.text.slice(next.start))?.[0] ?? '')}`;
  const message = `expected permissions behind ${cursor.words(path)}${found}`;
  const hint = 'write for example: r, rw, mr, ix, Px';
  return new SyntaxFault('unexpected', next, message, hint, false, nothing ? behind : undefined);
}

const parseSubset = (cursor: Cursor): boolean => SUBSET.some((kind) => cursor.take(kind) !== undefined);

function parseTarget(cursor: Cursor): { readonly target?: Word } {
  if (cursor.take('->') === undefined) return {};
  return { target: cursor.word(cursor.expect('a name', PATH)) };
}

/** `link subset /a -> /b,` */
export function parseLinkRule(cursor: Cursor, start: Token, prefix: Prefix): LinkRule {
  cursor.next();
  const subset = parseSubset(cursor);
  const path = cursor.word(cursor.expect('a path', PATH));
  cursor.expect('->', ['->'], 'write: link /from -> /to,');
  const target = cursor.word(cursor.expect('a path', PATH));
  return { kind: 'link', prefix, subset, path, target, span: cursor.endRule(start) };
}
