import type { Token, TokenKind } from '../lexer/tokens';
import type { Item, PolicyFile } from '../model/policy';
import type { Source } from '../model/source';
import { Cursor, type ParseOptions } from './cursor';
import { SyntaxFault } from './fault';
import { type Node, NodeList } from './list';
import { parseNodes, type Reader } from './nodes';
import { parseAbi, parseAlias, parseAssignment } from './preamble';
import { noItem, parseProfile } from './profile';
import { RULE_READER } from './rule';

export type { ParseOptions } from './cursor';

/**
 * Reads a file of profiles with what it includes, and reports all that its grammar forbids. It says the same of a text
 * as the parser of that version; what is refused for its meaning the checks tell.
 */
export function parsePolicy(source: Source, options: ParseOptions): PolicyFile {
  const cursor = new Cursor(source, options, RULE_READER);
  const list = new NodeList(false);
  if (source.text.startsWith('\ufeff')) {
    const message = 'the text begins with a byte order mark (U+FEFF), which apparmor_parser refuses';
    cursor.report('byteOrderMark', { source, start: 0, end: 1 }, message, 'save it as UTF-8 without one');
    cursor.stream.next();
  }
  for (parseNodes(cursor, list, TOP); !cursor.at('end'); parseNodes(cursor, list, TOP)) {
    const brace = cursor.peek();
    cursor.report(
      'braces',
      cursor.span(brace, brace),
      'this } closes nothing',
      'take it out, or add the { it belongs to',
    );
    cursor.stream.next();
  }
  list.end(cursor.stream.endLead);
  return {
    source,
    items: list.items,
    ...(list.below.length > 0 && { below: list.below }),
  };
}

const TOP: Reader = { place: 'preamble', read: parseItem };

const PREAMBLE: { readonly [kind in TokenKind]?: (cursor: Cursor, start: Token) => Item } = {
  abi: parseAbi,
  alias: parseAlias,
  set_variable: parseAssignment,
  bool_variable: parseAssignment,
};
const PROFILE: readonly TokenKind[] = ['profile', 'hat', '^', 'id'];

function parseItem(cursor: Cursor, start: Token): Node | undefined {
  if (PROFILE.includes(start.kind)) {
    cursor.pastPreamble = true;
    return parseProfile(cursor, start);
  }
  const parse = PREAMBLE[start.kind];
  if (parse === undefined) throw noItem(cursor, start);
  if (cursor.pastPreamble) {
    const message = `${cursor.words(start)} stands behind a profile`;
    throw new SyntaxFault('preambleLate', start, message, 'move it before the first profile');
  }
  return parse(cursor, start);
}
