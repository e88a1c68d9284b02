import { ACCUMULATOR, type Expr, type Fold } from './ast';
import type { CelValue } from './value';

/** Makes nodes with ids of their own, all at one place. */
export interface Maker {
  readonly at: number;
  readonly newId: () => number;
  readonly fail: (at: number, message: string) => void;
}

/** Nodes that a macro puts together. */
export class Builder {
  public constructor(private readonly maker: Maker) {}

  #node(): { readonly id: number; readonly at: number } {
    return { id: this.maker.newId(), at: this.maker.at };
  }
  public literal(value: CelValue): Expr {
    return { ...this.#node(), kind: 'literal', value };
  }
  public ident(name: string): Expr {
    return { ...this.#node(), kind: 'ident', name };
  }
  public accu(): Expr {
    return this.ident(ACCUMULATOR);
  }
  public call(name: string, ...args: readonly Expr[]): Expr {
    return { ...this.#node(), kind: 'call', name, args };
  }
  public member(name: string, target: Expr, ...args: readonly Expr[]): Expr {
    return { ...this.#node(), kind: 'call', name, target, args };
  }
  public list(...items: readonly Expr[]): Expr {
    return { ...this.#node(), kind: 'list', items: items.map((value) => ({ value, optional: false })) };
  }
  public emptyMap(): Expr {
    return { ...this.#node(), kind: 'map', entries: [] };
  }
  public fold(parts: Omit<Fold, 'kind' | 'id' | 'at'>): Expr {
    return { ...this.#node(), kind: 'fold', ...parts };
  }
  public fail(expr: Expr, message: string): undefined {
    this.maker.fail(expr.at, message);
    return undefined;
  }
  /** The same expression again: every node with an id of its own, as costs go by ids. */
  public copy(expr: Expr): Expr {
    return copyOf(expr, () => this.maker.newId());
  }
}

/** Copies a tree with new ids. */
function copyOf(expr: Expr, newId: () => number): Expr {
  const again = (child: Expr): Expr => copyOf(child, newId);
  const id = newId();
  switch (expr.kind) {
    case 'literal':
    case 'ident':
      return { ...expr, id };
    case 'select':
      return { ...expr, id, operand: again(expr.operand) };
    case 'call':
      return {
        ...expr,
        id,
        ...(expr.target === undefined ? {} : { target: again(expr.target) }),
        args: expr.args.map(again),
      };
    case 'list':
      return { ...expr, id, items: expr.items.map((item) => ({ ...item, value: again(item.value) })) };
    case 'map':
      return {
        ...expr,
        id,
        entries: expr.entries.map((entry) => ({ ...entry, key: again(entry.key), value: again(entry.value) })),
      };
    case 'struct':
      return { ...expr, id, fields: expr.fields.map((field) => ({ ...field, value: again(field.value) })) };
    case 'fold':
      return {
        ...expr,
        id,
        range: again(expr.range),
        init: again(expr.init),
        condition: again(expr.condition),
        step: again(expr.step),
        result: again(expr.result),
      };
  }
}
