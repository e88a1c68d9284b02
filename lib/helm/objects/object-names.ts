import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type FullnameParts, fittedTemplate, fullnameTemplate, RESERVED } from '../chart/helpers';
import { Expression } from '../expression/expression';
import type { ExpressionNode, NamedTemplate } from '../expression/node';
import { issueMarker } from '../token/tokens';
import { appendedTo, LONGEST_SUFFIX, nameSuffix } from './names';

/**
 * The names of the objects of a chart. Each depends on its object alone: how far the full name is cut before it is decided
 * by the length of the rest and the kind, in two steps each, and never by what else is in the chart. A name that changed
 * with a neighbour would be another object to the next `helm upgrade`.
 */
export class ObjectNames {
  /** The full name, with room for a short rest. */
  public readonly fullname: Expression;
  /** By what is reserved after them. */
  private readonly fullnames = new Map<number, { readonly expression: Expression; readonly marker: string }>();
  private readonly fittings = new Map<number, NamedTemplate>();

  constructor(private readonly parts: FullnameParts) {
    this.fullname = this.cut(RESERVED).expression;
  }

  /** @param keys of the loops around the object, the outermost first. */
  public nameOf(object: ApiObject, chart: IConstruct, keys: readonly Expression[]): string {
    const suffix = nameSuffix(object, chart);
    const appended = appendedTo(object);
    const { expression, marker } = this.cut((suffix.length <= RESERVED ? RESERVED : LONGEST_SUFFIX) + appended);
    if (keys.length === 0) return marker + suffix;
    return this.fitted(
      Expression.concat(expression, suffix, ...keys.flatMap((key) => ['-', key])),
      appended,
    ).asString();
  }

  private cut(reserved: number): { readonly expression: Expression; readonly marker: string } {
    const before = this.fullnames.get(reserved);
    if (before) return before;
    const { owner } = this.parts;
    const template = fullnameTemplate(this.parts, reserved);
    owner.templates.push(template);
    const node: ExpressionNode = { kind: 'include', template, type: 'string', owner };
    const made = { expression: Expression._of(node), marker: issueMarker(node, 's') };
    // A name that an overlay replaces is no loss.
    owner.issued.delete(made.marker);
    this.fullnames.set(reserved, made);
    return made;
  }

  /** A name cut to what Kubernetes takes, beside what it appends itself. */
  private fitted(name: Expression, appended: number): Expression {
    const { owner, prefix } = this.parts;
    let template = this.fittings.get(appended);
    if (!template) {
      template = fittedTemplate(owner, prefix, appended);
      owner.templates.push(template);
      this.fittings.set(appended, template);
    }
    return Expression._of({ kind: 'include', template, argument: name._node, type: 'string', owner });
  }
}
