import { LIST_COST, MAP_COST, STRUCT_COST } from './cost';
import type { Frame } from './frame';
import { PlanNode } from './nodes';
import { CelError, CelMap, CelObject, CelOptional, type CelValue, isError } from './value';

export interface Item {
  readonly value: PlanNode;
  readonly optional: boolean;
}

/** What an optional item holds; undefined: it is left out. */
function held(value: CelValue, optional: boolean): CelValue | undefined {
  if (!optional) return value;
  return value instanceof CelOptional
    ? value.value
    : new CelError('cannot initialize optional entry from non-optional value');
}

export class ListNode extends PlanNode {
  readonly #parts: readonly PlanNode[];

  public constructor(
    public readonly id: number,
    private readonly items: readonly Item[],
  ) {
    super();
    this.#parts = items.map(({ value }) => value);
  }
  protected run(frame: Frame): CelValue {
    const list: CelValue[] = [];
    for (const { value, optional } of this.items) {
      const item = value.eval(frame);
      if (isError(item)) return item;
      const kept = held(item, optional);
      if (kept === undefined) continue;
      if (isError(kept)) return kept;
      list.push(kept);
    }
    return list;
  }
  protected charge({ tracker }: Frame): void {
    tracker?.dropArguments(this.#parts);
    tracker?.charge(LIST_COST);
  }
}

export interface Entry extends Item {
  readonly key: PlanNode;
}

export class MapNode extends PlanNode {
  readonly #parts: readonly PlanNode[];

  public constructor(
    public readonly id: number,
    private readonly entries: readonly Entry[],
  ) {
    super();
    this.#parts = entries.flatMap(({ key, value }) => [key, value]);
  }
  protected run(frame: Frame): CelValue {
    const map = new CelMap();
    for (const { key, value, optional } of this.entries) {
      const name = key.eval(frame);
      if (isError(name)) return name;
      const item = value.eval(frame);
      if (isError(item)) return item;
      const kept = held(item, optional);
      if (kept === undefined) map.remove(name);
      else if (isError(kept)) return kept;
      else map.insert(name, kept);
    }
    return map;
  }
  protected charge({ tracker }: Frame): void {
    tracker?.dropArguments(this.#parts);
    tracker?.charge(MAP_COST);
  }
}

export interface FieldItem extends Item {
  readonly name: string;
}

export class StructNode extends PlanNode {
  readonly #parts: readonly PlanNode[];

  public constructor(
    public readonly id: number,
    private readonly typeName: string,
    private readonly fields: readonly FieldItem[],
  ) {
    super();
    this.#parts = fields.map(({ value }) => value);
  }
  protected run(frame: Frame): CelValue {
    const fields = new Map<string, CelValue>();
    for (const { name, value, optional } of this.fields) {
      const item = value.eval(frame);
      if (isError(item)) return item;
      const kept = held(item, optional);
      if (kept === undefined) fields.delete(name);
      else if (isError(kept)) return kept;
      else fields.set(name, kept);
    }
    return new CelObject(this.typeName, fields);
  }
  protected charge({ tracker }: Frame): void {
    tracker?.dropArguments(this.#parts);
    tracker?.charge(STRUCT_COST);
  }
}
