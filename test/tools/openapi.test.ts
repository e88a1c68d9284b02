import Ajv, { type AnySchemaObject } from 'ajv';
import { describe, expect, it } from 'vitest';
import { kindSchemas, type OpenApiDocument } from './openapi';

const DOCUMENT: OpenApiDocument = {
  definitions: {
    Shop: {
      type: 'object',
      required: ['spec'],
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        spec: { $ref: '#/definitions/Spec' },
      },
      'x-kubernetes-group-version-kind': [{ group: 'shops.example', version: 'v1', kind: 'Shop' }],
    },
    Spec: {
      type: 'object',
      properties: {
        port: { type: 'string', format: 'int-or-string' },
        replicas: { type: 'integer', format: 'int32' },
        data: { type: 'object', additionalProperties: { type: 'string', format: 'byte' } },
        memory: { $ref: '#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity' },
        parts: { type: 'array', items: { $ref: '#/definitions/Spec' } },
        free: { type: 'object' },
      },
    },
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
    Options: {
      type: 'object',
      'x-kubernetes-group-version-kind': [
        { group: '', version: 'v1', kind: 'Options' },
        { group: 'apps', version: 'v1', kind: 'Options' },
      ],
    },
    Core: { type: 'object', 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Core' }] },
  },
};

const ajv = new Ajv({ strict: false });
const schemas = new Map(kindSchemas(DOCUMENT).map(({ path, schema }) => [path, schema as AnySchemaObject]));
const shop = ajv.compile(schemas.get('shops.example/v1/shop.json') ?? false);
const accepts = (spec: unknown): unknown => shop({ apiVersion: 'shops.example/v1', kind: 'Shop', spec });

describe('schemas made from an OpenAPI document', () => {
  it('are there for every kind that belongs to one group', () => {
    expect([...schemas.keys()]).toEqual(['shops.example/v1/shop.json', 'v1/v1/core.json']);
  });

  it.each([
    { port: 80, memory: 5, replicas: 3 },
    { port: 'http', memory: '1Gi', data: { key: 'YQ==' } },
    { port: null, memory: null, data: null, parts: null, replicas: null },
    { parts: [{ parts: [] }], free: { anything: 1 }, data: { key: null } },
  ])('accept what the server accepts: %j', (spec) => {
    expect(accepts(spec)).toBe(true);
  });

  it.each([
    { prot: 80 },
    { port: 1.5 },
    { memory: true },
    { replicas: 2 ** 31 },
    { replicas: '3' },
    { data: { key: 'not base64' } },
    { parts: [{ prot: 1 }] },
    { parts: [null] },
    null,
  ])('refuse what the server refuses: %j', (spec) => {
    expect(accepts(spec)).toBe(false);
  });

  it('refuse another kind', () => {
    expect(shop({ apiVersion: 'shops.example/v1', kind: 'Shops', spec: {} })).toBe(false);
    expect(shop({ kind: 'Shop', spec: {} })).toBe(false);
  });

  it('name a definition that is missing', () => {
    const kind = [{ group: '', version: 'v1', kind: 'A' }];
    const broken = { A: { properties: { b: { $ref: '#/definitions/B' } }, 'x-kubernetes-group-version-kind': kind } };
    expect(() => kindSchemas({ definitions: broken })).toThrow('no definition B');
  });
});
