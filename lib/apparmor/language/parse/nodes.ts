import type { IncludeMark, Token } from '../lexer/tokens';
import type { Include, IncludedFile } from '../model/policy';
import type { Source } from '../model/source';
import type { Cursor } from './cursor';
import { SyntaxFault } from './fault';
import { type Node, NodeList } from './list';
import { findAbi } from './preamble';
import { recover } from './recover';

/** Reads one rule or one declaration. */
export interface Reader {
  readonly place: 'preamble' | 'profile';
  /** Undefined: what there was is told, and nothing can be made of it. */
  read(cursor: Cursor, first: Token): Node | undefined;
}

/**
 * Reads one after the other, up to a closing brace, the end of the text, or until `done`. A mistake ends the rule that
 * it is in, and no other.
 */
export function parseNodes(cursor: Cursor, list: NodeList, reader: Reader, done: () => boolean = never): void {
  while (!done()) {
    const include = cursor.stream.include;
    if (include !== undefined) {
      list.addInclude(parseInclude(cursor, include.mark, include.source, reader), include);
      continue;
    }
    const first = cursor.peek();
    if (first.kind === '}' || first.kind === 'end') return;
    const includes = cursor.included;
    cursor.begin();
    try {
      const node = reader.read(cursor, first);
      // What goes on behind the end of its text, or includes something, is not the same wherever the text is included.
      if (cursor.included !== includes || cursor.taken[cursor.taken.length - 1]?.source !== first.source) list.spoil();
      if (node !== undefined) list.add(node, first.lead, cursor.takeComments());
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault;
      if (recover(cursor, fault, reader) === 'brace') parseBody(cursor, cursor.next(), 'this block');
    }
  }
}

/** Rules in braces, and the token that closes them. */
export interface Body {
  readonly list: NodeList;
  readonly close: Token;
}

/** Reads rules up to the closing brace, which is taken. */
export function parseBody(cursor: Cursor, open: Token, what: string): Body {
  const list = new NodeList(true);
  const comments = cursor.takeComments();
  cursor.nested(() => parseNodes(cursor, list, cursor.rules));
  cursor.begin(comments);
  const close = cursor.peek();
  list.end(close.kind === 'end' ? cursor.stream.endLead : close.lead);
  if (cursor.take('}') === undefined) {
    cursor.report('braces', cursor.span(open, open), `the { of ${what} is never closed`, 'add the missing }');
  }
  return { list, close };
}

/** Reads an include with all that it brings. */
function parseInclude(cursor: Cursor, mark: IncludeMark, source: Source, reader: Reader): Include {
  const files = cursor.filesOf(mark, source);
  cursor.stream.pass();
  return {
    kind: 'include',
    span: { source, start: mark.start, end: mark.end },
    path: {
      value: mark.path,
      raw: source.text.slice(mark.pathStart, mark.end),
      span: { source, start: mark.pathStart, end: mark.end },
    },
    magic: mark.magic,
    ifExists: mark.ifExists,
    hash: mark.hash,
    files: parseFiles(cursor, files, reader),
  };
}

/** Reads files that are included, or takes what was read of them before. */
function parseFiles(cursor: Cursor, files: readonly Source[], reader: Reader): readonly IncludedFile[] {
  const known = files.map((file) => knownFile(cursor, file, reader));
  if (known.every((each) => each !== undefined)) {
    return known.map((each, index) => again(cursor, files[index] as Source, each, reader));
  }
  const height = cursor.stream.height;
  cursor.stream.lay(files);
  return files.map((file, index) => parseFile(cursor, file, height + files.length - index, reader));
}

/** Reads a file to its end. What began in it and ends behind it counts as its own. */
function parseFile(cursor: Cursor, source: Source, depth: number, reader: Reader): IncludedFile {
  const list = new NodeList(false);
  const { errors } = cursor;
  const { plain } = cursor.stream;
  parseNodes(cursor, list, reader, () => cursor.stream.depth < depth);
  const ended = cursor.stream.depth < depth && cursor.stream.plain;
  if (plain && ended && errors === cursor.errors && !list.spoiled) keepFile(cursor, source, reader, list);
  return { source, items: list.all };
}

/** What a file held when it was read before. Its includes are followed again: some files may be there already. */
function again(cursor: Cursor, source: Source, { all, includes }: NodeList, reader: Reader): IncludedFile {
  return {
    source,
    items: all.map((node) => {
      const include = includes.get(node);
      if (node.kind === 'include' && include !== undefined) {
        return { ...node, files: parseFiles(cursor, cursor.filesOf(include.mark, include.source), reader) };
      }
      if (node.kind === 'abi') findAbi(cursor, node);
      else if (node.kind === 'profile') cursor.pastPreamble = true;
      return node;
    }),
  };
}

type Kept = Map<string, NodeList>;

const KEPT = new WeakMap<Source, Kept>();

const keyOf = ({ version }: Cursor, { place }: Reader): string => `${version} ${place}`;

function knownFile(cursor: Cursor, source: Source, reader: Reader): NodeList | undefined {
  const usable = cursor.stream.plain && (reader.place === 'profile' || !cursor.pastPreamble);
  return usable ? KEPT.get(source)?.get(keyOf(cursor, reader)) : undefined;
}

function keepFile(cursor: Cursor, source: Source, reader: Reader, list: NodeList): void {
  const kept = KEPT.get(source) ?? new Map<string, NodeList>();
  KEPT.set(source, kept);
  kept.set(keyOf(cursor, reader), list);
}

const never = (): boolean => false;
