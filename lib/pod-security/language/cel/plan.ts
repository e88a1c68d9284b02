import type { Call, Expr, Fold, Select } from './ast';
import { Absolute, type Attribute, ComputedQualifier, Conditional, ConstantQualifier, Relative } from './attribute';
import type { Checked } from './check';
import { FoldNode } from './fold-node';
import { EMPTY } from './frame';
import { FUNCTIONS, SINGLETONS } from './functions';
import { validRegex } from './functions/regex';
import { ListNode, MapNode, StructNode } from './made-nodes';
import {
  AttributeNode,
  CallNode,
  ConstNode,
  isPrimitive,
  LogicNode,
  MemberNode,
  OrNode,
  type PlanNode,
  type Strictness,
  TestNode,
} from './nodes';
import { CEL_CODES, type CelProblem } from './problem';
import { CelTypeValue, CelUint, type CelValue, isError, isList } from './value';

/** What is constant and wrong. */
export class ConstantFault extends Error {
  public constructor(public readonly problem: CelProblem) {
    super(problem.message);
  }
}

/** Conversions that are computed beforehand, where they are asked of a constant. */
const CONVERSIONS = new Set('bool bytes double duration dyn int string timestamp type uint'.split(' '));

/** Functions whose second argument is a regular expression. */
const REGEX = new Set(['matches', 'find', 'findAll']);

/** A checked expression as nodes that evaluate; constants in it are computed, as the server does. Throws ConstantFault. */
export const planExpression = (expr: Expr, checked: Checked): PlanNode => new Planner(checked).plan(expr);

class Planner {
  public constructor(private readonly checked: Checked) {}

  public plan(expr: Expr): PlanNode {
    switch (expr.kind) {
      case 'literal':
        return new ConstNode(expr.id, expr.value);
      case 'ident':
        return this.#ident(expr.id);
      case 'select':
        return this.checked.references.has(expr.id) ? this.#ident(expr.id) : this.#select(expr);
      case 'call':
        return this.#call(expr);
      case 'list': {
        const items = expr.items.map(({ value, optional }) => ({ value: this.plan(value), optional }));
        const node = new ListNode(expr.id, items);
        return items.every(({ value }) => value instanceof ConstNode) ? constant(node) : node;
      }
      case 'map': {
        const entries = expr.entries.map(({ key, value, optional }) => ({
          key: this.plan(key),
          value: this.plan(value),
          optional,
        }));
        const node = new MapNode(expr.id, entries);
        return entries.every(({ key, value }) => key instanceof ConstNode && value instanceof ConstNode)
          ? constant(node)
          : node;
      }
      case 'struct':
        return new StructNode(
          expr.id,
          expr.name.replace(/^\./, ''),
          expr.fields.map(({ name, value, optional }) => ({ name, value: this.plan(value), optional })),
        );
      case 'fold':
        return this.#fold(expr);
    }
  }

  #ident(id: number): PlanNode {
    const reference = this.checked.references.get(id);
    if (reference?.kind !== 'ident') throw new Error(`node ${id} was not checked`);
    return reference.isType
      ? new ConstNode(id, new CelTypeValue(reference.name))
      : new AttributeNode(new Absolute(id, reference.name));
  }

  #select({ id, operand, field, test }: Select): PlanNode {
    const node = this.#attributeOf(this.plan(operand));
    node.add(new ConstantQualifier(id, field, false, test));
    return test ? new TestNode(id, node.attribute) : node;
  }

  #attributeOf(node: PlanNode): AttributeNode {
    return node instanceof AttributeNode ? node : new AttributeNode(new Relative(node.id, node));
  }

  #call(call: Call): PlanNode {
    const reference = this.checked.references.get(call.id);
    if (reference?.kind !== 'call') throw new Error(`call ${call.id} was not checked`);
    const { name, free, overloads } = reference;
    const args = [...(free || call.target === undefined ? [] : [call.target]), ...call.args].map((arg) =>
      this.plan(arg),
    );
    const [first, second, third] = args;
    const overload = overloads.length === 1 ? (overloads[0] as string) : '';
    switch (name) {
      case '_&&_':
        return new LogicNode(call.id, false, args);
      case '_||_':
        return new LogicNode(call.id, true, args);
      case '_?_:_':
        return this.#conditional(call.id, first as PlanNode, second as PlanNode, third as PlanNode);
      case '_[_]':
      case '_[?_]':
      case '_?._':
        return this.#index(call, first as PlanNode, second as PlanNode, name !== '_[_]');
      case 'or':
      case 'orValue':
        return new OrNode(call.id, first as PlanNode, second as PlanNode, name === 'orValue');
      default:
        return this.#optimised(call, name, overload, args);
    }
  }

  #conditional(id: number, condition: PlanNode, truthy: PlanNode, falsy: PlanNode): PlanNode {
    return new AttributeNode(new Conditional(id, condition, branch(truthy), branch(falsy)));
  }

  #index({ id, at }: Call, operand: PlanNode, key: PlanNode, optional: boolean): PlanNode {
    const node = this.#attributeOf(operand);
    if (key instanceof ConstNode) {
      if (!isKey(key.value)) {
        throw new ConstantFault({ code: CEL_CODES.constant, message: 'nothing is found by an index of this kind', at });
      }
      node.add(new ConstantQualifier(id, key.value, optional));
    } else if (key instanceof AttributeNode) {
      node.add(new ComputedQualifier(id, key.attribute, optional, false));
    } else {
      node.add(new ComputedQualifier(id, new Relative(id, key), optional, true));
    }
    return node;
  }

  #optimised(call: Call, name: string, overload: string, args: readonly PlanNode[]): PlanNode {
    const implementation = FUNCTIONS[name];
    if (implementation === undefined) throw new Error(`function ${name} has no implementation`);
    const [first, second] = args;
    const pattern =
      REGEX.has(name) && second instanceof ConstNode && typeof second.value === 'string' ? second.value : undefined;
    if (pattern !== undefined && !validRegex(pattern)) {
      throw new ConstantFault({
        code: CEL_CODES.constant,
        message: `${JSON.stringify(pattern)} is no regular expression of RE2`,
        at: call.at,
      });
    }
    const node = new CallNode(
      call.id,
      name,
      overload,
      args,
      implementation,
      pattern !== undefined ? 'first' : strictness(name, overload, args.length),
      SINGLETONS.has(name),
    );
    if (overload === 'in_list' && first !== undefined && second instanceof ConstNode && isList(second.value)) {
      if (second.value.length === 0) return new ConstNode(call.id, false);
      if (second.value.every(isPrimitive)) return new MemberNode(call.id, first, second.value);
    }
    if (!CONVERSIONS.has(name) || args.length !== 1 || !(first instanceof ConstNode)) return node;
    const made = node.eval(EMPTY);
    if (!isError(made)) return new ConstNode(call.id, made);
    throw new ConstantFault({
      code: CEL_CODES.constant,
      message: `${name}() cannot convert this constant: ${made.message}`,
      at: call.at,
    });
  }

  #fold(fold: Fold): PlanNode {
    const { range, first, second, accu, init, condition, step, result } = fold;
    return new FoldNode(fold.id, {
      first,
      accu,
      ...(second === undefined ? {} : { second }),
      init: this.plan(init),
      range: this.plan(range),
      condition: this.plan(condition),
      step: this.plan(step),
      result: this.plan(result),
    });
  }
}

/** A branch of a conditional: an attribute is gone itself, so that its end is not counted twice. */
const branch = (node: PlanNode): Attribute =>
  node instanceof AttributeNode ? node.attribute : new Relative(node.id, node);

const constant = (node: PlanNode): ConstNode => new ConstNode(node.id, node.eval(EMPTY));

const isKey = (value: CelValue): boolean =>
  ['string', 'bigint', 'boolean', 'number'].includes(typeof value) || value instanceof CelUint;

/**
 * Functions of one or two arguments evaluate all of them before they look for errors; others, and functions that are
 * only chosen when they run, stop at the first.
 */
function strictness(name: string, overload: string, count: number): Strictness {
  if (name === '@not_strictly_false') return 'never';
  if (count > 2 || overload === 'string_format') return 'first';
  return overload === '' && !SINGLETONS.has(name) ? 'first' : 'all';
}
