import type { Json } from '../expression/node';
import type { ValueDeclaration, ValueShape } from './declaration';

/** Limits for text. */
export interface TextSchemaOptions {
  /** A regular expression (RE2: no lookahead, no back reference) that the text must match. @default - any text */
  readonly pattern?: string;
  /** Least number of characters. @default 0 */
  readonly minLength?: number;
  /** Most number of characters. @default - no limit */
  readonly maxLength?: number;
}

/** Limits for numbers. */
export interface NumberSchemaOptions {
  /** Least value. @default - no limit */
  readonly minimum?: number;
  /** Greatest value. @default - no limit */
  readonly maximum?: number;
}

/** Limits for lists. */
export interface ListSchemaOptions {
  /** Least number of items. @default 0 */
  readonly minItems?: number;
  /** Most number of items. @default - no limit */
  readonly maxItems?: number;
  /** No two items may be equal. @default false */
  readonly uniqueItems?: boolean;
}

/** Limits for maps. */
export interface MapSchemaOptions {
  /** A regular expression (RE2) that every key must match. @default - any key */
  readonly keyPattern?: string;
}

/** One property of a record. */
export interface ValueProperty {
  /** What it holds. */
  readonly schema: ValueSchema;
  /** One sentence for the schema and the README. */
  readonly description: string;
  /** A record without it is refused. @default false */
  readonly required?: boolean;
}

/** What a value, an item of a list or an entry of a map may hold. */
export class ValueSchema {
  /** Text. */
  public static text(options: TextSchemaOptions = {}): ValueSchema {
    return new ValueSchema({ type: 'string', ...options });
  }

  /** One of these texts. */
  public static choice(...choices: string[]): ValueSchema {
    return new ValueSchema({ type: 'string', choices });
  }

  /** A whole number, at most 2^53 - 1. */
  public static integer(options: NumberSchemaOptions = {}): ValueSchema {
    return new ValueSchema({ type: 'integer', ...options });
  }

  /** A number. */
  public static number(options: NumberSchemaOptions = {}): ValueSchema {
    return new ValueSchema({ type: 'number', ...options });
  }

  /** `true` or `false`. */
  public static flag(): ValueSchema {
    return new ValueSchema({ type: 'boolean' });
  }

  /** A whole number or text: a port, a percentage, a quantity. */
  public static integerOrText(options: TextSchemaOptions = {}): ValueSchema {
    return new ValueSchema({ type: 'integerOrString', ...(options.pattern === undefined ? {} : { pattern: options.pattern }) });
  }

  /** A list. */
  public static listOf(items: ValueSchema, options: ListSchemaOptions = {}): ValueSchema {
    return new ValueSchema({ type: 'list', items: items._shape, ...options });
  }

  /** A map whose keys the user of the chart chooses. */
  public static mapOf(entries: ValueSchema, options: MapSchemaOptions = {}): ValueSchema {
    return new ValueSchema({ type: 'map', values: entries._shape, ...options });
  }

  /** A record with these keys and no others. */
  public static record(properties: { [key: string]: ValueProperty }): ValueSchema {
    const declarations = Object.entries(properties).map(
      ([key, property]): ValueDeclaration => ({
        path: [key],
        shape: property.schema._shape,
        description: property.description,
        ...(property.required === undefined ? {} : { required: property.required }),
      }),
    );
    return new ValueSchema({ type: 'object', properties: declarations });
  }

  /** Whatever YAML can say but null: for parts of a Kubernetes object that the chart hands on. */
  public static anything(): ValueSchema {
    return new ValueSchema({ type: 'any' });
  }

  /** @internal */
  public readonly _shape: ValueShape;

  private constructor(shape: ValueShape) {
    this._shape = shape;
  }
}

/** The empty value of a shape: what a list or a map is when nobody declares a default. */
export function emptyOf(shape: ValueShape): Json | undefined {
  if (shape.type === 'list') return [];
  if (shape.type === 'map' || shape.type === 'any') return {};
  return undefined;
}
