import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { HelmChart } from '../chart/chart';
import { type ScopeNode, scopeOf } from '../scope/scopes';
import { AddressBook } from './address-book';
import { Addresses } from './addresses';
import { Finisher } from './finish';
import { inOrder } from './order';
import { toJsonIn } from './to-json';
import { unrenderable } from './unrenderable';

/** An object of a chart, finished: cdk8s has made it, overlays are applied. */
export interface ChartObject {
  readonly object: ApiObject;
  /** Conditions and loops around it, the outermost first. */
  readonly scopes: readonly ScopeNode[];
  /** May hold tokens, expressions and blocks. */
  readonly document: Readonly<Record<string, unknown>>;
}

/**
 * The objects of a chart in the order of their dependencies. Each is made when it is asked for, so that only one of them
 * need be in memory.
 *
 * @param problems takes what goes wrong while they are made; such an object is left out.
 * @param book of the whole app, where several of its charts are made.
 */
export function* chartObjects(
  chart: HelmChart,
  problems: Diagnostic[],
  book = new AddressBook(chart.node.root),
): Generator<ChartObject, void> {
  const found = collect(chart, [], { scopes: new Map(), dependencies: false });
  const addresses = new Addresses(chart, book);
  const finisher = new Finisher(chart, addresses, problems);
  const objects = found.dependencies ? inOrder(chart, new Set(found.scopes.keys()), problems) : found.scopes.keys();
  const toJson = toJsonIn(chart, addresses);
  for (const object of objects) {
    const made = manifestOf(object, toJson, problems);
    if (made) yield { object, scopes: found.scopes.get(object) ?? [], document: finisher.finish(object, made) };
  }
}

/** The objects below a construct with the scopes around them, in the order of the tree; whether anything depends on anything. */
interface Found {
  readonly scopes: Map<ApiObject, readonly ScopeNode[]>;
  dependencies: boolean;
}

/** Walks the tree once. A chart inside the chart has its own objects. */
function collect(construct: IConstruct, around: readonly ScopeNode[], found: Found): Found {
  found.dependencies ||= construct.node.dependencies.length > 0;
  for (const child of construct.node.children) {
    if (Chart.isChart(child)) continue;
    const scope = scopeOf(child);
    if (ApiObject.isApiObject(child)) found.scopes.set(child, around);
    collect(child, scope ? [...around, scope] : around, found);
  }
  return found;
}

function manifestOf(
  object: ApiObject,
  toJson: (object: ApiObject) => Readonly<Record<string, unknown>>,
  problems: Diagnostic[],
): Readonly<Record<string, unknown>> | undefined {
  try {
    return toJson(object);
  } catch (error) {
    problems.push(unrenderable(object, error));
    return undefined;
  }
}
