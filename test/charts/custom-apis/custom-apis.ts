/** Custom resources of other projects that our charts make: one file each beside this one, a CustomResourceDefinition. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as yaml from 'js-yaml';

type Schema = Readonly<Record<string, unknown>>;

export interface CustomResourceDefinition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** All of them. */
export const CUSTOM_APIS: readonly CustomResourceDefinition[] = readdirSync(__dirname)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => yaml.load(readFileSync(join(__dirname, name), 'utf8')) as CustomResourceDefinition);

/** What a cluster that has them serves, in the words of `helm template --api-versions`. */
export const CUSTOM_API_VERSIONS: readonly string[] = [
  ...new Set(
    CUSTOM_APIS.flatMap(({ spec }) =>
      spec.versions.flatMap(({ name }) => [`${spec.group}/${name}`, `${spec.group}/${name}/${spec.names.kind}`]),
    ),
  ),
];

/**
 * Writes the strict JSON Schemas of definitions for kubeconform.
 * @returns the value of `-schema-location`.
 */
export function writeCustomSchemas(definitions: readonly CustomResourceDefinition[], folder: string): string {
  for (const { spec } of definitions) {
    for (const { name, schema } of spec.versions) {
      const file = join(folder, spec.group, name, `${spec.names.kind.toLowerCase()}.json`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(strict(withMetadata(schema.openAPIV3Schema))));
    }
  }
  return join(folder, '{{.Group}}/{{.ResourceAPIVersion}}/{{.ResourceKind}}.json');
}

/** The server itself knows what `metadata` holds; definitions leave it open. */
function withMetadata(schema: Schema): Schema {
  const properties = schema.properties as Schema;
  return {
    ...schema,
    properties: { ...properties, metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  };
}

/** The server drops fields that a definition does not know, and refuses them when asked to be strict. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict(value)])) as Schema;
  const closed =
    inner.properties !== undefined &&
    inner.additionalProperties === undefined &&
    inner['x-kubernetes-preserve-unknown-fields'] !== true;
  return closed && typeof inner.properties === 'object' ? { ...inner, additionalProperties: false } : inner;
}
