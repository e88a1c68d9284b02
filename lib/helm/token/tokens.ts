import { createHash } from 'node:crypto';
import { childrenOf, type ExpressionNode, type Owner } from '../expression/node';

/**
 * How an expression travels through typed props.
 *
 * - A string is a marker of lower-case letters and digits, so that it survives the name rules of cdk8s-plus:
 *   `zqhelm`, a letter for the kind, 12 characters of a hash of the expression, 4 for the chart. The hash keeps names and the
 *   order of keys stable from run to run; the last four tell charts of one path apart, which two apps of one process have.
 * - A number is a positive double whose high word is 0x7BFF, 36 bits the hash and 12 the chart: negative numbers are refused
 *   by `Size` and `Duration`, NaN by comparisons.
 * - A list is a list of one marker, a map is a map of one marker to itself: both survive being spread into another.
 */
export const MARK = 'zqhelm';

/** `s`: as text. `a`: as its own type. `l`: a list. `m`: a map. `b`: a block. */
export type MarkerKind = 's' | 'a' | 'l' | 'm' | 'b';

const MARKER = /^zqhelm[salmb][0-9a-z]{16}$/;
const MARKER_LENGTH = MARK.length + 17;
const NUMBER_HIGH = 0x7bff;
/** A number that became text, whatever was done to it before. */
export const NUMBER_TEXT = /\d(?:\.\d+)?e\+(?:2[89]\d|30\d)/g;
/** Every number token is above this; no port, size or quantity is. */
export const NUMBER_FLOOR = 1e280;

/** What Python makes of an expression alone in an f-string: `<cdk8s_container_security.helm.Expression object at 0x…>`. */
const PYTHON_OBJECT = '<cdk8s_container_security.';

/** Anything that a marker can stand for besides an expression: a conditional, a loop. Opaque here. */
export type Block = object;

interface Entry {
  readonly target: ExpressionNode | Block;
  readonly identity: string;
}

const markers = new Map<string, Entry>();
const numbers = new Map<number, Entry>();
/** The nodes of each hash that are not interchangeable: mostly equal expressions of charts of one path. */
const namesakes = new Map<string, ExpressionNode[]>();
const digests = new WeakMap<ExpressionNode, Buffer>();
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
  const place = others.findIndex((other) => digestOf(other).equals(digestOf(node)) && isSame(other, node));
  return place < 0 ? others.push(node) - 1 : place;
}

/** Whether two equal nodes take what they take from the same charts and loops. */
function isSame(a: ExpressionNode, b: ExpressionNode): boolean {
  if (a === b) return true;
  if (a.kind === 'variable') return b.kind === 'variable' && a.variable === b.variable;
  const [parts, others] = [childrenOf(a), childrenOf(b)];
  if (parts.length === 0) return a.owner === b.owner;
  return parts.every((part, index) => isSame(part, others[index] ?? part));
}

/** The number for an expression. */
export function issueNumber(node: ExpressionNode): number {
  const bytes = Buffer.from(digestOf(node).subarray(0, 8));
  bytes.writeUInt16BE(NUMBER_HIGH, 0);
  const place = placeOf(node, bytes.toString('hex', 2).slice(0, 9)) % 4096;
  bytes.writeUInt16BE((bytes.readUInt16BE(6) & 0xf000) | place, 6);
  const token = bytes.readDoubleBE(0);
  numbers.set(token, { target: node, identity: `n${token}` });
  remember(node, `n${token}`);
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

/** Whether a text may hold a marker: one fast look for the many that do not. */
export function mayHoldMarker(text: string): boolean {
  return (
    text.includes(MARK) ||
    (text.length > 8 && text.includes('e+2')) ||
    text.includes('ZQHELM') ||
    text.includes(PYTHON_OBJECT)
  );
}

/** Whether a text holds a token, whole or cut: for texts in which none may stand. */
export function holdsToken(text: string): boolean {
  if (!mayHoldMarker(text)) return false;
  return text.toLowerCase().includes(MARK) || decodeText(text).pieces.some(({ kind }) => kind !== 'text');
}

/** Whether a text is what a block handed out, as far as one look tells. */
export function isBlockMarker(text: string): boolean {
  return text.length === MARKER_LENGTH && text.startsWith(`${MARK}b`);
}

/** Splits a text into literal pieces and what the markers in it stand for. */
export function decodeText(text: string): Decoded {
  const pieces: Piece[] = [];
  let fault: TokenFault | undefined = text.includes(PYTHON_OBJECT) ? 'printed' : undefined;
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
  let end = 0;
  let fault: TokenFault | undefined = text.toLowerCase().includes(MARK) ? 'cut' : undefined;
  for (const match of text.includes('e+2') ? text.matchAll(NUMBER_TEXT) : []) {
    const entry = numbers.get(Number(match[0]));
    if (!entry) fault = 'cut';
    if (!entry) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push({ kind: 's', ...entry });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return fault;
}

/** What a number stands for; a fault when it looks like a token that arithmetic has changed. */
export function decodeNumber(value: number): {
  readonly target?: ExpressionNode;
  readonly identity?: string;
  readonly fault?: TokenFault;
} {
  const entry = numbers.get(value);
  if (entry) return { target: entry.target as ExpressionNode, identity: entry.identity };
  return { fault: 'cut' };
}

function digestOf(node: ExpressionNode): Buffer {
  let digest = digests.get(node);
  if (!digest) {
    digest = createHash('sha256').update(canonical(node)).digest();
    digests.set(node, digest);
  }
  return digest;
}

/** A text that is equal for equal expressions of one chart, and differs otherwise. */
function canonical(node: ExpressionNode): string {
  const head = `${node.kind}:${node.type}:${node.owner?.path ?? ''}`;
  switch (node.kind) {
    case 'literal':
      return `${head}:${JSON.stringify(node.value)}`;
    case 'value':
      return `${head}:${JSON.stringify(node.declaration.path)}`;
    case 'builtin':
      return `${head}:${node.path.join('.')}`;
    case 'variable':
      return `${head}:${JSON.stringify([node.variable.scope, node.variable.hint])}`;
    case 'field':
      return `${head}:${JSON.stringify(node.path)}(${canonical(node.of)})`;
    case 'include':
      return `${head}:${node.template.name}${node.argument ? `(${canonical(node.argument)})` : ''}`;
    case 'raw':
      return `${head}:${JSON.stringify(node.text)}`;
    case 'call':
      return `${head}:${node.fn}(${node.args.map(canonical).join(',')})`;
    case 'concat':
      return `${head}(${node.parts.map(canonical).join(',')})`;
  }
}
