import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { HelmChart } from '../chart/chart';
import { instances, renderContext } from '../chart/render';
import { isMap } from '../document/classify';
import { evaluateDocument } from '../document/evaluate';
import { evaluateExpression } from '../expression/evaluate';
import { isTrue } from '../expression/go-semantics';
import { type RenderContext, RenderError } from '../expression/go-value';
import { childrenOf, type ExpressionNode, type NamedTemplate, type Owner } from '../expression/node';
import type { ChartObject } from '../objects/objects';

/**
 * What an expression needs to be computed: nothing of the chart's values, the defaults, or more than anybody knows at
 * synth (a value without default that the user must give, another chart's template) or shall know (`required`, `fail`).
 */
export type Needs = 0 | 1 | 2;

const NOTHING = 0;
const DEFAULTS = 1;
const MORE = 2;

/** They end the rendering on purpose. */
const ON_PURPOSE: ReadonlySet<string> = new Set(['required', 'fail']);

/**
 * Finds what Helm cannot render with the default values, which is how a chart is tried first. Only objects that hold
 * declared values are computed: the others are the same whatever the user gives.
 */
export class DefaultsCheck {
  private readonly needs = new WeakMap<ExpressionNode, Needs>();
  private known: RenderContext | undefined;
  private refused = false;

  constructor(
    private readonly chart: HelmChart,
    private readonly report: (problem: Diagnostic) => void,
  ) {}

  /** What an expression needs. */
  public needsOf(node: ExpressionNode): Needs {
    const known = this.needs.get(node);
    if (known !== undefined) return known;
    // A template that includes itself.
    this.needs.set(node, NOTHING);
    const needs = Math.max(this.ownNeeds(node), ...childrenOf(node).map((child) => this.needsOf(child))) as Needs;
    this.needs.set(node, needs);
    return needs;
  }

  /** Reports what fails in an object, if Helm would get so far. */
  public check({ object, scopes, document }: ChartObject): void {
    const context = this.context();
    if (this.refused) return;
    const fail = (error: RenderError, path: readonly string[]): void =>
      this.problem(error, object.node.path, path.join('.'));
    try {
      for (const inner of instances(scopes, context)) {
        const failure = failureIn(document, inner, []);
        if (failure) return fail(failure.error, failure.path);
      }
    } catch (error) {
      if (error instanceof RenderError) fail(error, []);
    }
  }

  private ownNeeds(node: ExpressionNode): Needs {
    switch (node.kind) {
      case 'value':
        return node.declaration.required ? MORE : DEFAULTS;
      case 'call':
        return ON_PURPOSE.has(node.fn) ? MORE : NOTHING;
      case 'include':
        return this.templateNeeds(node.template, node.owner);
      default:
        return NOTHING;
    }
  }

  private templateNeeds({ plain, body, locals = [], loop }: NamedTemplate, owner: Owner | undefined): Needs {
    if (owner !== this.chart._owner) return MORE;
    // Names are made of values that are always fit for it.
    if (plain) return NOTHING;
    const parts = [
      body,
      ...locals.map(({ value }) => value),
      ...(loop ? [loop, ...(loop.around ?? [])].map(({ over }) => over) : []),
      ...(loop?.when ? [loop.when] : []),
    ];
    return Math.max(...parts.map((part) => this.needsOf(part))) as Needs;
  }

  /** The default values. A check of the chart that refuses them on purpose ends everything. */
  private context(): RenderContext {
    if (this.known) return this.known;
    const context = renderContext(this.chart, {});
    this.known = context;
    for (const [index, { failWhen }] of this.chart._checks.entries()) {
      if (this.needsOf(failWhen) === MORE) continue;
      const error = errorOf(() => {
        this.refused ||= isTrue(evaluateExpression(failWhen, context));
      });
      if (error) this.problem(error, this.chart.node.path, `checks.${index}`);
    }
    return context;
  }

  private problem({ message }: RenderError, path: string, key: string): void {
    this.report({
      code: 'HELM1037',
      severity: 'error',
      message: `Helm cannot render this with the default values: ${message}`,
      hint: 'give a default that fits, defaultTo() for what may be empty, or If or Block.when around it',
      place: { path, ...(key === '' ? {} : { key }) },
    });
  }
}

/** What fails in a document, and where: as deep as it fails alone. */
function failureIn(
  value: unknown,
  context: RenderContext,
  path: readonly string[],
): { readonly error: RenderError; readonly path: readonly string[] } | undefined {
  const error = errorOf(() => evaluateDocument(value, context));
  if (!error) return undefined;
  if (Array.isArray(value) || isMap(value)) {
    for (const [key, part] of Object.entries(value)) {
      const inside = failureIn(part, context, [...path, key]);
      if (inside) return inside;
    }
  }
  return { error, path };
}

/** What only Helm or a cluster can compute is no failure, and is not looked at further. */
function errorOf(compute: () => unknown): RenderError | undefined {
  try {
    compute();
  } catch (error) {
    if (error instanceof RenderError) return error;
  }
  return undefined;
}
