import { asText, lower } from '../expression/lower';
import { call, type ExpressionNode, literal, pipe } from '../expression/node';
import { bind, type PrintScope, printExpression } from '../expression/print';
import { mayHoldMarker } from '../token/tokens';
import type { BlockNode, DocumentMap, Looping } from './block';
import { classify, isMap, type Leaf } from './classify';
import { type ListEntry, listEntries, type MapEntry, mapEntries, wholeSpread } from './entries';
import { action, expressionBlock, expressionScalar, literalBlock, literalKey, literalScalar } from './inline';
import { type Presence, presenceOfItem, presenceOfPair } from './presence';

/** What happens while a document is written. */
export interface EmitListener {
  /** A token was found. */
  found(identity: string): void;
  /** An expression is printed. */
  used(node: ExpressionNode): void;
  /** Something cannot be printed; `key` is the path inside the document. */
  fault(leaf: Leaf & { kind: 'fault' }, key: string): void;
}

/**
 * Writes a finished document as template text: the one place that owns indentation and quoting.
 *
 * Every line of control (`{{- if … }}`) stands on its own line and eats the line break before it, so that what is
 * rendered has no empty lines.
 */
export class Emitter {
  private out = '';
  private readonly path: string[] = [];
  /** The last thing written was a block scalar: at the very end of a file Helm would trim its last line break. */
  private openEnd = false;
  /** What the next pair starts with instead of its indentation: the dash of the item that it is the first of. */
  private lead: string | undefined;

  constructor(private readonly listener: EmitListener) {}

  /** The text of a document whose root is a map. Ends with a line break. */
  public document(root: Readonly<Record<string, unknown>>, scope: PrintScope): string {
    this.out = '';
    this.openEnd = false;
    this.mapLines(root, '', scope);
    if (this.openEnd) this.out += '# end\n';
    return this.out;
  }

  /** The lines of a map without anything above them: the body of a named template. */
  public lines(map: Readonly<Record<string, unknown>>, scope: PrintScope): string {
    this.out = '';
    this.mapLines(map, '', scope);
    return this.out;
  }

  // A value after `key:` or `-`. Ends the line.
  private value(value: unknown, pad: string, scope: PrintScope): void {
    if (typeof value === 'string' && !mayHoldMarker(value)) return this.text(value, pad);
    if (Array.isArray(value)) return this.list(value, pad, scope);
    if (isMap(value)) return this.map(value, pad, scope);
    this.leaf(classify(value, (identity) => this.listener.found(identity)), pad, scope);
  }

  private text(text: string, pad: string): void {
    const block = text.includes('\n') ? literalBlock(text, pad.length + 2) : undefined;
    this.out += ` ${block ?? literalScalar(text)}\n`;
    this.openEnd = block !== undefined;
  }

  private leaf(leaf: Leaf, pad: string, scope: PrintScope): void {
    this.openEnd = false;
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
    this.listener.used(node);
    const block = expressionBlock(node, pad.length + 2, scope);
    this.out += ` ${block ?? expressionScalar(node, asString, scope)}\n`;
    this.openEnd = block !== undefined;
  }

  // A block where a plain value stands: a list of one block, or a choice between two values.
  private block(block: BlockNode, pad: string, scope: PrintScope): void {
    if (block.kind === 'each') return this.list([block], pad, scope, [{ kind: 'each', block }]);
    if (block.kind === 'someItems') return this.list([], pad, scope, [{ kind: 'someItems', block }]);
    if (block.kind === 'yamlText') return this.yamlText(block.document, pad, scope);
    if (block.kind === 'when') {
      this.listener.fault({ kind: 'fault', fault: 'misplaced', text: 'a conditional' }, this.path.join('.'));
    }
    this.out += ' null\n';
  }

  /** The lines of a document as a block scalar: they are YAML inside of YAML, and quoted as such. */
  private yamlText(document: DocumentMap, pad: string, scope: PrintScope): void {
    this.out += ' |\n';
    this.mapLines(document, `${pad}  `, scope);
    this.openEnd = true;
  }

  private map(map: Readonly<Record<string, unknown>>, pad: string, scope: PrintScope): void {
    this.openEnd = false;
    const whole = wholeSpread(map, (identity) => this.listener.found(identity));
    if (whole) return this.expression(whole, false, pad, scope);
    if (Object.keys(map).length === 0) {
      this.out += ' {}\n';
      return;
    }
    this.out += '\n';
    this.mapLines(map, `${pad}  `, scope);
  }

  private list(list: readonly unknown[], pad: string, scope: PrintScope, given?: readonly ListEntry[]): void {
    this.openEnd = false;
    const found = (identity: string): void => this.listener.found(identity);
    const whole = given ? undefined : wholeSpread(list, found);
    if (whole) return this.expression(whole, false, pad, scope);
    if (list.length === 0 && !given) {
      this.out += ' []\n';
      return;
    }
    this.out += '\n';
    const inner = `${pad}  `;
    const entries = given ?? listEntries(list, found);
    entries.forEach((entry, index) => {
      this.path.push(String(index));
      this.listEntry(entry, inner, scope);
      this.path.pop();
    });
    this.emptyGuard(entries.map(presenceOfItem), '[]', inner, scope);
  }

  private mapLines(map: DocumentMap, pad: string, scope: PrintScope, partial = false): void {
    if (isPlainMap(map)) {
      for (const key in map) if (map[key] !== undefined) this.pair(key, map[key], pad, scope);
      return;
    }
    const entries = mapEntries(map, (identity) => this.listener.found(identity));
    for (const entry of entries) this.mapEntry(entry, pad, scope);
    if (!partial) this.emptyGuard(entries.map(presenceOfPair), '{}', pad, scope);
  }

  private pair(key: string | ExpressionNode, value: unknown, pad: string, scope: PrintScope): void {
    this.path.push(typeof key === 'string' ? key : '*');
    this.out += `${this.lead ?? pad}${typeof key === 'string' ? literalKey(key) : this.computedKey(key, scope)}:`;
    this.lead = undefined;
    this.value(value, pad, scope);
    this.path.pop();
  }

  private computedKey(node: ExpressionNode, scope: PrintScope): string {
    this.listener.used(node);
    return node.kind === 'concat' ? expressionScalar(node, true, scope) : action(pipe(asText(node), 'quote', 'string'), scope);
  }

  private mapEntry(entry: MapEntry, pad: string, scope: PrintScope): void {
    switch (entry.kind) {
      case 'pair':
      case 'computed':
        return this.pair(entry.key, entry.value, pad, scope);
      case 'when':
        return this.branches(entry.block, pad, scope, (value) => this.pair(entry.key, value, pad, scope));
      case 'somePairs':
        return this.branches(entry.block, pad, scope, (map) => this.mapLines(map as DocumentMap, pad, scope, true));
      case 'pairs':
        return this.loop(entry.block, pad, scope, (inner) => {
          const key = classify(entry.block.pairKey, (identity) => this.listener.found(identity));
          this.pair(key.kind === 'expression' ? key.node : String(entry.block.pairKey), entry.block.body, pad, inner);
        });
      case 'entries':
        for (const value of Object.values(entry.block.template.entries)) this.touch(value);
        this.out += `${pad}{{- include ${JSON.stringify(entry.block.template.name)} ${scope.root} | nindent ${pad.length} }}\n`;
        return;
      case 'spread':
        return this.spreadPairs(entry.node, entry.except, pad, scope);
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
        return this.branches(entry.block, pad, scope, (items) => {
          for (const item of listEntries(items as readonly unknown[], (identity) => this.listener.found(identity))) this.listEntry(item, pad, scope);
        });
      case 'each':
        return this.loop(entry.block, pad, scope, (inner) => this.item(entry.block.body, pad, inner));
      case 'spread': {
        this.listener.used(entry.node);
        const item = { hint: 'item', scope: '', type: 'any' } as const;
        const inner = bind(scope, item);
        this.out += `${pad}{{- range $${inner.variables.get(item)} := ${printExpression(entry.node, scope)} }}\n`;
        this.out += `${pad}- ${action(pipe({ kind: 'variable', variable: item, type: 'any' }, 'toJson', 'string'), inner)}\n`;
        this.out += `${pad}{{- end }}\n`;
      }
    }
  }

  private item(value: unknown, pad: string, scope: PrintScope): void {
    if (isMap(value) && isPlainMap(value) && Object.keys(value).length > 0) {
      // `- key: value` on one line, as people write it.
      this.lead = `${pad}- `;
      return this.mapLines(value, `${pad}  `, scope);
    }
    const leaf = isMap(value) || Array.isArray(value) ? undefined : classify(value, (identity) => this.listener.found(identity));
    if (leaf?.kind === 'block' && leaf.block.kind === 'when') {
      return this.branches(leaf.block, pad, scope, (inner) => this.item(inner, pad, scope));
    }
    this.out += `${pad}-`;
    this.value(value, pad, scope);
  }

  /** `if`, `else if` for a choice in the other branch, `else`: each branch is written the same way. */
  private branches(first: Branching, pad: string, scope: PrintScope, write: (value: unknown) => void): void {
    let word = 'if';
    for (let block: Branching | undefined = first; block; word = 'else if') {
      this.listener.used(block.condition);
      this.out += `${pad}{{- ${word} ${printExpression(block.condition, scope)} }}\n`;
      const chosen = this.choiceIn(block.then);
      if (chosen) this.branches(chosen, pad, scope, write);
      else write(block.then);
      const next: Branching | undefined = this.choiceIn(block.otherwise);
      if (!next && block.otherwise !== undefined) {
        this.out += `${pad}{{- else }}\n`;
        write(block.otherwise);
      }
      block = next;
    }
    this.out += `${pad}{{- end }}\n`;
  }

  /** The conditional that a branch consists of, if it does. */
  private choiceIn(value: unknown): Branching | undefined {
    if (value === undefined || Array.isArray(value) || isMap(value)) return undefined;
    const leaf = classify(value, (identity) => this.listener.found(identity));
    return leaf.kind === 'block' && leaf.block.kind === 'when' ? leaf.block : undefined;
  }

  private loop(block: Looping, pad: string, scope: PrintScope, write: (inner: PrintScope) => void): void {
    this.listener.used(block.over);
    const inner = bind(scope, block.key, block.item);
    const [key, item] = [inner.variables.get(block.key), inner.variables.get(block.item)];
    this.out += `${pad}{{- range $${key}, $${item} := ${printExpression(block.over, scope)} }}\n`;
    write(inner);
    this.out += `${pad}{{- end }}\n`;
  }

  private spreadPairs(node: ExpressionNode, except: readonly string[], pad: string, scope: PrintScope): void {
    this.listener.used(node);
    const key = { hint: 'key', scope: '', type: 'string' } as const;
    const item = { hint: 'value', scope: '', type: 'any' } as const;
    const inner = bind(scope, key, item);
    const source = except.length > 0 ? call('omit', 'map', lower(node), ...except.map(literal)) : node;
    this.out += `${pad}{{- range $${inner.variables.get(key)}, $${inner.variables.get(item)} := ${printExpression(source, scope)} }}\n`;
    const keyText = action(pipe({ kind: 'variable', variable: key, type: 'string' }, 'quote', 'string'), inner);
    this.out += `${pad}${keyText}: ${action(pipe({ kind: 'variable', variable: item, type: 'any' }, 'toJson', 'string'), inner)}\n`;
    this.out += `${pad}{{- end }}\n`;
  }

  /** Where everything in a container may be absent, the container itself is written empty, not null. */
  private emptyGuard(presences: readonly Presence[], empty: string, pad: string, scope: PrintScope): void {
    if (pad === '' || presences.length === 0 || presences.includes('always')) return;
    const conditions = presences as readonly ExpressionNode[];
    const any = conditions.length === 1 && conditions[0] ? conditions[0] : call('or', 'any', ...conditions);
    this.out += `${pad}{{- if not ${parenthesised(printExpression(any, scope))} }}\n${pad}${empty}\n${pad}{{- end }}\n`;
  }

  private touch(value: unknown): void {
    const leaf = classify(value, (identity) => this.listener.found(identity));
    if (leaf.kind === 'expression') this.listener.used(leaf.node);
  }
}

type Branching = { readonly condition: ExpressionNode; readonly then: unknown; readonly otherwise?: unknown };

/** Nothing in it needs more than `key: value`: no marker in a key, no block in a value. */
function isPlainMap(map: Readonly<Record<string, unknown>>): boolean {
  for (const key in map) {
    if (mayHoldMarker(key)) return false;
    const value = map[key];
    if (typeof value === 'string' ? mayHoldMarker(value) && classify(value, ignore).kind === 'block' : isBlock(value)) return false;
  }
  return true;
}

function isBlock(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isMap(value) && classify(value, ignore).kind === 'block';
}

const ignore = (): void => undefined;

function parenthesised(text: string): string {
  return /^[$.\w]+$/.test(text) ? text : `(${text})`;
}
