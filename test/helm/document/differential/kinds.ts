import { type Expression, ExpressionType, type ValueGroup, ValueSchema } from '../../../../lib/helm';
import type { Json } from '../../../../lib/helm/expression/node';
import { INNER_TEXTS, KEYS, TEXTS } from './texts';

/** A kind of value: how it is declared, what it may hold. Values come round again: any index gives one. */
export interface Kind {
  readonly name: string;
  /** What the expression gives. */
  readonly type: ExpressionType;
  readonly schema: ValueSchema;
  /** Without a default the value is required. */
  readonly declare: (group: ValueGroup, key: string, defaultValue: Json | undefined) => Expression;
  /** Values under a key of their own. */
  readonly value: (index: number) => Json;
  /** Values inside of a list or map, which `toJson` has to carry. */
  readonly inner: (index: number) => Json;
}

const description = 'A value.';

/** What all declarations have. */
export const props = (defaultValue: Json | undefined) =>
  defaultValue === undefined ? { description, required: true } : { description };

const INTEGERS = [
  0,
  -1,
  1,
  80,
  8080,
  1_000_000,
  16_777_217,
  2 ** 31,
  -(2 ** 31),
  123_456_789_012,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
];
const NUMBERS = [0, 0.1, -0.5, 1e21, 1e-7, 1.0, 1.5e300, 1_000_000, 123_456_789.123, 3.14, 1e20, 5e-324, 16_777_217];
/** What a value that may be anything can hold: there a number may be an integer. */
const SMALL = NUMBERS.filter((number) => Math.abs(number) < 2 ** 53);
const CHOICES = ['yes', 'no', '0123', '1e3', '~', '', 'a: b', '{{ x }}', "it's", '"'];

const round =
  <T>(list: readonly T[]) =>
  (index: number): T =>
    list[index % list.length] as T;
const text = round(TEXTS);
const innerText = round(INNER_TEXTS);
const key = round(KEYS);

/** Lists of none to three items. */
const listOf =
  (item: (index: number) => Json) =>
  (index: number): Json =>
    Array.from({ length: index % 4 }, (_, at) => item(index * 3 + at));

/** Maps of none to three entries. */
const mapOf =
  (item: (index: number) => Json) =>
  (index: number): Json =>
    Object.fromEntries(
      Array.from({ length: (index + 1) % 4 }, (_, at) => [key(index * 5 + at * 7), item(index * 3 + at)]),
    );

const RECORD = ValueSchema.record({
  name: { description, schema: ValueSchema.text(), required: true },
  port: { description, schema: ValueSchema.integer() },
  on: { description, schema: ValueSchema.flag() },
  'a-b': { description, schema: ValueSchema.listOf(ValueSchema.text()) },
});

const record = (index: number): Json => ({
  name: innerText(index),
  ...(index % 3 === 0 ? {} : { port: round(INTEGERS)(index) }),
  ...(index % 2 === 0 ? {} : { on: index % 4 === 1 }),
  ...(index % 5 === 0 ? {} : { 'a-b': [innerText(index + 1)] }),
});

const free = round<(index: number) => Json>([
  innerText,
  round(INTEGERS),
  round(SMALL),
  (index) => index % 4 === 1,
  listOf(innerText),
  mapOf(record),
  listOf(listOf(innerText)),
  record,
]);

const scalar = (
  name: string,
  type: ExpressionType,
  schema: ValueSchema,
  declare: Kind['declare'],
  value: Kind['value'],
  inner: Kind['inner'] = value,
): Kind => ({ name, type, schema, declare, value, inner });

const STRING = scalar(
  'string',
  ExpressionType.STRING,
  ValueSchema.text(),
  (group, key, defaultValue) => group.addString(key, { ...props(defaultValue), defaultValue: defaultValue as string }),
  text,
  innerText,
);
const INTEGER = scalar(
  'integer',
  ExpressionType.INTEGER,
  ValueSchema.integer(),
  (group, key, defaultValue) => group.addInteger(key, { ...props(defaultValue), defaultValue: defaultValue as number }),
  round(INTEGERS),
);
const NUMBER = scalar(
  'number',
  ExpressionType.NUMBER,
  ValueSchema.number(),
  (group, key, defaultValue) => group.addNumber(key, { ...props(defaultValue), defaultValue: defaultValue as number }),
  round(NUMBERS),
);
const BOOLEAN = scalar(
  'boolean',
  ExpressionType.BOOLEAN,
  ValueSchema.flag(),
  (group, key, defaultValue) =>
    group.addBoolean(key, { ...props(defaultValue), defaultValue: defaultValue as boolean }),
  (index) => index % 2 === 0,
);
const CHOICE = scalar(
  'choice',
  ExpressionType.STRING,
  ValueSchema.choice(...CHOICES),
  (group, key, defaultValue) =>
    group.addChoice(key, { ...props(defaultValue), choices: [...CHOICES], defaultValue: defaultValue as string }),
  round(CHOICES),
);
const PORT = scalar(
  'integerOrString',
  ExpressionType.ANY,
  ValueSchema.integerOrText(),
  (group, key, defaultValue) => group.addIntegerOrString(key, { ...props(defaultValue), defaultValue }),
  (index) => (index % 2 === 0 ? innerText(index) : round(INTEGERS)(index)),
);

const listKind = (of: Kind): Kind => {
  const schema = ValueSchema.listOf(of.schema);
  const declare: Kind['declare'] = (group, key, defaultValue) =>
    group.addList(key, { ...props(defaultValue), items: of.schema, defaultValue: defaultValue as Json[] });
  return {
    name: `list of ${of.name}`,
    type: ExpressionType.LIST,
    schema,
    declare,
    value: listOf(of.inner),
    inner: listOf(of.inner),
  };
};

const mapKind = (of: Kind): Kind => {
  const schema = ValueSchema.mapOf(of.schema);
  const declare: Kind['declare'] = (group, key, defaultValue) =>
    group.addMap(key, {
      ...props(defaultValue),
      entries: of.schema,
      defaultValue: defaultValue as Record<string, Json>,
    });
  return {
    name: `map of ${of.name}`,
    type: ExpressionType.MAP,
    schema,
    declare,
    value: mapOf(of.inner),
    inner: mapOf(of.inner),
  };
};

const RECORDS: Kind = {
  name: 'record',
  type: ExpressionType.MAP,
  schema: RECORD,
  declare: (group, key, defaultValue) => group.addOf(key, RECORD, { ...props(defaultValue), defaultValue }),
  value: record,
  inner: record,
};
const ANY: Kind = {
  name: 'anything',
  type: ExpressionType.ANY,
  schema: ValueSchema.anything(),
  declare: (group, key, defaultValue) => group.addAny(key, { ...props(defaultValue), defaultValue }),
  value: (index) => free(index)(index),
  inner: (index) => free(index)(index),
};

export const SCALARS: readonly Kind[] = [STRING, CHOICE, INTEGER, NUMBER, BOOLEAN, PORT];
export const LISTS: readonly Kind[] = [...SCALARS, RECORDS, ANY]
  .map(listKind)
  .concat(listKind(listKind(STRING)), listKind(mapKind(INTEGER)));
export const MAPS: readonly Kind[] = [...SCALARS, RECORDS, ANY].map(mapKind).concat(mapKind(listKind(NUMBER)), RECORDS);
export const KINDS: readonly Kind[] = [...SCALARS, ...LISTS, ...MAPS, ANY];
