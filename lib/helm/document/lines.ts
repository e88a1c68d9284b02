import { type BoundVariable, call, type ExpressionNode, literal, pipe } from '../expression/node';
import { bind, type PrintScope, printControl, UnboundVariable } from '../expression/print';
import type { Looping } from './block';
import type { Fault, Leaf } from './classify';
import { choiceIn, type MapEntry, orEmpty } from './entries';
import { action } from './inline';
import { anyOf, type Presence } from './presence';

/** What happens while a document is written. */
export interface EmitListener {
  /** A token was found. */
  found(identity: string): void;
  /** An expression is printed; `key` is the path inside the document, where there is one. */
  used(node: ExpressionNode, key?: () => string): void;
  /** Something cannot be printed; `key` is the path inside the document. */
  fault(leaf: Leaf & { kind: 'fault' }, key: string): void;
}

/** A condition and what is written in each case. */
export type Branching = { readonly condition: ExpressionNode; readonly then: unknown; readonly otherwise?: unknown };

/** Text that grows line by line, and the lines of control in it: conditions, loops, what is spread. */
export abstract class Lines {
  protected out = '';
  protected readonly path: string[] = [];
  /** A block scalar may be the last thing in the file: Helm would trim its last line break. */
  protected openEnd = false;
  /** The variable that says that something was written into the container at hand, where only that can tell. */
  protected counter: string | undefined;
  protected readonly found = (identity: string): void => this.listener.found(identity);
  private readonly pathText = (): string => this.path.join('.');

  constructor(protected readonly listener: EmitListener) {}

  /** Runs the writing of one pair or item: it is counted where that is asked for, what is inside it is not. */
  protected counting(pad: string, write: () => void): void {
    const { counter } = this;
    if (counter === undefined) return write();
    this.out += `${pad}{{- $${counter} = true }}\n`;
    this.counter = undefined;
    write();
    this.counter = counter;
  }

  /**
   * `if`, `else if` for a choice in the other branch, `else`: each branch is written the same way.
   *
   * @param key the pair that the conditions are about, for messages.
   */
  protected branches(
    first: Branching,
    pad: string,
    scope: PrintScope,
    write: (value: unknown) => void,
    key?: string,
  ): void {
    const before = this.openEnd;
    let open = before;
    const branch = (value: unknown): void => {
      this.openEnd = before;
      if (value !== undefined) write(value);
      open ||= this.openEnd;
    };
    let word = 'if';
    for (let block: Branching | undefined = first; block; word = 'else if') {
      if (key !== undefined) this.path.push(key);
      this.used(block.condition);
      this.out += `${pad}{{- ${word} ${this.print(block.condition, scope)} }}\n`;
      if (key !== undefined) this.path.pop();
      const chosen = choiceIn(block.then, this.found);
      if (chosen) this.branches(chosen, pad, scope, branch, key);
      else branch(block.then);
      const next: Branching | undefined = choiceIn(block.otherwise, this.found);
      if (!next && block.otherwise !== undefined) {
        this.out += `${pad}{{- else }}\n`;
        branch(block.otherwise);
      }
      block = next;
    }
    this.out += `${pad}{{- end }}\n`;
    this.openEnd = open;
  }

  protected loop(block: Looping, pad: string, scope: PrintScope, write: (inner: PrintScope) => void): void {
    const before = this.openEnd;
    this.used(block.over);
    const inner = bind(scope, block.key, block.item);
    const [key, item] = [inner.variables.get(block.key), inner.variables.get(block.item)];
    this.out += `${pad}{{- range $${key}, $${item} := ${this.print(block.over, scope)} }}\n`;
    write(inner);
    this.out += `${pad}{{- end }}\n`;
    this.openEnd ||= before;
  }

  protected spreadPairs(
    { node, except, under, beside }: MapEntry & { kind: 'spread' },
    pad: string,
    scope: PrintScope,
  ): void {
    this.used(node);
    const key: BoundVariable = { hint: 'key', scope: '', type: 'string' };
    const item: BoundVariable = { hint: 'value', scope: '', type: 'any' };
    const inner = bind(scope, key, item);
    const [keyNode, itemNode] = [variable(key), variable(item)];
    const source = except.length > 0 ? call('omit', 'map', orEmpty(node), ...except.map(literal)) : node;
    const taken = [
      ...under.map((other) => call('hasKey', 'boolean', orEmpty(other), keyNode)),
      ...beside.map((other) =>
        call(
          'eq',
          'boolean',
          keyNode,
          other.type === 'string' ? other : ({ kind: 'concat', parts: [other], type: 'string' } as const),
        ),
      ),
    ];
    const pair = `${pad}${action(pipe(keyNode, 'quote', 'string'), inner)}: ${action(pipe(itemNode, 'toJson', 'string'), inner)}\n`;
    this.out += `${pad}{{- range $${inner.variables.get(key)}, $${inner.variables.get(item)} := ${this.print(source, scope)} }}\n`;
    const [one, ...more] = taken;
    if (one)
      this.out += `${pad}{{- if not ${parenthesised(this.print(more.length > 0 ? call('or', 'any', one, ...more) : one, inner))} }}\n`;
    this.counting(pad, () => {
      this.out += pair;
    });
    this.out += `${one ? `${pad}{{- end }}\n` : ''}${pad}{{- end }}\n`;
  }

  protected spreadItems(node: ExpressionNode, pad: string, scope: PrintScope): void {
    this.used(node);
    const item: BoundVariable = { hint: 'item', scope: '', type: 'any' };
    const inner = bind(scope, item);
    this.out += `${pad}{{- range $${inner.variables.get(item)} := ${this.print(node, scope)} }}\n`;
    this.counting(pad, () => {
      this.out += `${pad}- ${action(pipe(variable(item), 'toJson', 'string'), inner)}\n`;
    });
    this.out += `${pad}{{- end }}\n`;
  }

  /** The entries of a map or list. Where all of them may be absent, the container itself is written empty, not null. */
  protected container(
    presences: readonly Presence[],
    empty: string,
    pad: string,
    scope: PrintScope,
    write: (index: number, inner: PrintScope) => void,
  ): void {
    const around = this.counter;
    this.counter = undefined;
    const counted = pad !== '' && anyOf(presences) === 'counted';
    const some: BoundVariable = { hint: 'some', scope: '', type: 'boolean' };
    const inner = counted ? { ...bind(scope, some), root: scope.root } : scope;
    if (counted) this.out += `${pad}{{- $${inner.variables.get(some)} := false }}\n`;
    for (const [index, presence] of presences.entries()) {
      this.counter = counted && presence === 'counted' ? inner.variables.get(some) : undefined;
      write(index, inner);
    }
    this.counter = around;
    if (pad === '') return;
    const written: ExpressionNode = { kind: 'variable', variable: some, type: 'boolean' };
    this.emptyGuard(
      anyOf(presences.map((presence) => (presence === 'counted' ? written : presence))),
      empty,
      pad,
      inner,
    );
  }

  private emptyGuard(presence: Presence, empty: string, pad: string, scope: PrintScope): void {
    if (presence === 'always' || presence === 'counted') return;
    if (presence === 'never') {
      this.out += `${pad}${empty}\n`;
      return;
    }
    this.out += `${pad}{{- if not ${parenthesised(this.print(presence, scope))} }}\n${pad}${empty}\n${pad}{{- end }}\n`;
  }

  protected used(node: ExpressionNode): void {
    this.listener.used(node, this.pathText);
  }

  protected fault(fault: Fault, text: string): void {
    this.listener.fault({ kind: 'fault', fault, text }, this.path.join('.'));
  }

  protected print(node: ExpressionNode, scope: PrintScope): string {
    return this.printed(() => printControl(node, scope));
  }

  /** A variable outside of what binds it is told with the place where it stands; the writing goes on. */
  protected printed(print: () => string): string {
    try {
      return print();
    } catch (error) {
      if (!(error instanceof UnboundVariable)) throw error;
      this.fault('unbound', error.message);
      return 'null';
    }
  }
}

function variable(bound: BoundVariable): ExpressionNode {
  return { kind: 'variable', variable: bound, type: bound.type };
}

function parenthesised(text: string): string {
  return /^[$.\w]+$/.test(text) ? text : `(${text})`;
}
