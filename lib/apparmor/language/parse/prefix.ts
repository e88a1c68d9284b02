import type { TokenKind } from '../lexer/tokens';
import type { Prefix } from '../model/rules';
import type { Cursor } from './cursor';
import { SyntaxFault } from './fault';

const ORDER = 'the order is: priority=…, audit, allow or deny, owner';
const PREFIXES: readonly TokenKind[] = ['priority', 'audit', 'allow', 'deny', 'prompt', 'owner', 'other'];

/** `priority=1 audit deny owner`, each if it is there, in this order. */
export function parsePrefix(cursor: Cursor): Prefix {
  const priority = parsePriority(cursor);
  const audit = cursor.take('audit') !== undefined;
  const mode = (cursor.take('allow') ?? cursor.take('deny') ?? cursor.take('prompt'))?.kind as Prefix['mode'];
  const owner = (cursor.take('owner') ?? cursor.take('other'))?.kind as Prefix['owner'];
  const next = cursor.peek();
  if (PREFIXES.includes(next.kind)) {
    const twice = cursor.taken.some(({ kind }) => kind === next.kind);
    const message = `${cursor.words(next)} stands ${twice ? 'twice before a rule' : 'in the wrong place before a rule'}`;
    throw new SyntaxFault('prefixOrder', next, message, twice ? 'write it once' : ORDER);
  }
  return {
    ...(priority !== undefined && { priority }),
    ...(audit && { audit }),
    ...(mode && { mode }),
    ...(owner && { owner }),
  };
}

function parsePriority(cursor: Cursor): number | undefined {
  if (cursor.take('priority') === undefined) return undefined;
  cursor.expect('= behind priority', ['=']);
  return Number(cursor.expect('a whole number', ['value']).value);
}
