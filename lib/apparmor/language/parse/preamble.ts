import { isMagic, pathOf } from '../lexer/scan';
import type { Token, TokenKind } from '../lexer/tokens';
import type { Abi, Alias, Assignment } from '../model/policy';
import { shown } from '../problems';
import { atLeast } from '../versions';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { SyntaxFault } from './fault';

/** Names in `<…>` that stand for features without a file, and since when. */
const NO_FILE = { kernel: '3.0', default: '5.0' } as const;

/** `abi <abi/3.0>,` */
export function parseAbi(cursor: Cursor, start: Token): Abi {
  cursor.next();
  const token = cursor.expect('the path of a file', atLeast(cursor.version, '3.0') ? ['id', 'value'] : ['id']);
  const raw = cursor.raw(token);
  const magic = isMagic(raw);
  const path = { ...cursor.word(token), value: pathOf(raw) };
  const abi: Abi = { kind: 'abi', path, magic, span: cursor.endRule(start) };
  findAbi(cursor, abi);
  return abi;
}

/** Says so when its file is not there. 2.13 does not look for it. */
export function findAbi(cursor: Cursor, { path, magic }: Abi): void {
  const { version } = cursor;
  const since = magic && Object.hasOwn(NO_FILE, path.value) ? NO_FILE[path.value as keyof typeof NO_FILE] : undefined;
  if (!atLeast(version, '3.0') || (since !== undefined && atLeast(version, since))) return;
  if (!cursor.includer.abi(path.value, magic, path.span.source)) {
    const message = `the file ${shown(path.value)} of this abi rule is not there`;
    cursor.report('abiFileMissing', path.span, message, 'name the folder that holds it with -I');
  }
}

/** `alias /a -> /b,` */
export function parseAlias(cursor: Cursor, start: Token): Alias {
  cursor.next();
  const from = cursor.word(cursor.expect('a path', ['id']));
  cursor.expect('->', ['->'], 'write: alias /from -> /to,');
  const to = cursor.word(cursor.expect('a path', ['id']));
  return { kind: 'alias', from, to, span: cursor.endRule(start) };
}

const SIGNS: readonly TokenKind[] = ['=', '+=', '?=', ':='];

/** `@{NAME} = a b`, `$name = true`. It ends with its line. */
export function parseAssignment(cursor: Cursor, start: Token): Assignment {
  const token = cursor.next();
  const boolean = token.kind === 'bool_variable';
  const modern = atLeast(cursor.version, '5.0');
  const signs = modern ? SIGNS : boolean ? (['='] as const) : (['=', '+='] as const);
  const sign = cursor.expect(signs.length === 1 ? '=' : `= or ${signs.slice(1).join(' ')}`, signs);
  const operator = sign.kind as Assignment['operator'];
  const head = { kind: 'assignment', variable: cursor.word(token), boolean, operator } as const;
  if (boolean && modern) {
    const expression = parseExpression(cursor);
    return { ...head, values: [], expression, span: cursor.span(start, lastOf(cursor)) };
  }
  if (!cursor.at('value')) throw valueMissing(cursor, token);
  const values = [cursor.word(cursor.next())];
  // Values end with their line: an include behind them is not laid on to look for more.
  while (!boolean && cursor.stream.include === undefined && cursor.at('value')) values.push(cursor.word(cursor.next()));
  return { ...head, values, span: cursor.span(start, lastOf(cursor)) };
}

const lastOf = ({ taken }: Cursor): Token => taken[taken.length - 1] as Token;

function valueMissing(cursor: Cursor, variable: Token): SyntaxFault {
  const fault = cursor.faultOfLexer(cursor.peek());
  if (fault !== undefined) return fault;
  const message = `${cursor.words(variable)} gets no value`;
  return new SyntaxFault('valueMissing', variable, message, 'write one behind the sign, or "" for none');
}
