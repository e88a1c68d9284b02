import type { Frame } from './frame';
import { growingList, growingMap, grown } from './growing';
import { PlanNode } from './nodes';
import { CelError, CelMap, type CelValue, isError, isList } from './value';

export interface FoldParts {
  readonly range: PlanNode;
  readonly first: string;
  readonly second?: string;
  readonly accu: string;
  readonly init: PlanNode;
  readonly condition: PlanNode;
  readonly step: PlanNode;
  readonly result: PlanNode;
}

/** Names of one pass of a fold. The accumulator is only made when it is first asked for. */
class FoldFrame implements Frame {
  public readonly tracker: Frame['tracker'];
  #accu: CelValue = null;
  #started = false;
  #first: CelValue = null;
  #second: CelValue = null;
  #finished = false;

  public constructor(
    private readonly parts: FoldParts,
    private readonly outer: Frame,
  ) {
    this.tracker = outer.tracker;
  }

  /** False: the condition does not hold, and the fold ends. */
  public pass(first: CelValue, second: CelValue): boolean {
    this.#first = first;
    this.#second = second;
    if (this.parts.condition.eval(this) === false) return false;
    this.#accu = this.parts.step.eval(this);
    this.#started = true;
    return true;
  }

  public finish(): CelValue {
    this.#finished = true;
    const result = this.parts.result.eval(this);
    grown(result);
    return result;
  }

  public resolve(name: string): CelValue | undefined {
    if (name === this.parts.accu) {
      if (!this.#started) {
        this.#started = true;
        this.#accu = this.#start();
      }
      return this.#accu;
    }
    if (!this.#finished) {
      if (name === this.parts.first) return this.#first;
      if (name === this.parts.second) return this.#second;
    }
    return this.outer.resolve(name);
  }

  #start(): CelValue {
    const init = this.parts.init.eval(this.outer);
    if (isList(init) && init.length === 0) return growingList();
    return init instanceof CelMap && init.size === 0 ? growingMap() : init;
  }
}

export class FoldNode extends PlanNode {
  public constructor(
    public readonly id: number,
    private readonly parts: FoldParts,
  ) {
    super();
  }
  protected run(frame: Frame): CelValue {
    const { range, second } = this.parts;
    const over = range.eval(frame);
    if (isError(over)) return over;
    const rows = rowsOf(over, second !== undefined);
    if (rows === undefined) return new CelError('expected iterable type');
    const fold = new FoldFrame(this.parts, frame);
    for (const [first, value] of rows) {
      if (!fold.pass(first, value)) break;
    }
    return fold.finish();
  }
  protected charge({ tracker }: Frame): void {
    tracker?.drop(this.parts.range.id);
  }
}

/** What a fold goes over: elements or keys; with two names index and element, or key and value. */
function rowsOf(over: CelValue, two: boolean): readonly (readonly [CelValue, CelValue])[] | undefined {
  if (isList(over)) return over.map((item, index) => (two ? [BigInt(index), item] : [item, null]));
  if (over instanceof CelMap) return over.entries();
  return undefined;
}
