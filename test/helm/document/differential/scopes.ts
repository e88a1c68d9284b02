import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Block, Expression, type HelmChart, If, Range, ValueSchema, With } from '../../../../lib/helm';
import type { Json } from '../../../../lib/helm/expression/node';
import { isTruthy } from './go';
import { type Kind, props } from './kinds';
import type { Position } from './positions';

/** What stands around an object, and what the value that the user gives is then. */
export interface ScopeCase {
  readonly name: string;
  /** Index into the values of a kind to what the user gives. */
  readonly given: (kind: Kind) => (index: number) => Json;
  readonly build: (
    chart: HelmChart,
    id: string,
    kind: Kind,
    position: Position,
    defaultValue: Json | undefined,
  ) => void;
  /** For what the user gives: the value in each object that is there. */
  readonly values: (given: Json) => readonly Json[];
}

/** The labels under which the rendered object is found again. */
export const CASE = 'case';

function object(
  scope: Construct,
  id: string,
  chart: HelmChart,
  position: Position,
  value: Expression,
  caseId: string,
  around: (spec: unknown) => unknown = (spec) => spec,
): void {
  const made = position.object(value, { chart, id: caseId }) as { metadata?: Record<string, unknown>; spec?: unknown };
  const { metadata, spec } = made;
  const annotations = { ...(metadata?.annotations as Record<string, string> | undefined), [CASE]: caseId };
  new ApiObject(scope, id, {
    apiVersion: 'test/v1',
    kind: 'Case',
    metadata: { ...metadata, annotations },
    ...(spec === undefined ? {} : { spec: around(spec) }),
  });
}

const own: ScopeCase['given'] = (kind) => kind.value;
const listOf: ScopeCase['given'] = (kind) => (index) =>
  Array.from({ length: index % 4 }, (_, at) => kind.inner(index * 3 + at));
const mapOf: ScopeCase['given'] = (kind) => (index) =>
  Object.fromEntries(
    ['b', 'a', 'é', 'yes', 'A'].slice(0, index % 5).map((key, at) => [key, kind.inner(index * 3 + at)]),
  );
const sorted = (map: Json): readonly Json[] =>
  Object.entries(map as Record<string, Json>)
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([, value]) => value);

export const SCOPES: readonly ScopeCase[] = [
  {
    name: 'no scope',
    given: own,
    build: (chart, id, kind, position, fallback) =>
      object(chart, id, chart, position, kind.declare(chart.values, id, fallback), id),
    values: (given) => [given],
  },
  {
    name: 'If',
    given: own,
    build: (chart, id, kind, position, fallback) => {
      const value = kind.declare(chart.values, id, fallback);
      object(new If(chart, `${id}-if`, { when: value }), id, chart, position, value, id);
    },
    values: (given) => (isTruthy(given) ? [given] : []),
  },
  {
    name: 'If not',
    given: own,
    build: (chart, id, kind, position, fallback) => {
      const value = kind.declare(chart.values, id, fallback);
      object(new If(chart, `${id}-if`, { when: Expression.negate(value) }), id, chart, position, value, id);
    },
    values: (given) => (isTruthy(given) ? [] : [given]),
  },
  {
    name: 'the else of choices',
    given: own,
    build: (chart, id, kind, position, fallback) => {
      const value = kind.declare(chart.values, id, fallback);
      const never = chart.release.name.eq('never');
      object(chart, id, chart, position, value, id, (spec) =>
        Block.choose(never, 'wrong', Block.choose(Expression.allOf(value, never), { wrong: 1 }, spec)),
      );
    },
    values: (given) => [given],
  },
  {
    name: 'With',
    given: own,
    build: (chart, id, kind, position, fallback) => {
      const scope = new With(chart, `${id}-with`, { value: kind.declare(chart.values, id, fallback) });
      object(scope, id, chart, position, scope.value, id);
    },
    values: (given) => (isTruthy(given) ? [given] : []),
  },
  {
    name: 'Range over a list',
    given: listOf,
    build: (chart, id, kind, position, fallback) => {
      const { schema } = kind;
      const over = chart.values.addList(id, { ...props(fallback), items: schema, defaultValue: fallback as Json[] });
      const scope = new Range(chart, `${id}-range`, { over, itemName: 'one' });
      object(scope, id, chart, position, scope.item.typed(kind.type), id);
    },
    values: (given) => given as readonly Json[],
  },
  {
    name: 'Range over a map, an If and a With inside',
    given: mapOf,
    build: (chart, id, kind, position, fallback) => {
      const over = chart.values.addMap(id, {
        ...props(fallback),
        entries: kind.schema,
        defaultValue: fallback as Record<string, Json>,
      });
      const range = new Range(chart, `${id}-range`, { over });
      const inner = new With(new If(range, 'if', { when: range.key.ne('b') }), 'with', {
        value: range.item.typed(kind.type),
      });
      object(inner, id, chart, position, inner.value, id);
    },
    values: (given) =>
      sorted(Object.fromEntries(Object.entries(given as object).filter(([key]) => key !== 'b')) as Json).filter(
        isTruthy,
      ),
  },
  {
    name: 'Range in a Range',
    given: (kind) => (index) => Array.from({ length: index % 3 }, (_, at) => listOf(kind)(index + at)),
    build: (chart, id, kind, position, fallback) => {
      // A value that may be anything takes no number beyond 2^53.
      const defaultValue = fallback as Json[];
      const items = ValueSchema.listOf(kind.schema);
      const over = kind.name.includes('number')
        ? chart.values.addList(id, { ...props(fallback), items, defaultValue })
        : chart.values.addAny(id, { ...props(fallback), defaultValue });
      const outer = new Range(chart, `${id}-outer`, { over });
      const range = new Range(outer, 'inner', { over: outer.item });
      object(range, id, chart, position, range.item.typed(kind.type), id);
    },
    values: (given) => (given as readonly Json[]).flat(),
  },
];
