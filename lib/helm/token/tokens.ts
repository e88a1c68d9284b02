import { childrenOf, type ExpressionNode, type Owner } from '../expression/node';
import { digestOf, isSame } from './digest';
import { changedFrom, type NumberToken, numberAt, numberFor, numberPieces, printsNumber } from './numbers';

/**
 * How an expression travels through typed props.
 *
 * - A string is a marker of lower-case letters and digits, so that it survives the name rules of cdk8s-plus:
 *   `zqhelm`, a letter for the kind, 12 characters of a hash of the expression, 4 for the chart. The hash keeps names and the
 *   order of keys stable from run to run; the last four tell charts of one path apart, which two apps of one process have.
 * - A number is a whole one of sixteen digits, see `numbers.ts`.
 * - A list is a list of one marker, a map is a map of one marker to itself: both survive being spread into another.
 */
export const MARK = 'zqhelm';

/** `s`: as text. `a`: as its own type. `l`: a list. `m`: a map. `b`: a block. */
export type MarkerKind = 's' | 'a' | 'l' | 'm' | 'b';

const MARKER = /^zqhelm[salmb][0-9a-z]{16}$/;
const MARKER_LENGTH = MARK.length + 17;

/**
 * How an object reads that was printed where its expression was meant: `<cdk8s_container_security.helm.Expression object at
 * 0x…>` in Python, what `printedObject` gives elsewhere.
 */
const PRINTED_OBJECT = '<cdk8s_container_security.';

/** Anything that a marker can stand for besides an expression: a conditional, a loop. Opaque here. */
export type Block = object;

interface Entry {
  readonly target: ExpressionNode | Block;
  readonly identity: string;
}

const markers = new Map<string, Entry>();
/** The nodes of each hash that are not interchangeable: mostly equal expressions of charts of one path. */
const namesakes = new Map<string, ExpressionNode[]>();
let blocks = 0;
let maps = 0;

/** The marker for an expression, remembered by its owner until it is found again. */
export function issueMarker(node: ExpressionNode, kind: Exclude<MarkerKind, 'b'>): string {
  const hash = digestOf(node).readBigUInt64BE(6).toString(36).padStart(12, '0').slice(-12);
  const identity = `${MARK}${kind}${hash}${placeOf(node, hash).toString(36).padStart(4, '0').slice(-4)}`;
  const marker = kind === 'm' ? mapMarker(hash) : identity;
  markers.set(marker, { target: node, identity });
  remember(node, identity);
  return marker;
}

/** Maps never enter a name either: their markers stand in the order of issue, so that of two spread maps the later one wins. */
function mapMarker(hash: string): string {
  maps += 1;
  return `${MARK}m${maps.toString(36).padStart(7, '0')}${hash.slice(-9)}`;
}

/** The place of a node among those of its hash; the same for nodes that stand for each other. */
function placeOf(node: ExpressionNode, hash: string): number {
  const others = namesakes.get(hash);
  if (!others) namesakes.set(hash, [node]);
  if (!others || others[0] === node) return 0;
  const place = others.findIndex((other) => isSame(other, node));
  return place < 0 ? others.push(node) - 1 : place;
}

/** The number for an expression. */
export function issueNumber(node: ExpressionNode): number {
  const { token, identity } = numberFor(node);
  remember(node, identity);
  return token;
}

/** The marker for a block. Blocks never enter a name, so a counter does: it also keeps them in order when keys are sorted. */
export function issueBlock(block: Block): string {
  blocks += 1;
  const marker = `${MARK}b${blocks.toString(36).padStart(16, '0')}`;
  markers.set(marker, { target: block, identity: marker });
  return marker;
}

function remember(node: ExpressionNode, identity: string): void {
  for (const owner of ownersOf(node)) owner.issued.set(identity, node);
}

/** A token that became part of another expression: that one is followed now. */
export function takeBack(identity: string, node: ExpressionNode): void {
  for (const owner of ownersOf(node)) owner.issued.delete(identity);
}

/** All charts that an expression takes something from. */
export function ownersOf(node: ExpressionNode): ReadonlySet<Owner> {
  const owners = new Set<Owner>();
  const walk = (current: ExpressionNode): void => {
    const children = childrenOf(current);
    // A call has the owner of its arguments: only the leaves tell.
    if (children.length === 0 && current.owner) owners.add(current.owner);
    for (const child of children) walk(child);
  };
  walk(node);
  return owners;
}

/** The text without the markers in it: for names of files. */
export function withoutMarkers(text: string): string {
  return text.replace(/zqhelm[salmb][0-9a-z]{16}/g, '');
}

/** One piece of a text that held markers. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: MarkerKind; readonly target: ExpressionNode | Block; readonly identity: string };

/** What is wrong with a marker that was found. */
export type TokenFault = 'cut' | 'unknown' | 'printed';

export interface Decoded {
  readonly pieces: readonly Piece[];
  readonly fault?: TokenFault;
}

/** What an object of ours is in a text, for which it has no form: whoever writes the text finds it there. */
export function printedObject(name: string): string {
  return `${PRINTED_OBJECT}helm.${name} object>`;
}

/** Whether a text may hold a marker: one fast look for the many that do not. */
export function mayHoldMarker(text: string): boolean {
  return text.includes(MARK) || text.includes('ZQHELM') || text.includes(PRINTED_OBJECT) || printsNumber(text);
}

/** Whether a text or a number holds a token, whole or changed: for places in which none may stand. */
export function holdsToken(value: string | number): boolean {
  if (typeof value === 'number') return numberAt(value) !== undefined || changedFrom(value) !== undefined;
  if (!mayHoldMarker(value)) return false;
  const { pieces, fault } = decodeText(value);
  return fault === 'cut' || value.includes(MARK) || pieces.some(({ kind }) => kind !== 'text');
}

/** Whether a text is what a block handed out, as far as one look tells. */
export function isBlockMarker(text: string): boolean {
  return text.length === MARKER_LENGTH && text.startsWith(`${MARK}b`);
}

/** Splits a text into literal pieces and what the markers in it stand for. */
export function decodeText(text: string): Decoded {
  const pieces: Piece[] = [];
  let fault: TokenFault | undefined = text.includes(PRINTED_OBJECT) ? 'printed' : undefined;
  let end = 0;
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, Math.max(end, at + 1))) {
    const marker = text.slice(at, at + MARKER_LENGTH);
    const entry = markers.get(marker);
    if (!entry && !MARKER.test(marker)) continue;
    fault = literalPieces(text.slice(end, at), pieces) ?? fault;
    if (entry)
      pieces.push({ kind: marker.charAt(MARK.length) as MarkerKind, target: entry.target, identity: entry.identity });
    else fault ??= 'unknown';
    end = at + MARKER_LENGTH;
  }
  fault = literalPieces(text.slice(end), pieces) ?? fault;
  return fault ? { pieces, fault } : { pieces };
}

/** Text beside markers: numbers may have become text in it, and a marker that is not whole was cut. */
function literalPieces(text: string, pieces: Piece[]): TokenFault | undefined {
  const isCut = text.toLowerCase().includes(MARK);
  if (!printsNumber(text)) {
    if (text !== '') pieces.push({ kind: 'text', text });
    return isCut ? 'cut' : undefined;
  }
  const found = numberPieces(text);
  for (const piece of found.pieces)
    pieces.push(typeof piece === 'string' ? { kind: 'text', text: piece } : { kind: 's', ...piece });
  return isCut || found.changed ? 'cut' : undefined;
}

/** What a number stands for, if it is a token. */
export function decodeNumber(value: number): NumberToken | undefined {
  return numberAt(value);
}
