import { Expression } from '../expression/expression';
import type { ExpressionNode } from '../expression/node';
import type { PrintScope } from '../expression/print';
import type { BlockNode, DocumentMap, MapTemplate } from './block';
import { classify, isMap, type Leaf } from './classify';
import {
  choiceIn,
  itemOf,
  type ListEntry,
  listEntries,
  type MapEntry,
  mapEntries,
  onlyMarker,
  wholeSpread,
} from './entries';
import { expressionBlock, expressionKey, expressionScalar, literalBlock, literalScalar } from './inline';
import { type Branching, Lines } from './lines';
import { HALF_PAIR, headOf, lineOf } from './plain';
import { presenceOfItem, presenceOfPair } from './presence';
import { isEmpty, isPlainItem, shapeOf } from './shape';

/**
 * Writes a finished document as template text: the one place that owns indentation and quoting.
 *
 * Every line of control (`{{- if … }}`) stands on its own line and eats the line break before it, so that what is
 * rendered has no empty lines.
 */
export class Emitter extends Lines {
  /** What the next pair starts with instead of its indentation: the dash of the item that it is the first of. */
  private lead: string | undefined;

  /** The text of a document whose root is a map. Ends with a line break. */
  public document(root: DocumentMap, scope: PrintScope): string {
    this.out = '';
    this.openEnd = false;
    this.mapLines(root, '', scope);
    if (this.openEnd) this.out += '# end\n';
    return this.out;
  }

  /** The lines of a map without anything above them: the body of a named template. */
  public lines(map: DocumentMap, scope: PrintScope): string {
    this.out = '';
    this.mapLines(map, '', scope);
    return this.out;
  }

  // A value after `key:` or `-`. Ends the line. What most values are comes first.
  private value(value: unknown, pad: string, scope: PrintScope): void {
    const line = lineOf(value);
    this.openEnd = false;
    if (line !== undefined) {
      this.out += line;
      return;
    }
    if (Array.isArray(value)) return this.list(value, pad, scope);
    if (isMap(value)) return this.map(value, pad, scope);
    this.leaf(classify(value, this.found), pad, scope);
  }

  private text(text: string, pad: string): void {
    const block = text.includes('\n') ? literalBlock(text, pad.length + 2) : undefined;
    const scalar = block ?? literalScalar(text);
    if (scalar !== text && HALF_PAIR.test(text)) this.fault('lost', text);
    this.out += ` ${scalar}\n`;
    this.openEnd = block !== undefined;
  }

  private leaf(leaf: Leaf, pad: string, scope: PrintScope): void {
    switch (leaf.kind) {
      case 'literal':
        if (typeof leaf.value === 'string') this.text(leaf.value, pad);
        else this.out += ` ${literalScalar(leaf.value)}\n`;
        return;
      case 'spread':
        return this.expression(leaf.node, false, pad, scope);
      case 'expression':
        return this.expression(leaf.node, leaf.asText, pad, scope);
      case 'block':
        return this.block(leaf.block, pad, scope);
      case 'fault':
        this.listener.fault(leaf, this.path.join('.'));
        this.out += ' null\n';
    }
  }

  private expression(node: ExpressionNode, asString: boolean, pad: string, scope: PrintScope): void {
    // A fixed value is written as it is: lists and maps in lines, texts in blocks.
    if (node.kind === 'literal' && !asString) return this.value(node.value, pad, scope);
    this.used(node);
    const block = expressionBlock(node, pad.length + 2, scope);
    this.out += ` ${block ?? this.printed(() => expressionScalar(node, asString, scope))}\n`;
    this.openEnd = block !== undefined;
  }

  // A block where a plain value stands: a list of one block, or text.
  private block(block: BlockNode, pad: string, scope: PrintScope): void {
    if (block.kind === 'each' || block.kind === 'someItems')
      return this.listLines([itemOf(block, undefined, this.found)], pad, scope);
    if (block.kind === 'yamlText') return this.yamlText(block.document, pad, scope);
    this.fault('misplaced', 'a conditional');
    this.out += ' null\n';
  }

  /** The lines of a document as a block scalar: they are YAML inside of YAML, and quoted as such. */
  private yamlText(document: unknown, pad: string, scope: PrintScope): void {
    this.out += ' |\n';
    const inner = `${pad}  `;
    const whole = wholeSpread(document, this.found);
    const items = listEntries(Array.isArray(document) ? document : [document], this.found);
    if (isMap(document) && !whole && !isEmpty(document)) this.mapLines(document, inner, scope);
    else if (!whole && items.some(({ kind }) => Array.isArray(document) || kind === 'each' || kind === 'someItems'))
      this.itemLines(items, inner, scope);
    else this.out += `${inner}${this.yamlLine(whole ? Expression._of(whole) : document, scope)}\n`;
    this.openEnd = true;
  }

  /** A document that is one line. At the root of a document blocks have another indentation, so there is none. */
  private yamlLine(document: unknown, scope: PrintScope): string {
    if (isMap(document) || Array.isArray(document)) return isMap(document) ? '{}' : '[]';
    const leaf = classify(document, this.found);
    if (leaf.kind === 'literal') return literalScalar(leaf.value);
    if (leaf.kind === 'expression' || leaf.kind === 'spread') {
      this.used(leaf.node);
      return this.printed(() => expressionScalar(leaf.node, leaf.kind === 'expression' && leaf.asText, scope));
    }
    this.listener.fault(
      leaf.kind === 'fault' ? leaf : { kind: 'fault', fault: 'misplaced', text: 'a block' },
      this.path.join('.'),
    );
    return 'null';
  }

  private map(map: DocumentMap, pad: string, scope: PrintScope): void {
    const shape = shapeOf(map);
    if (shape === 'empty') {
      this.out += ' {}\n';
      return;
    }
    if (shape === 'plain') {
      this.out += '\n';
      return this.pairs(map, `${pad}  `, scope);
    }
    const only = onlyMarker(map, this.found);
    if (only?.kind === 'spread') return this.expression(only.node, false, pad, scope);
    this.out += '\n';
    // The recommended labels: nearly every object has them, and nothing else.
    if (only?.kind === 'block' && only.block.kind === 'entries')
      return this.template(only.block.template, `${pad}  `, scope);
    this.entries(map, `${pad}  `, scope);
  }

  private list(list: readonly unknown[], pad: string, scope: PrintScope): void {
    if (list.length > 0 && list.every(isPlainItem)) {
      this.out += '\n';
      const inner = `${pad}  `;
      for (let i = 0; i < list.length; i++) {
        this.path.push(String(i));
        this.writeItem(list[i], inner, scope);
        this.path.pop();
      }
      return;
    }
    const whole = wholeSpread(list, this.found);
    if (whole) return this.expression(whole, false, pad, scope);
    const entries = listEntries(list, this.found);
    if (entries.length > 0) return this.listLines(entries, pad, scope);
    this.out += ' []\n';
  }

  private listLines(entries: readonly ListEntry[], pad: string, scope: PrintScope): void {
    this.out += '\n';
    this.itemLines(entries, `${pad}  `, scope);
  }

  private itemLines(entries: readonly ListEntry[], pad: string, scope: PrintScope): void {
    this.container(entries.map(presenceOfItem), '[]', pad, scope, (index, inner) => {
      const entry = entries[index];
      this.path.push(String(index));
      if (entry) this.listEntry(entry, pad, inner);
      this.path.pop();
    });
  }

  private mapLines(map: DocumentMap, pad: string, scope: PrintScope): void {
    if (shapeOf(map) === 'plain') this.pairs(map, pad, scope);
    else this.entries(map, pad, scope);
  }

  private pairs(map: DocumentMap, pad: string, scope: PrintScope): void {
    for (const key in map) if (map[key] !== undefined) this.writePair(key, map[key], pad, scope);
  }

  private entries(map: DocumentMap, pad: string, scope: PrintScope): void {
    const entries = mapEntries(map, this.found);
    this.container(entries.map(presenceOfPair), '{}', pad, scope, (index, inner) => {
      const entry = entries[index];
      if (entry) this.mapEntry(entry, pad, inner);
    });
  }

  private pair(key: string | ExpressionNode, value: unknown, pad: string, scope: PrintScope): void {
    this.counting(pad, () => this.writePair(key, value, pad, scope));
  }

  private writePair(key: string | ExpressionNode, value: unknown, pad: string, scope: PrintScope): void {
    this.path.push(typeof key === 'string' ? key : '*');
    const head = typeof key === 'string' ? (headOf(key) ?? this.lostKey(key)) : `${this.computedKey(key, scope)}:`;
    this.out += (this.lead ?? pad) + head;
    this.lead = undefined;
    this.value(value, pad, scope);
    this.path.pop();
  }

  private lostKey(key: string): string {
    this.fault('lost', key);
    return '"":';
  }

  private computedKey(node: ExpressionNode, scope: PrintScope): string {
    this.used(node);
    return this.printed(() => expressionKey(node, scope));
  }

  private mapEntry(entry: MapEntry, pad: string, scope: PrintScope): void {
    switch (entry.kind) {
      case 'pair':
      case 'computed':
        return this.pair(entry.key, entry.value, pad, scope);
      case 'when':
        return this.branches(
          entry.block,
          pad,
          scope,
          (value) => this.pair(entry.key, value, pad, scope),
          typeof entry.key === 'string' ? entry.key : '*',
        );
      case 'somePairs':
        return this.branches(twoWays(entry), pad, scope, (entries) => {
          for (const inner of entries as readonly MapEntry[]) this.mapEntry(inner, pad, scope);
        });
      case 'pairs':
        return this.loopPairs(entry.block, pad, scope);
      case 'entries':
        return this.template(entry.block.template, pad, scope);
      case 'spread':
        return this.spreadPairs(entry, pad, scope);
      case 'fault':
        return this.listener.fault(entry.leaf, this.path.join('.'));
    }
  }

  private listEntry(entry: ListEntry, pad: string, scope: PrintScope): void {
    switch (entry.kind) {
      case 'item':
        return this.item(entry.value, pad, scope);
      case 'when':
        return this.branches(entry.block, pad, scope, (value) => this.item(value, pad, scope));
      case 'someItems':
        return this.branches(twoWays(entry), pad, scope, (entries) => {
          for (const inner of entries as readonly ListEntry[]) this.listEntry(inner, pad, scope);
        });
      case 'each':
        return this.loop(entry.block, pad, scope, (inner) => this.item(entry.block.body, pad, inner));
      case 'spread':
        return this.spreadItems(entry.node, pad, scope);
    }
  }

  private item(value: unknown, pad: string, scope: PrintScope): void {
    if (value === undefined) return;
    const choice = choiceIn(value, this.found);
    if (choice) return this.branches(choice, pad, scope, (inner) => this.item(inner, pad, scope));
    this.counting(pad, () => this.writeItem(value, pad, scope));
  }

  private writeItem(value: unknown, pad: string, scope: PrintScope): void {
    if (isMap(value) && shapeOf(value) === 'plain') {
      // `- key: value` on one line, as people write it.
      this.lead = `${pad}- `;
      return this.pairs(value, `${pad}  `, scope);
    }
    this.out += `${pad}-`;
    this.value(value, pad, scope);
  }

  private loopPairs(block: BlockNode & { kind: 'pairs' }, pad: string, scope: PrintScope): void {
    this.loop(block, pad, scope, (inner) => {
      const leaf = classify(block.pairKey, this.found);
      const key = leaf.kind === 'expression' ? leaf.node : String(block.pairKey);
      const choice = choiceIn(block.body, this.found);
      if (choice) this.branches(choice, pad, inner, (value) => this.pair(key, value, pad, inner));
      else if (block.body !== undefined) this.pair(key, block.body, pad, inner);
    });
  }

  private template({ name, entries }: MapTemplate, pad: string, scope: PrintScope): void {
    for (const key in entries) {
      const leaf = classify(entries[key], this.found);
      if (leaf.kind === 'expression') this.used(leaf.node);
    }
    this.out += `${pad}{{- include ${JSON.stringify(name)} ${scope.root} | nindent ${pad.length} }}\n`;
  }
}

/** Several entries under one condition: a branch without entries needs no `else`. */
function twoWays({
  condition,
  then,
  otherwise,
}: {
  readonly condition: ExpressionNode;
  readonly then: unknown;
  readonly otherwise: readonly unknown[];
}): Branching {
  return otherwise.length > 0 ? { condition, then, otherwise } : { condition, then };
}
