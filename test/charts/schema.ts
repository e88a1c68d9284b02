/** What tests ask of a chart's `values.schema.json`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

export const readSchema = (chart: { readonly folder: string }): Schema =>
  JSON.parse(readFileSync(join(chart.folder, 'values.schema.json'), 'utf8'));

/** Anything may stand there: a part of a Kubernetes object that the chart hands on. */
const isFree = ({ type }: Schema): boolean =>
  type === undefined || (typeof type !== 'string' && type.includes('object'));

/** What the schema says of a key, an item or an entry of a value. */
function inside({ properties, items, additionalProperties }: Schema, key: string): Schema | undefined {
  return properties?.[key] ?? items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

/** Every value that a schema speaks of: keys, `0` for items of lists, `*` for entries of maps. Free values are not gone into. */
export function pointersOf(schema: Schema, pointer = ''): readonly string[] {
  if (pointer !== '' && isFree(schema)) return [];
  const { properties = {}, items, additionalProperties } = schema;
  const below: readonly (readonly [string, Schema])[] = [
    ...Object.entries(properties),
    ...(items ? [['0', items] as const] : []),
    ...(typeof additionalProperties === 'object' ? [['*', additionalProperties] as const] : []),
  ];
  return below.flatMap(([key, inner]) => [`${pointer}/${key}`, ...pointersOf(inner, `${pointer}/${key}`)]);
}

/** A JSON Pointer in the words of {@link pointersOf}: the key of an entry of a map becomes `*`. */
export function generalPointer(schema: Schema, pointer: string): string {
  let here: Schema | undefined = schema;
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step): string => {
      const known: boolean = here?.properties?.[step] !== undefined || here?.items !== undefined;
      here = here && inside(here, step);
      return known ? step : '*';
    });
  return `/${steps.join('/')}`;
}

/** Whether values hold something where the schema lets anything be. */
export function holdsFree(schema: Schema | undefined, value: unknown): boolean {
  if (schema === undefined) return false;
  if (isFree(schema)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => holdsFree(inside(schema, key), inner));
}

/** Keys under which a schema takes text. */
export function textKeys(schema: Schema): readonly string[] {
  const { properties = {}, items, additionalProperties } = schema;
  const own = Object.entries(properties).flatMap(([key, { type }]) => (type === 'string' ? [key] : []));
  const inner = [
    ...Object.values(properties),
    ...(items ? [items] : []),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ];
  return [...own, ...inner.flatMap(textKeys)];
}
