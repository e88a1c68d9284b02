import { type Expression, ExpressionType, type HelmChart } from '../../../../../lib/helm';
import type { Json } from '../../../../../lib/helm/expression/node';
import type { Kind } from '../kinds';

/** What a position may use besides the value. */
export interface Surroundings {
  readonly chart: HelmChart;
  /** Unique in the chart. */
  readonly id: string;
}

/** A place in an object where a value can stand, and what must be there once Helm has rendered it. */
export interface Position {
  readonly name: string;
  readonly takes: (kind: Kind) => boolean;
  /** The object, without apiVersion and kind. */
  readonly object: (value: Expression, surroundings: Surroundings) => Record<string, unknown>;
  /** What is looked at. Default: `spec`. */
  readonly read?: (object: Record<string, Json>) => Json;
  /** What must be there, written without the library. */
  readonly expected: (value: Json) => unknown;
  /** Works with values only, not with what loops bind. */
  readonly unscoped?: boolean;
  /** Paths in `spec` whose text is YAML: it is read before it is compared. */
  readonly yamlTexts?: boolean;
}

export const all = (): boolean => true;
export const isScalar = ({ type }: Kind): boolean => type !== ExpressionType.LIST && type !== ExpressionType.MAP;
export const is =
  (...types: readonly ExpressionType[]) =>
  ({ type }: Kind): boolean =>
    types.includes(type);
export const isText = is(ExpressionType.STRING);
export const isNumber = is(ExpressionType.INTEGER, ExpressionType.NUMBER);
export const isList = is(ExpressionType.LIST);
export const isMap = is(ExpressionType.MAP);

export const at =
  (...path: readonly string[]) =>
  (object: Record<string, Json>): Json =>
    path.reduce<Json>((value, key) => (value as Record<string, Json> | undefined)?.[key] ?? null, object);
