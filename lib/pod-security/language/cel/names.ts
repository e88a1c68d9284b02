import { type Expr, qualifiedName } from './ast';
import { type CelFunction, firstMinorOf, functionOf } from './declarations';
import { type CelEnvironment, fieldOf, identOf } from './environment';
import { Inference } from './inference';
import { CEL_CODES } from './problem';
import { type CelType, DYN, ERROR, isDynOrError, typeText } from './types';

/** What names mean in an environment: variables, fields and functions. */
export class Names extends Inference {
  /** Names that macros bind, the innermost last. */
  protected readonly scopes: Map<string, CelType>[] = [];

  public constructor(protected readonly environment: CelEnvironment) {
    super();
  }

  /** Type of a variable, and what the node of that id means by it; undefined: there is none. */
  protected lookup(id: number, written: string): CelType | undefined {
    const name = written.replace(/^\./, '');
    for (let index = this.scopes.length - 1; index >= 0; index--) {
      const type = this.scopes[index]?.get(name);
      if (type !== undefined) return this.#refer(id, name, type, false);
    }
    const type = identOf(this.environment, name);
    return type === undefined ? undefined : this.#refer(id, name, type, type.kind === 'type');
  }

  #refer(id: number, name: string, type: CelType, isType: boolean): CelType {
    this.references.set(id, { kind: 'ident', name, isType });
    return type;
  }

  protected ident(id: number, at: number, name: string): CelType {
    const type = this.lookup(id, name);
    if (type !== undefined) return type;
    this.report(CEL_CODES.reference, at, `there is no variable "${name}" here`);
    return ERROR;
  }

  /** Type of a field of something of that type. */
  protected fieldType(at: number, target: CelType, field: string): CelType {
    if (target.kind === 'map') return target.of[1] ?? DYN;
    if (target.kind === 'struct') {
      const type = fieldOf(this.environment, target.name, field);
      if (type === undefined) this.report(CEL_CODES.field, at, `"${target.name}" has no field "${field}"`);
      return type ?? ERROR;
    }
    if (target.kind === 'param') this.fits([DYN], [target]);
    else if (!isDynOrError(target)) {
      this.report(CEL_CODES.type, at, `${typeText(target)} has no fields, so none is "${field}"`);
    }
    return DYN;
  }

  protected readonly function = (name: string): CelFunction | undefined =>
    functionOf(name, this.environment.minor, this.environment.patch === true);

  /** `optional.of` is a function of that name, not one that is asked of `optional`. */
  protected freeName(target: Expr, name: string): string | undefined {
    const head = qualifiedName(target);
    if (head === undefined) return undefined;
    const full = `${head}.${name}`.replace(/^\./, '');
    if (this.function(full) !== undefined) return full;
    const isVariable = this.scopes.some((scope) => scope.has(head)) || identOf(this.environment, head) !== undefined;
    return !isVariable && firstMinorOf(full) !== undefined ? full : undefined;
  }

  /** Nothing has that name here. */
  protected unknown(at: number, name: string): CelType {
    const first = firstMinorOf(name);
    if (first === undefined) this.report(CEL_CODES.reference, at, `there is no function "${name}"`);
    else {
      this.report(
        CEL_CODES.version,
        at,
        `"${name}" is known to servers from 1.${first + 1} on, and this is for 1.${this.environment.minor + 1}`,
      );
    }
    return ERROR;
  }
}
