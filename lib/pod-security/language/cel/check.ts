import { type Call, type Expr, type Fold, type ListExpr, type MapExpr, qualifiedName, type StructExpr } from './ast';
import { type CelFunction, functionOf, type Overload } from './declarations';
import { type CelEnvironment, fieldOf, isMessage } from './environment';
import type { Reference } from './inference';
import { Names } from './names';
import { CEL_CODES, type CelProblem } from './problem';
import {
  type Bindings,
  BOOL,
  type CelType,
  DYN,
  ERROR,
  INT,
  isDyn,
  isDynOrError,
  listOf,
  mapOf,
  moreGeneral,
  optionalOf,
  sameType,
  structOf,
  substitute,
  typeText,
  unwrapOptional,
} from './types';
import { typeOfLiteral } from './validate';

export interface Checked {
  readonly type: CelType;
  /** By the ids of nodes. */
  readonly types: ReadonlyMap<number, CelType>;
  readonly references: ReadonlyMap<number, Reference>;
  readonly problems: readonly CelProblem[];
}

/** Types of all nodes, and which overloads each call may mean. */
export const checkExpression = (expr: Expr, environment: CelEnvironment): Checked =>
  new Checker(environment).checked(expr);

class Checker extends Names {
  public checked(expr: Expr): Checked {
    this.#check(expr);
    for (const [id, type] of this.types) this.types.set(id, substitute(this.bindings, type, true));
    return {
      type: this.typeOf(expr),
      types: this.types,
      references: this.references,
      problems: this.problems,
    };
  }

  readonly #check = (expr: Expr): void => {
    this.types.set(expr.id, this.#typed(expr));
  };

  #typed(expr: Expr): CelType {
    switch (expr.kind) {
      case 'literal':
        return typeOfLiteral(expr.value);
      case 'ident':
        return this.ident(expr.id, expr.at, expr.name);
      case 'select': {
        const name = qualifiedName(expr);
        const type = name === undefined ? undefined : this.lookup(expr.id, name);
        if (type !== undefined) return type;
        const field = this.#field(expr.at, expr.operand, expr.field, false);
        return expr.test ? BOOL : substitute(this.bindings, field, false);
      }
      case 'call':
        return this.#call(expr);
      case 'list':
        return this.#list(expr);
      case 'map':
        return this.#map(expr);
      case 'struct':
        return this.#struct(expr);
      case 'fold':
        return this.#fold(expr);
    }
  }

  #field(at: number, operand: Expr, field: string, optional: boolean): CelType {
    this.#check(operand);
    const [target, isOptional] = unwrapOptional(substitute(this.bindings, this.typeOf(operand), false));
    const type = this.fieldType(at, target, field);
    return isOptional || optional ? optionalOf(type) : type;
  }

  #call(call: Call): CelType {
    const { id, at, name, target, args } = call;
    if (name === '_?._') {
      const [operand, field] = args;
      const text = field?.kind === 'literal' && typeof field.value === 'string' ? field.value : '';
      if (operand === undefined) return ERROR;
      this.references.set(id, { kind: 'call', name, free: true, overloads: ['select_optional_field'] });
      if (functionOf(name, this.environment.minor, false) === undefined) return this.unknown(at, name);
      return substitute(this.bindings, this.#field(at, operand, text, true), false);
    }
    args.forEach(this.#check);
    const free = target === undefined ? name.replace(/^\./, '') : this.freeName(target, name);
    if (free !== undefined) {
      const fn = this.function(free);
      return fn === undefined ? this.unknown(at, free) : this.#resolve(call, fn, undefined);
    }
    if (target === undefined) return ERROR;
    this.#check(target);
    const fn = this.function(name);
    return fn === undefined ? this.unknown(at, name) : this.#resolve(call, fn, target);
  }

  #resolve(call: Call, { name, overloads }: CelFunction, target: Expr | undefined): CelType {
    const args = [...(target === undefined ? [] : [target]), ...call.args];
    if (name === '_&&_' || name === '_||_') return this.#logic(call, name);
    const types = args.map(this.typeOf);
    const found: string[] = [];
    let result: CelType | undefined;
    for (const overload of overloads) {
      if (overload.member !== (target !== undefined)) continue;
      const { args: wanted, result: given } = this.#fresh(overload);
      if (!this.fits(types, wanted)) continue;
      found.push(overload.id);
      const type = substitute(this.bindings, given, false);
      if (result === undefined) result = type;
      else if (!isDyn(result) && !sameType(type, result)) result = DYN;
    }
    if (result === undefined) {
      const words = types.map((type) => typeText(substitute(this.bindings, type, true)));
      const at = target === undefined ? `(${words.join(', ')})` : `${words[0]}.(${words.slice(1).join(', ')})`;
      this.report(CEL_CODES.type, call.at, `"${name}" does not take ${at}`);
      return ERROR;
    }
    this.references.set(call.id, { kind: 'call', name, free: target === undefined, overloads: found });
    return result;
  }

  #logic(call: Call, name: string): CelType {
    const wrong = call.args.filter((arg) => !this.fits([this.typeOf(arg)], [BOOL]));
    for (const arg of wrong) this.mismatch(arg.at, BOOL, this.typeOf(arg));
    this.references.set(call.id, { kind: 'call', name, free: true, overloads: [name] });
    return wrong.length > 0 ? ERROR : BOOL;
  }

  /** An overload with parameters of its own. */
  #fresh({ args, result, params }: Overload): Pick<Overload, 'args' | 'result'> {
    if (params.length === 0) return { args, result };
    const own: Bindings = new Map(params.map((param) => [param, this.freeParam()]));
    return { args: args.map((arg) => substitute(own, arg, false)), result: substitute(own, result, false) };
  }

  /** Lists and maps hold one type each. */
  #join(at: number, before: CelType | undefined, type: CelType): CelType {
    if (before === undefined) return type;
    if (this.fits([before], [type])) return moreGeneral(before, type);
    this.mismatch(at, before, type);
    return ERROR;
  }

  #held(expr: Expr, optional: boolean): CelType {
    const type = this.typeOf(expr);
    if (!optional) return type;
    const [held, isOptional] = unwrapOptional(type);
    if (!isOptional && !isDyn(type)) this.mismatch(expr.at, optionalOf(type), type);
    return held;
  }

  #list(list: ListExpr): CelType {
    let element: CelType | undefined;
    for (const { value, optional } of list.items) {
      this.#check(value);
      element = this.#join(value.at, element, this.#held(value, optional));
    }
    return listOf(element ?? this.freeParam());
  }

  #map(map: MapExpr): CelType {
    let keys: CelType | undefined;
    let values: CelType | undefined;
    for (const { key, value, optional } of map.entries) {
      this.#check(key);
      keys = this.#join(key.at, keys, this.typeOf(key));
      this.#check(value);
      values = this.#join(value.at, values, this.#held(value, optional));
    }
    return mapOf(keys ?? this.freeParam(), values ?? this.freeParam());
  }

  #struct(struct: StructExpr): CelType {
    const name = struct.name.replace(/^\./, '');
    if (!isMessage(this.environment, name)) {
      this.report(CEL_CODES.reference, struct.at, `there is no message "${name}" here`);
      return ERROR;
    }
    this.references.set(struct.id, { kind: 'ident', name, isType: true });
    for (const { at, name: field, value, optional } of struct.fields) {
      this.#check(value);
      const type = fieldOf(this.environment, name, field);
      const held = this.#held(value, optional);
      if (type === undefined) this.report(CEL_CODES.field, at, `"${name}" has no field "${field}"`);
      else if (!this.fits([type], [held])) this.mismatch(at, type, held);
    }
    return structOf(name);
  }

  #fold(fold: Fold): CelType {
    this.#check(fold.range);
    this.#check(fold.init);
    const range = substitute(this.bindings, this.typeOf(fold.range), false);
    const accu = this.typeOf(fold.init);
    this.scopes.push(new Map([[fold.accu, accu]]));
    const [key, value] = this.#elements(fold, range);
    const names =
      fold.second === undefined
        ? [[fold.first, key] as const]
        : [[fold.first, key] as const, [fold.second, value] as const];
    this.scopes.push(new Map(names));
    this.#check(fold.condition);
    if (!this.fits([BOOL], [this.typeOf(fold.condition)])) {
      this.mismatch(fold.condition.at, BOOL, this.typeOf(fold.condition));
    }
    this.#check(fold.step);
    if (!this.fits([accu], [this.typeOf(fold.step)])) this.mismatch(fold.step.at, accu, this.typeOf(fold.step));
    this.scopes.pop();
    this.#check(fold.result);
    this.scopes.pop();
    return substitute(this.bindings, this.typeOf(fold.result), false);
  }

  /** Types of the names that a fold binds. */
  #elements(fold: Fold, range: CelType): readonly [CelType, CelType] {
    const two = fold.second !== undefined;
    const [first = DYN, second = DYN] = range.of;
    if (range.kind === 'list') return two ? [INT, first] : [first, first];
    if (range.kind === 'map') return [first, second];
    if (range.kind === 'param' || isDynOrError(range)) {
      this.fits([DYN], [range]);
      return [DYN, DYN];
    }
    this.report(CEL_CODES.type, fold.range.at, `${typeText(range)} has no elements: a macro goes over a list or a map`);
    return [ERROR, ERROR];
  }
}
