import { describe } from '../../diagnostics/describe';
import { callError } from '../../diagnostics/diagnostic-error';
import { Expression, toNode } from '../expression/expression';
import { refuseLoop } from '../expression/misuse';
import type { BoundVariable, LoopHead, Type } from '../expression/node';
import { issueBlock, printedObject } from '../token/tokens';
import { typeOfShape } from '../values/declaration';
import { type BlockNode, holdBlock } from './block';

/**
 * A part of an object that is there conditionally or repeatedly.
 *
 * `Block.when` as the value of a key makes the pair conditional, as an item of a list the item. Loops come from `Loop`.
 */
export class Block {
  /** The value, where the condition is true. */
  public static when(condition: Expression, value: any): Block {
    return new Block({ kind: 'when', condition: toNode(condition), then: value });
  }

  /** One value where the condition is true, another where it is not. */
  public static choose(condition: Expression, whenTrue: any, whenFalse: any): Block {
    return new Block({ kind: 'when', condition: toNode(condition), then: whenTrue, otherwise: whenFalse });
  }

  /**
   * Several pairs of a map under one condition: spread it into the map, `{ ...Block.pairs(tls, { cert, key }) }`.
   * A key that stands in the map beside it wins while it is there; of two such blocks the later one does.
   */
  public static pairs(condition: Expression, whenTrue: any, whenFalse?: any): any {
    const otherwise = whenFalse === undefined ? {} : { otherwise: whenFalse };
    const marker = String(
      new Block({ kind: 'somePairs', condition: toNode(condition), then: whenTrue, ...otherwise }).resolve(),
    );
    return { [marker]: marker };
  }

  /** Several items of a list under one condition: spread it into the list, `['--x', ...Block.items(ttl, ['-t', ttl])]`. */
  public static items(condition: Expression, whenTrue: any[], whenFalse?: any[]): any[] {
    const otherwise = whenFalse === undefined ? {} : { otherwise: whenFalse };
    return [new Block({ kind: 'someItems', condition: toNode(condition), then: whenTrue, ...otherwise })];
  }

  /** A document as the text of a key, in YAML: a configuration file inside a ConfigMap, with expressions and blocks in it. */
  public static yamlText(document: any): Block {
    return new Block({ kind: 'yamlText', document });
  }

  /** @internal */
  public static _of(block: BlockNode): Block {
    return new Block(block);
  }

  private marker: string | undefined;

  private constructor(block: BlockNode) {
    holdBlock(this, block);
  }

  /** A text cannot hold a block: synth finds what this gives, and says what to write. */
  public toString(): string {
    return printedObject('Block');
  }

  /** Lets cdk8s take a block for a token. */
  public resolve(): any {
    this.marker ??= issueBlock(this);
    return this.marker;
  }
}

/** A name that Go takes: `my-port` becomes `myPort`. */
function variableName(wish: string | undefined, otherwise: string): string {
  const name = String(wish ?? '').replace(/[^A-Za-z0-9_]+([A-Za-z0-9]?)/g, (_, next: string) => next.toUpperCase());
  return /^[A-Za-z_]/.test(name) ? name : otherwise;
}

/** What the keys are of what is looped over; of anything else it is known when Helm renders. */
const KEY_TYPES: Partial<Record<Type, Type>> = { list: 'integer', map: 'string' };

/** Tells the variables of two loops apart; it never reaches the output. */
let loops = 0;

/** Names for what a loop binds. */
export interface LoopOptions {
  /**
   * Name of the key (of a map) or index (of a list), without `$`.
   * @default "key"
   */
  readonly keyName?: string;
  /**
   * Name of the item, without `$`.
   * @default "item"
   */
  readonly itemName?: string;
}

/** A loop over a list or a map inside an object: `const port = Loop.over(ports)`, then `port.each({ name: port.item … })`. */
export class Loop {
  /**
   * A loop over a list (keys are indexes) or a map (in the order of its keys).
   * @throws DiagnosticError for anything but an expression of a list or a map.
   */
  public static over(expression: Expression, options: LoopOptions = {}): Loop {
    if (!(expression instanceof Expression)) {
      const hint = 'a value, such as values.addList(…); for items that are known now: Expression.literal([…])';
      throw callError('HELM1050', `Loop.over() must be given an expression, not ${describe(expression)}`, hint);
    }
    refuseLoop(expression._node);
    loops += 1;
    return new Loop(expression, `loop ${loops}`, options);
  }

  /** @internal */
  public static _in(scope: string, over: Expression, options: LoopOptions): Loop {
    return new Loop(over, scope, options);
  }

  /** The key of the map, or the index in the list. */
  public readonly key: Expression;
  /** The item. `item.field('name')` gives what is inside. */
  public readonly item: Expression;
  /** @internal */
  public readonly _over: Expression;
  /** @internal */
  public readonly _keyVariable: BoundVariable;
  /** @internal */
  public readonly _itemVariable: BoundVariable;

  /**
   * A loop over what each item holds: what it collects is one list, of the items of all.
   * @internal
   */
  public _inner(over: Expression, options: LoopOptions = {}): Loop {
    loops += 1;
    return new Loop(over, `loop ${loops}`, options, [...this.around, this]);
  }

  /** @internal */
  public get _head(): LoopHead {
    return { over: this._over._node, key: this._keyVariable, item: this._itemVariable };
  }

  private gather(value: Expression, when?: Expression): Expression {
    const owner = this._over._node.owner;
    if (!owner) throw new Error('a loop over something that belongs to no chart cannot be collected');
    const loop = {
      ...this._head,
      ...(this.around.length > 0 ? { around: this.around.map(({ _head }) => _head) } : {}),
      ...(when ? { when: toNode(when) } : {}),
    };
    const count = owner.templates.filter((template) => template.loop).length + 1;
    const template = { name: `${owner.name}.list-${count}`, body: toNode(value), loop };
    owner.templates.push(template);
    return Expression._of({
      kind: 'call',
      fn: 'fromJsonArray',
      args: [{ kind: 'include', template, type: 'string', owner }],
      type: 'list',
      owner,
    });
  }

  private constructor(
    over: Expression,
    scope: string,
    options: LoopOptions,
    /** The loops that this one stands in, the outermost first. */
    private readonly around: readonly Loop[] = [],
  ) {
    this._over = over;
    const { owner } = over._node;
    const keyType = KEY_TYPES[over._node.type] ?? 'any';
    const keyName = variableName(options.keyName, 'key');
    const itemName = variableName(options.itemName, 'item');
    this._keyVariable = { hint: keyName, scope, type: keyType };
    // Two variables of one scope and one name would be one.
    this._itemVariable = {
      hint: itemName === keyName ? `${itemName}Item` : itemName,
      scope,
      type: typeOfShape(over._itemShape),
    };
    this.key = Expression._of({ kind: 'variable', variable: this._keyVariable, type: keyType, owner });
    this.item = Expression._of(
      { kind: 'variable', variable: this._itemVariable, type: this._itemVariable.type, owner },
      over._itemShape,
    );
  }

  /** A text cannot hold a loop: synth finds what this gives, and says what to write. */
  public toString(): string {
    return printedObject('Loop');
  }

  /** A list with one item for each item of the loop. Alone it is the value of a key; inside a list it adds its items. */
  public each(body: any): any {
    return Block._of({ kind: 'each', over: this._over._node, key: this._keyVariable, item: this._itemVariable, body });
  }

  /** A list expression with what `value` gives for each item: for `join`, `has`, `len`, a `Range`. */
  public collect(value: Expression): Expression {
    return this.gather(value);
  }

  /** The same, of the items for which the condition is true. */
  public collectWhen(condition: Expression, value: Expression): Expression {
    return this.gather(value, condition);
  }

  /** True when the condition is true for at least one item. */
  public anyWhere(condition: Expression): Expression {
    return Expression.call('gt', Expression.call('len', this.gather(Expression.literal(true), condition)), 0);
  }

  /** A map with one pair for each item of the loop. It may be spread into another map. */
  public pairs(key: any, value: any): any {
    const looping = { over: this._over._node, key: this._keyVariable, item: this._itemVariable };
    const block = Block._of({ kind: 'pairs', ...looping, pairKey: key, body: value });
    const marker = String(block.resolve());
    return { [marker]: marker };
  }
}
