/**
 * Turns the OpenAPI 2 document of an API server into JSON Schemas (draft 4, strict) that kubeconform reads.
 * The document is the same whether it comes from `/openapi/v2` or from the source of the server.
 */

/** A definition of the document, as far as it is used here. */
interface OpenApiSchema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema;
  readonly items?: OpenApiSchema;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export interface OpenApiDocument {
  readonly definitions: Readonly<Record<string, OpenApiSchema>>;
}

interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** One schema and its place in a folder; `Group` is the version itself for core objects, as kubeconform has it. */
export interface KindSchema {
  readonly path: string;
  readonly schema: JsonSchema;
}

/** Place of a schema inside the folder, in the words of kubeconform's `-schema-location`. */
export const KIND_TEMPLATE = '{{.Group}}/{{.ResourceAPIVersion}}/{{.ResourceKind}}.json';

const PREFIX = '#/definitions/';
/** Marks the variant of a definition that may be null too. */
const OR_NULL = '.orNull';

/** What the document says too loosely or in words of its own. */
const FORMATS: Readonly<Record<string, JsonSchema>> = {
  'int-or-string': { type: ['integer', 'string'] },
  int32: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  byte: { type: 'string', pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$' },
};

/** A quantity is text, but the server reads a plain number too. */
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/** The server reads null as "not given" wherever a value may be left out. */
function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema.$ref === 'string') {
    return { $ref: `${schema.$ref}${OR_NULL}` };
  }
  const type = schema.type;
  return type === undefined ? schema : { ...schema, type: [type, 'null'].flat() };
}

const mapValues = <In, Out>(record: Readonly<Record<string, In>>, map: (value: In, key: string) => Out) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));

function convert(source: OpenApiSchema): JsonSchema {
  if (source.$ref) {
    return { $ref: source.$ref };
  }
  const { type, format, properties, additionalProperties, items, required } = source;
  return {
    ...(type && { type }),
    ...(format && FORMATS[format]),
    ...(items && { items: convert(items) }),
    ...(additionalProperties && { additionalProperties: orNull(convert(additionalProperties)) }),
    ...(properties && {
      properties: mapValues(properties, (property, name) =>
        required?.includes(name) ? convert(property) : orNull(convert(property)),
      ),
      additionalProperties: false,
    }),
    ...(required?.length && { required }),
  };
}

function definition(document: OpenApiDocument, name: string): JsonSchema {
  const nullable = name.endsWith(OR_NULL);
  const plain = nullable ? name.slice(0, -OR_NULL.length) : name;
  const source = document.definitions[plain];
  if (source === undefined) {
    throw new Error(`the OpenAPI document has no definition ${plain}`);
  }
  const schema = plain === QUANTITY ? { type: ['string', 'number'] } : convert(source);
  return nullable ? orNull(schema) : schema;
}

/** Adds to `into` every definition that `schema` refers to, directly or not. */
function collect(document: OpenApiDocument, schema: unknown, into: Record<string, JsonSchema>): void {
  if (typeof schema !== 'object' || schema === null) {
    return;
  }
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref' && typeof value === 'string') {
      const name = value.slice(PREFIX.length);
      if (!(name in into)) {
        into[name] = definition(document, name);
        collect(document, into[name], into);
      }
    } else {
      collect(document, value, into);
    }
  }
}

/** One closed, self-contained schema per kind that the document knows. */
export function kindSchemas(document: OpenApiDocument): readonly KindSchema[] {
  return Object.entries(document.definitions).flatMap(([name, source]) => {
    const [gvk, ...others] = source['x-kubernetes-group-version-kind'] ?? [];
    // Options and watch events belong to every group: they are no objects that a chart holds.
    if (gvk === undefined || others.length > 0) {
      return [];
    }
    const root = definition(document, name);
    const schema = {
      ...root,
      properties: {
        ...(root.properties as JsonSchema | undefined),
        apiVersion: { type: 'string', enum: [[gvk.group, gvk.version].filter(Boolean).join('/')] },
        kind: { type: 'string', enum: [gvk.kind] },
      },
      required: [...new Set(['apiVersion', 'kind', ...(source.required ?? [])])],
    };
    const definitions: Record<string, JsonSchema> = {};
    collect(document, schema, definitions);
    const path = `${gvk.group || gvk.version}/${gvk.version}/${gvk.kind.toLowerCase()}.json`;
    return [{ path, schema: { ...schema, definitions } }];
  });
}
