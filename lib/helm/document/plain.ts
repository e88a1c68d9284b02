import { mayHoldMarker, NUMBER_FLOOR } from '../token/tokens';
import type { DocumentMap } from './block';
import { literalBlock, literalKey, literalScalar } from './inline';

/** Half of a character beyond U+FFFF. */
export const HALF_PAIR = /\p{Surrogate}/u;

/** Bounds what is remembered of texts: documents repeat their keys and most of their words. */
const REMEMBERED = 2000;
const scalars = new Map<string, string>();
const keys = new Map<string, string>();

/**
 * Writes plain data: what holds no expression, no marker and no block. Nearly all of a document is, so this is short and
 * fast, and gives up at the first thing that is not plain; the emitter has the rest.
 */
export class PlainWriter {
  /** Whether the last line of what was written belongs to a block scalar. */
  public endsInBlock = false;
  /** Maps and lists that are known not to be plain: none is tried twice. */
  private readonly special = new Set<object>();

  /** A value after `key:` or `-`, with the line break; undefined when it is not plain. `pad` is the indentation of the key or dash. */
  public value(value: unknown, pad: string): string | undefined {
    if (typeof value === 'string') return this.text(value, pad);
    this.endsInBlock = false;
    if (typeof value === 'number') return value <= NUMBER_FLOOR && value >= -NUMBER_FLOOR ? ` ${value}\n` : undefined;
    if (typeof value === 'boolean') return value ? ' true\n' : ' false\n';
    if (value === null) return ' null\n';
    return typeof value === 'object' ? this.container(value, pad) : undefined;
  }

  /** An item of a list with its dash; undefined when it is not plain. A map starts on the line of the dash, as people write it. */
  public item(value: unknown, pad: string): string | undefined {
    if (isPlainMap(value) && !this.special.has(value)) {
      const lines = this.pairs(value, `${pad}- `, `${pad}  `);
      if (lines === undefined) this.special.add(value);
      if (lines !== '') return lines;
    }
    const text = this.value(value, pad);
    return text === undefined ? undefined : `${pad}-${text}`;
  }

  private container(value: object, pad: string): string | undefined {
    if (this.special.has(value)) return undefined;
    const inner = `${pad}  `;
    const lines = Array.isArray(value)
      ? this.items(value, inner)
      : isPlainMap(value)
        ? this.pairs(value, inner, inner)
        : undefined;
    if (lines === undefined) this.special.add(value);
    else if (lines === '') return Array.isArray(value) ? ' []\n' : ' {}\n';
    return lines === undefined ? undefined : `\n${lines}`;
  }

  private items(list: readonly unknown[], pad: string): string | undefined {
    let lines = '';
    for (const item of list) {
      const text = this.item(item, pad);
      if (text === undefined) return undefined;
      lines += text;
    }
    return lines;
  }

  private pairs(map: DocumentMap, lead: string, pad: string): string | undefined {
    let lines = '';
    for (const key in map) {
      const head = keyOf(key);
      const text = head === undefined ? undefined : this.value(map[key], pad);
      if (text === undefined) return undefined;
      lines += (lines === '' ? lead : pad) + head + text;
    }
    return lines;
  }

  private text(text: string, pad: string): string | undefined {
    const scalar = scalarOf(text);
    // Text of several lines is never printed bare.
    const block = scalar?.startsWith(' "') && text.includes('\n') ? literalBlock(text, pad.length + 2) : undefined;
    this.endsInBlock = block !== undefined;
    return block === undefined ? scalar : ` ${block}\n`;
  }
}

function isPlainMap(value: unknown): value is DocumentMap {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The text on the rest of a line, or undefined when there may be a marker in it, or what cannot be carried. */
function scalarOf(text: string): string | undefined {
  const known = scalars.get(text);
  if (known !== undefined || mayHoldMarker(text)) return known;
  const scalar = literalScalar(text);
  return scalar !== text && HALF_PAIR.test(text) ? undefined : remember(scalars, text, ` ${scalar}\n`);
}

/** The key with its colon, or undefined when there may be a marker in it. */
function keyOf(key: string): string | undefined {
  const known = keys.get(key);
  if (known !== undefined || mayHoldMarker(key)) return known;
  return remember(keys, key, `${literalKey(key)}:`);
}

function remember(memory: Map<string, string>, text: string, printed: string): string {
  if (memory.size >= REMEMBERED) memory.clear();
  memory.set(text, printed);
  return printed;
}
