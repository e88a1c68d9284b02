import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedFields, changedFields, isHeld, removedFields } from '../../../lib/project/diff/compare';
import { quantity } from '../../../lib/project/diff/normalise';
import { type Json, type KubeObject, readObjects } from '../../../lib/project/diff/objects';
import { driftChanges, projectChanges } from '../../../lib/project/diff/report';

const configMap = (content: object, managedFields: readonly Json[] = []): KubeObject =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', managedFields }, ...content }) as KubeObject;

const manager = (name: string, fieldsV1: Json, more: object = {}): Json =>
  ({ manager: name, operation: 'Update', fieldsV1, ...more }) as Json;

const paths = (fields: readonly { readonly path: string }[]): readonly string[] => fields.map(({ path }) => path);

describe('what is wanted and what is there', () => {
  it.each<[string, object, object, readonly string[]]>([
    ['equal data', { data: { a: 'b' } }, { data: { a: 'b' } }, []],
    ['more than is wanted', { data: {} }, { data: { a: 'b' } }, []],
    ['another text', { data: { a: 'b' } }, { data: { a: 'c' } }, ['data.a']],
    ['a missing key', { data: { 'a.b/c': 'x' } }, { data: {} }, ['data["a.b/c"]']],
    ['null for what is left out', { spec: { a: null, b: {}, c: [], d: '', e: false, f: 0 } }, {}, []],
    ['null where Helm or the server has put something', { spec: { a: null } }, { spec: { a: { b: 'c' } } }, []],
    ['an empty list that became null', { rules: [] }, { rules: null }, []],
    ['false where true is', { spec: { a: false } }, { spec: { a: true } }, ['spec.a']],
    ['a list of another length', { spec: { a: ['x'] } }, { spec: { a: ['x', 'y'] } }, ['spec.a']],
    [
      'quantities',
      { spec: { limits: { memory: '1024Mi', cpu: 0.5 } } },
      { spec: { limits: { memory: '1Gi', cpu: '500m' } } },
      [],
    ],
    [
      'another quantity',
      { spec: { limits: { memory: '1G' } } },
      { spec: { limits: { memory: '1Gi' } } },
      ['spec.limits.memory'],
    ],
    ['texts that only look like quantities', { data: { a: '1024Mi' } }, { data: { a: '1Gi' } }, ['data.a']],
    [
      'texts under the name of a quantity',
      { data: { divisor: '1000m' } },
      { data: { divisor: '1' } },
      ['data.divisor'],
    ],
    [
      'the value of an environment variable',
      { spec: { env: [{ name: 'A', value: '1000m' }] } },
      { spec: { env: [{ name: 'A', value: '1' }] } },
      ['spec.env[0].value'],
    ],
    ['the target of an autoscaler', { spec: { target: { value: '1000m' } } }, { spec: { target: { value: '1' } } }, []],
    ['a status', { status: { a: 1 } }, { status: { a: 2 } }, []],
    ['a key of every object', { data: { constructor: 'x' } }, { data: {} }, ['data.constructor']],
    [
      'rules that a controller writes',
      { aggregationRule: {}, rules: [{ a: 1 }] },
      { aggregationRule: {}, rules: [] },
      [],
    ],
  ])('differ: %s', (_name, wanted, live, expected) => {
    expect(paths(changedFields(configMap(wanted), configMap(live)))).toEqual(expected);
  });

  it('take stringData and data of a Secret for the same', () => {
    const secret = (content: object) => ({ ...configMap(content), kind: 'Secret' });
    expect(changedFields(secret({ stringData: { a: 'b' } }), secret({ data: { a: 'Yg==' } }))).toEqual([]);
    expect(paths(changedFields(secret({ stringData: { a: 'c' } }), secret({ data: { a: 'Yg==' } })))).toEqual([
      'data.a',
    ]);
  });

  it('are told without the content of a Secret', () => {
    const secret = (content: object) => ({ ...configMap(content), kind: 'Secret' });
    const { changes } = projectChanges(secret({ stringData: { a: 'hush' } }), secret({ data: { a: 'Yg==' } }));
    expect(changes).toMatchObject([{ what: 'changed', path: 'data.a' }]);
    expect(JSON.stringify(changes)).not.toMatch(/hush|Yg==|aHVzaA/);
  });

  it('find entries of a list by the keys that the server names, whatever their order', () => {
    const entries = (...names: readonly string[]) => ({
      spec: { ports: names.map((name) => ({ port: Number(name), name })) },
    });
    const owned = manager('helm', {
      'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:name': {} } } },
    });
    const live = configMap(
      { spec: { ports: [...entries('81', '80').spec.ports].map((port) => ({ ...port, protocol: 'TCP' })) } },
      [owned],
    );
    expect(changedFields(configMap(entries('80')), live)).toEqual([]);
    expect(changedFields(configMap({ spec: { ports: [{ port: 80, name: 'x' }] } }), live)).toEqual([
      { path: 'spec.ports[port=80,protocol=TCP].name', wanted: 'x', live: '80', managers: ['helm'] },
    ]);
    expect(paths(changedFields(configMap(entries('82')), live))).toEqual(['spec.ports[port=82,protocol=TCP]']);
    expect(paths(removedFields(configMap(entries('81')), live))).toEqual(['spec.ports[port=80,protocol=TCP]']);
  });
});

describe('who wrote a field', () => {
  const fields = { 'f:data': { 'f:a': {}, 'f:b': {} } };

  it('tells what Helm wrote and nobody wants any more', () => {
    const live = configMap({ data: { a: '1', b: '2', c: '3' } }, [manager('helm', fields)]);
    expect(removedFields(configMap({ data: { a: '1' } }), live)).toEqual([
      { path: 'data.b', live: '2', managers: ['helm'] },
    ]);
  });

  it('does not take a default of the server for something that Helm wrote', () => {
    const live = configMap({ spec: { revisionHistoryLimit: 10, paused: true } }, [
      manager('helm', { 'f:spec': { 'f:revisionHistoryLimit': {}, 'f:paused': {} } }),
    ]);
    expect(paths(removedFields(configMap({}), live))).toEqual(['spec.paused']);
  });

  it('tells what a hand added, and passes over controllers, the status and notes of kubectl', () => {
    const live = configMap({ data: { a: '1', b: '2' }, status: { x: 1 } }, [
      manager('kubectl-edit', { 'f:data': { 'f:b': {} } }),
      manager('kube-controller-manager', { 'f:data': { 'f:a': {} } }),
      manager('kubectl-edit', { 'f:status': { 'f:x': {} } }, { subresource: 'status' }),
    ]);
    expect(addedFields(configMap({}), live)).toEqual([{ path: 'data.b', live: '2', managers: ['kubectl-edit'] }]);
  });

  it('leaves a field to the controller that keeps it', () => {
    const live = configMap({ spec: { replicas: 5 } }, [
      manager('kube-controller-manager', { 'f:spec': { 'f:replicas': {} } }, { subresource: 'scale' }),
    ]);
    const [field] = changedFields(configMap({ spec: { replicas: 2 } }), live);
    expect(field !== undefined && isHeld(field)).toBe(true);
    expect(driftChanges(configMap({ spec: { replicas: 2 } }), live)).toEqual({
      changes: [],
      notes: ['ConfigMap x: spec.replicas is kept by kube-controller-manager'],
    });
  });
});

describe('any object', () => {
  const value: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>(null, true, false, 0, 1, '', 'a', '1Gi'),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'limits', 'constructor'), tie('json'), { maxKeys: 3 }),
    ),
  })).json;

  it('does not differ from itself, nor from itself with more in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b'), value), value, (data, more) => {
        expect(changedFields(configMap({ data }), configMap({ data }))).toEqual([]);
        expect(changedFields(configMap({ data }), configMap({ data: { ...data, more } }))).toEqual([]);
      }),
      { seed: 7 },
    );
  });

  it('differs at the place where a text was changed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b'), value), (data) => {
        const fields = changedFields(
          configMap({ data: { ...data, z: 'new' } }),
          configMap({ data: { ...data, z: 'old' } }),
        );
        expect(paths(fields)).toEqual(['data.z']);
      }),
      { seed: 7 },
    );
  });
});

describe('quantities', () => {
  it.each<[Json, number | undefined]>([
    ['1Gi', 2 ** 30],
    ['100m', 0.1],
    ['1e3', 1000],
    ['1E', 1e18],
    [2, 2],
    ['x', undefined],
    ['1.2.3', undefined],
    [null, undefined],
  ])('%j are numbers', (text, expected) => {
    expect(quantity(text)).toBe(expected);
  });
});

describe('what Helm prints', () => {
  it('is read as Kubernetes reads it, lists taken apart and other documents passed over', () => {
    const [first, second, ...rest] = readObjects(`a: 1
---
apiVersion: v1
kind: ConfigMap
metadata: {name: x, creationTimestamp: 2020-01-01T00:00:00Z}
mode: 0644
on: yes
---
apiVersion: v1
kind: List
items: [{apiVersion: v1, kind: Secret, metadata: {name: other}}]
---
`);
    expect(first).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x', creationTimestamp: '2020-01-01T00:00:00Z' },
      mode: 420,
      true: true,
    });
    expect(second?.kind).toBe('Secret');
    expect(rest).toEqual([]);
  });
});
