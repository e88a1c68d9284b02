import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { describe } from '../../diagnostics/describe';
import { Expression } from '../expression/expression';
import { objectOf } from '../objects/object-of';
import { HelmChart } from './chart';

/** One change of a finished object. */
export type OverlayOperation = {
  readonly kind: 'set' | 'add' | 'remove' | 'when';
  /** Keys and indexes from the root of the object. */
  readonly path: readonly string[];
  readonly value?: unknown;
  readonly condition?: Expression;
};

/**
 * Changes of a finished object, by path: the way for what no typed prop can take (booleans, enums and structs of
 * cdk8s-plus). They are applied in order after cdk8s has made the object.
 *
 * Paths are JSON Pointers: `/spec/template/spec/containers/0/image`; `~1` is a slash inside a key, `~0` a tilde.
 */
export class Overlay {
  /**
   * Changes of an object: an `ApiObject`, or a resource of cdk8s-plus of any version.
   * @throws DiagnosticError for what holds no object.
   */
  public static on(construct: IConstruct): Overlay {
    return new Overlay(objectOf(construct, 'Overlay.on()'));
  }

  private readonly operations: OverlayOperation[];

  private constructor(private readonly object: ApiObject) {
    const chart = HelmChart.ofConstruct(object);
    this.operations = chart._overlays.get(object) ?? [];
    chart._overlays.set(object, this.operations);
  }

  /** Puts a value at a path; maps on the way are made, unless their names look like mistyped ones of keys that are there. */
  public put(path: string, value: any): Overlay {
    return this.change({ kind: 'set', path: this.pointer(path), value });
  }

  /** Puts a value at the end of the list at a path; the list is made when it is absent, maps on the way as with `put`. */
  public add(path: string, value: any): Overlay {
    return this.change({ kind: 'add', path: this.pointer(path), value });
  }

  /** Takes away what is at a path. It must be there. */
  public remove(path: string): Overlay {
    return this.change({ kind: 'remove', path: this.pointer(path) });
  }

  /** Keeps what is at a path only when the condition is true: a pair of a map or an item of a list. It must be there. */
  public when(path: string, condition: Expression): Overlay {
    if (!(condition instanceof Expression))
      this.problem(
        `the condition must be an expression, not ${describe(condition)}`,
        'such as a boolean value',
        String(path),
      );
    return this.change({ kind: 'when', path: this.pointer(path), condition });
  }

  private change(operation: OverlayOperation): Overlay {
    if (operation.path.length > 0) this.operations.push(operation);
    return this;
  }

  /** The keys of a JSON Pointer (RFC 6901). A wrong one is reported and changes nothing. */
  private pointer(path: string): readonly string[] {
    if (typeof path === 'string' && /^\/./.test(path) && !/~(?![01])/.test(path)) {
      return path
        .slice(1)
        .split('/')
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    }
    this.problem(`${describe(path)} is no path`, 'a JSON Pointer, such as "/spec/replicas"', String(path));
    return [];
  }

  private problem(message: string, hint: string, key: string): void {
    const problems = HelmChart.ofConstruct(this.object)._problems;
    problems.push({ code: 'HELM1012', severity: 'error', message, hint, place: { path: this.object.node.path, key } });
  }
}
