import { DOCUMENT_KEYS, type Key, KIND, type ValueShape } from './keys';
import { TEXTS, type TextName } from './texts';

/** A JSON Schema, or a part of it. */
export type Schema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft-07) of one document, made of the table of keys. What it refuses the check refuses too. */
export function policySchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: KIND,
    description: 'One statement of what containers may run, read, write and open.',
    ...mapSchema(DOCUMENT_KEYS),
  };
}

/** The schema as the file that is published. */
export function schemaText(): string {
  return `${JSON.stringify(policySchema(), undefined, 2)}\n`;
}

function mapSchema(keys: readonly Key[]): Schema {
  const needed = keys.filter((key) => key.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(keys.map((key) => [key.name, keySchema(key)])),
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: false,
  };
}

function keySchema({ about, otherwise, value }: Key): Schema {
  const plain = (text: string): string => text.replaceAll('`', '');
  const description = plain(otherwise === undefined ? about : `${about} Default: ${otherwise}.`);
  return { description, ...valueSchema(value) };
}

function valueSchema(shape: ValueShape): Schema {
  const forms: Schema[] = [];
  if (shape.words !== undefined) forms.push({ type: 'string', enum: shape.words });
  if (shape.number === true) forms.push({ type: 'integer', minimum: 1, maximum: 65_535 });
  if (shape.text !== undefined) forms.push(textSchema(shape.text));
  if (shape.list !== undefined) {
    forms.push({
      type: 'array',
      items: valueSchema(shape.list),
      ...(shape.least !== undefined && { minItems: shape.least }),
    });
  }
  if (shape.keys !== undefined) forms.push(mapSchema(shape.keys));
  if (shape.named !== undefined) {
    const { name, value } = shape.named;
    const names = { pattern: TEXTS[name].pattern };
    forms.push({ type: 'object', propertyNames: names, additionalProperties: valueSchema(value) });
  }
  const [only = {}] = forms;
  return forms.length === 1 ? only : { anyOf: forms };
}

function textSchema(name: TextName): Schema {
  return { type: 'string', pattern: TEXTS[name].pattern };
}
