import {
  type Flaw,
  flawsOf,
  isObject,
  mustBeArrayOf,
  mustBeObject,
  mustBeString,
  mustHaveShape,
} from '../../diagnostics/predicates';
import type { Json } from '../expression/node';
import { soundPart } from '../sound-props';
import type { ValueDeclaration, ValueShape } from './declaration';
import { LIST_OPTIONS, MAP_OPTIONS, NUMBER_OPTIONS, PROPERTY, TEXT_OPTIONS } from './props-shape';

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
  /** Most number of entries. @default - no limit */
  readonly maxEntries?: number;
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
    return new ValueSchema(
      { type: 'string', ...soundPart<TextSchemaOptions>(options, TEXT_OPTIONS) },
      flawsOf(mustHaveShape(TEXT_OPTIONS), options, ''),
    );
  }

  /** One of these texts. */
  public static choice(...choices: string[]): ValueSchema {
    return new ValueSchema({ type: 'string', choices }, flawsOf(mustBeArrayOf(mustBeString), choices, '.choices'));
  }

  /** A whole number, at most 2^53 - 1. */
  public static integer(options: NumberSchemaOptions = {}): ValueSchema {
    return new ValueSchema(
      { type: 'integer', ...soundPart<NumberSchemaOptions>(options, NUMBER_OPTIONS) },
      flawsOf(mustHaveShape(NUMBER_OPTIONS), options, ''),
    );
  }

  /** A number. */
  public static number(options: NumberSchemaOptions = {}): ValueSchema {
    return new ValueSchema(
      { type: 'number', ...soundPart<NumberSchemaOptions>(options, NUMBER_OPTIONS) },
      flawsOf(mustHaveShape(NUMBER_OPTIONS), options, ''),
    );
  }

  /** `true` or `false`. */
  public static flag(): ValueSchema {
    return new ValueSchema({ type: 'boolean' });
  }

  /** A whole number or text: a port, a percentage, a quantity. */
  public static integerOrText(options: TextSchemaOptions = {}): ValueSchema {
    const { pattern } = soundPart<TextSchemaOptions>(options, TEXT_OPTIONS);
    const flaws = flawsOf(mustHaveShape({ pattern: mustBeString }), options, '');
    return new ValueSchema({ type: 'integerOrString', ...(pattern === undefined ? {} : { pattern }) }, flaws);
  }

  /** A list. */
  public static listOf(items: ValueSchema, options: ListSchemaOptions = {}): ValueSchema {
    const flaws = [...partFlaws('[]', items), ...flawsOf(mustHaveShape(LIST_OPTIONS), options, '')];
    return new ValueSchema(
      { type: 'list', items: partShape(items), ...soundPart<ListSchemaOptions>(options, LIST_OPTIONS) },
      flaws,
    );
  }

  /** A map whose keys the user of the chart chooses. */
  public static mapOf(entries: ValueSchema, options: MapSchemaOptions = {}): ValueSchema {
    const flaws = [...partFlaws('.<key>', entries), ...flawsOf(mustHaveShape(MAP_OPTIONS), options, '')];
    return new ValueSchema(
      { type: 'map', values: partShape(entries), ...soundPart<MapSchemaOptions>(options, MAP_OPTIONS) },
      flaws,
    );
  }

  /** A record with these keys and no others. */
  public static record(properties: { [key: string]: ValueProperty }): ValueSchema {
    const entries = Object.entries(properties ?? {});
    const declarations = entries.map(([key, given]): ValueDeclaration => {
      const { schema, description, required } = soundPart<ValueProperty>(given, PROPERTY);
      return { path: [key], shape: partShape(schema), description, ...(required === undefined ? {} : { required }) };
    });
    const flaws = entries.flatMap(([key, given]) => [
      ...flawsOf(mustHaveShape(PROPERTY), given, `.${key}`),
      ...(isObject(given) && given.schema instanceof ValueSchema ? partFlaws(`.${key}`, given.schema) : []),
    ]);
    return new ValueSchema({ type: 'object', properties: declarations }, [
      ...flawsOf(mustBeObject, properties, ''),
      ...flaws,
    ]);
  }

  /** Whatever YAML can say but null: for parts of a Kubernetes object that the chart hands on. */
  public static anything(): ValueSchema {
    return new ValueSchema({ type: 'any' });
  }

  /** @internal */
  public readonly _shape: ValueShape;

  /**
   * What is wrong with the options, told where the schema is used.
   * @internal
   */
  public readonly _flaws: readonly Flaw[];

  private constructor(shape: ValueShape, flaws: readonly Flaw[] = []) {
    this._shape = shape;
    this._flaws = flaws;
  }
}

/** The shape of a part: what is no schema is reported, and holds anything until then. */
function partShape(part: ValueSchema | undefined): ValueShape {
  return part instanceof ValueSchema ? part._shape : { type: 'any' };
}

function partFlaws(at: string, part: ValueSchema | undefined): readonly Flaw[] {
  if (!(part instanceof ValueSchema)) return flawsOf(() => 'a ValueSchema, such as ValueSchema.text()', part, at);
  return part._flaws.map((flaw) => ({ ...flaw, at: at + flaw.at }));
}

/** The empty value of a shape: what a list or a map is when nobody declares a default. */
export function emptyOf(shape: ValueShape): Json | undefined {
  if (shape.type === 'list') return [];
  if (shape.type === 'map' || shape.type === 'any') return {};
  return undefined;
}
