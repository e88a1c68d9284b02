import type { Json, Type } from '../expression/node';

/** What a value may hold. One shape gives the JSON Schema, the comment in values.yaml and the row in the README. */
export type ValueShape =
  | {
      readonly type: 'string';
      readonly choices?: readonly string[];
      readonly pattern?: string;
      readonly minLength?: number;
      readonly maxLength?: number;
    }
  | { readonly type: 'integer'; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: 'number'; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: 'boolean' }
  /** Integer or string: ports, percentages, quantities. */
  | { readonly type: 'integerOrString'; readonly pattern?: string }
  | {
      readonly type: 'list';
      readonly items: ValueShape;
      readonly minItems?: number;
      readonly maxItems?: number;
      readonly uniqueItems?: boolean;
    }
  /** Keys chosen by the user of the chart, all values of one shape. */
  | {
      readonly type: 'map';
      readonly values: ValueShape;
      readonly keyPattern?: string;
      readonly maxEntries?: number;
    }
  /** Known keys. Closed: an unknown key is refused. */
  | { readonly type: 'object'; readonly properties: readonly ValueDeclaration[] }
  /** Whatever YAML can say, for parts of a Kubernetes object that the chart hands on. */
  | { readonly type: 'any' };

/** One value of a chart, declared once. */
export interface ValueDeclaration {
  /** Keys from the root of the values: `['image', 'tag']`. Relative to the item for a property inside a list or map. */
  readonly path: readonly string[];
  readonly shape: ValueShape;
  /** Plain sentence or sentences for values.yaml, schema and README. */
  readonly description?: string;
  /** Absent for an object (its properties have their own) and for a required value. */
  readonly default?: Json;
  /** The user must give it: there is no default. */
  readonly required?: boolean;
  /** It may be left out, and has no default: templates ask whether it is there. */
  readonly optional?: boolean;
  /** Of a group: keys of the parts of one thing. When one of them is used, all are. */
  readonly together?: readonly string[];
  /** Shown, commented out, in values.yaml when there is no default or an empty one. */
  readonly example?: Json;
}

/** The type of expressions that give a value of a shape. */
export function typeOfShape(shape: ValueShape | undefined): Type {
  if (!shape || shape.type === 'integerOrString') return 'any';
  return shape.type === 'object' ? 'map' : shape.type;
}
