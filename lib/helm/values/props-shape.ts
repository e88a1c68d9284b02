import {
  mustBeArray,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeNumber,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  required,
  type Shape,
} from '../../diagnostics/predicates';
import { both, mustBeData, mustBeFixedText, mustBeInstance } from '../sound-props';

// What the props of values are, for callers whose language does not tell. Whether limits make sense, and defaults fit, is
// checked with the declarations.

const COMMON: Shape = {
  description: required(mustBeFixedText),
  required: mustBeBoolean,
  optional: mustBeBoolean,
  example: mustBeData,
  defaultValue: mustBeData,
};
const mustBeSchema = mustBeInstance('a ValueSchema, such as ValueSchema.text()', '_shape');

export const TEXT_OPTIONS: Shape = { pattern: mustBeString, minLength: mustBeNumber, maxLength: mustBeNumber };
export const NUMBER_OPTIONS: Shape = { minimum: mustBeNumber, maximum: mustBeNumber };
export const LIST_OPTIONS: Shape = { minItems: mustBeNumber, maxItems: mustBeNumber, uniqueItems: mustBeBoolean };
export const MAP_OPTIONS: Shape = { keyPattern: mustBeString, maxEntries: mustBeNumber };
export const PROPERTY: Shape = {
  schema: required(mustBeSchema),
  description: required(mustBeFixedText),
  required: mustBeBoolean,
};

export const STRING_PROPS: Shape = { ...COMMON, ...TEXT_OPTIONS };
export const CHOICE_PROPS: Shape = { ...COMMON, choices: required(mustBeArrayOf(mustBeString)) };
export const NUMBER_PROPS: Shape = { ...COMMON, ...NUMBER_OPTIONS };
export const BOOLEAN_PROPS: Shape = COMMON;
export const PORT_PROPS: Shape = { ...COMMON, pattern: mustBeString };
export const LIST_PROPS: Shape = {
  ...COMMON,
  ...LIST_OPTIONS,
  items: required(mustBeSchema),
  defaultValue: both(mustBeArray, mustBeData),
};
export const MAP_PROPS: Shape = {
  ...COMMON,
  ...MAP_OPTIONS,
  entries: required(mustBeSchema),
  defaultValue: both(mustBeObject, mustBeData),
};
export const ANY_PROPS: Shape = COMMON;

export const IMAGE_PROPS: Shape = {
  description: required(mustBeFixedText),
  repository: required(mustBeFixedText),
  tag: mustBeString,
  digest: mustBeString,
  pullPolicy: mustBeOneOf(['Always', 'IfNotPresent', 'Never']),
};
export const RESOURCES_PROPS: Shape = {
  description: required(mustBeFixedText),
  defaultValue: both(mustBeObject, mustBeData),
};
export const SECRET_PROPS: Shape = {
  description: required(mustBeFixedText),
  secretName: mustBeString,
  secretKey: mustBeString,
};
