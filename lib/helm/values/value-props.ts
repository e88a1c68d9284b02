import type {
  ListSchemaOptions,
  MapSchemaOptions,
  NumberSchemaOptions,
  TextSchemaOptions,
  ValueSchema,
} from './value-schema';

/** What every value has. */
export interface ValueProps {
  /** What it does, in one or two plain sentences, for values.yaml, the schema and the README. */
  readonly description: string;
  /** The user of the chart must give it; then it has no default. @default false */
  readonly required?: boolean;
  /** It may be left out, and then has no default: ask with `isSet()`, fall back with `orElse()`. @default false */
  readonly optional?: boolean;
  /** Shown as a comment in values.yaml. @default - none */
  readonly example?: any;
}

/** A text value. */
export interface StringValueProps extends ValueProps, TextSchemaOptions {
  /** @default - none: then `required` must be set */
  readonly defaultValue?: string;
}

/** A text value with a closed set of texts. */
export interface ChoiceValueProps extends ValueProps {
  /** The texts that are allowed. */
  readonly choices: string[];
  /** @default - none: then `required` must be set */
  readonly defaultValue?: string;
}

/** A whole number. */
export interface IntegerValueProps extends ValueProps, NumberSchemaOptions {
  /** @default - none: then `required` must be set */
  readonly defaultValue?: number;
}

/** A number. */
export interface NumberValueProps extends ValueProps, NumberSchemaOptions {
  /** @default - none: then `required` must be set */
  readonly defaultValue?: number;
}

/** A switch. */
export interface BooleanValueProps extends ValueProps {
  /** @default - none: then `required` must be set */
  readonly defaultValue?: boolean;
}

/** A whole number or text. */
export interface PortValueProps extends ValueProps {
  /** A number or a text. @default - none: then `required` must be set */
  readonly defaultValue?: any;
  /** A regular expression (RE2) for the text. @default - any text */
  readonly pattern?: string;
}

/** A list. */
export interface ListValueProps extends ValueProps, ListSchemaOptions {
  /** What each item holds. */
  readonly items: ValueSchema;
  /** @default [] */
  readonly defaultValue?: any[];
}

/** A map. */
export interface MapValueProps extends ValueProps, MapSchemaOptions {
  /** What each entry holds. */
  readonly entries: ValueSchema;
  /** @default {} */
  readonly defaultValue?: { [key: string]: any };
}

/** Anything. */
export interface AnyValueProps extends ValueProps {
  /** @default {} */
  readonly defaultValue?: any;
}

/** Requests and limits of a container. */
export interface ResourcesValueProps {
  /** Whose resources they are, in one sentence. */
  readonly description: string;
  /** `{ requests: { cpu, memory }, limits: { memory } }`. @default {} */
  readonly defaultValue?: any;
}
