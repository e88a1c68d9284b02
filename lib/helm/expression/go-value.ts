import type { ExpressionNode } from './node';

/**
 * A value as Go's template engine sees it: `number` is float64 (all numbers of values.yaml), `bigint` is int or int64
 * (literals, `int64`, `len`), `null` is nil.
 */
export type GoValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | readonly GoValue[]
  | { readonly [key: string]: GoValue };

/** What Helm gives to a template, for evaluation in TypeScript. */
export interface RenderContext {
  readonly values: { readonly [key: string]: GoValue };
  /** `.Release`, `.Chart`, `.Capabilities`, `.Template` as maps. */
  readonly builtins: { readonly [key: string]: GoValue };
  /** `.Capabilities.APIVersions`: `v1`, `apps/v1`, `apps/v1/Deployment`. */
  readonly apiVersions: ReadonlySet<string>;
  /** What `range` and `with` have bound. */
  readonly variables: ReadonlyMap<object, GoValue>;
  /** `.Files`: the extra files of the chart, by path. */
  readonly files?: ReadonlyMap<string, string>;
}

/** A rendering that Helm would end with an error (`required`, `fail`, a wrong type). */
export class RenderError extends Error {}

/** An expression that TypeScript cannot evaluate (`lookup`, raw template text). */
export class NotEvaluable extends Error {
  constructor(
    message: string,
    readonly node?: ExpressionNode,
  ) {
    super(message);
  }
}
