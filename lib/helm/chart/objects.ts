import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { type ScopeNode, scopeOf } from '../scope/scopes';
import type { HelmChart } from './chart';
import { finishObject } from './finish';
import { inOrder } from './order';

/** An object of a chart, finished: cdk8s has made it, overlays are applied. */
export interface ChartObject {
  readonly object: ApiObject;
  /** Conditions and loops around it, the outermost first. */
  readonly scopes: readonly ScopeNode[];
  /** May hold tokens, expressions and blocks. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** The objects of a chart in the order of their dependencies, and what went wrong while they were made. */
export function chartObjects(chart: HelmChart): { readonly objects: readonly ChartObject[]; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const scopes = new Map<ApiObject, readonly ScopeNode[]>();
  collect(chart, [], scopes);
  const objects: ChartObject[] = [];
  for (const object of inOrder(chart, [...scopes.keys()], problems)) {
    const document = manifestOf(object, problems);
    if (!document) continue;
    objects.push({ object, scopes: scopes.get(object) ?? [], document: finishObject(chart, object, document, problems) });
  }
  return { objects, problems };
}

/** Walks the tree once. A chart inside the chart has its own objects. */
function collect(construct: IConstruct, around: readonly ScopeNode[], into: Map<ApiObject, readonly ScopeNode[]>): void {
  for (const child of construct.node.children) {
    if (Chart.isChart(child)) continue;
    const scope = scopeOf(child);
    if (ApiObject.isApiObject(child)) into.set(child, around);
    collect(child, scope ? [...around, scope] : around, into);
  }
}

function manifestOf(object: ApiObject, problems: Diagnostic[]): Record<string, unknown> | undefined {
  try {
    return object.toJson() as Record<string, unknown>;
  } catch (error) {
    problems.push({
      code: 'HELM1010',
      severity: 'error',
      message: error instanceof Error ? error.message : String(error),
      hint: 'a value that cdk8s cannot render: give plain data, a token, or use Overlay for this key',
      place: { path: object.node.path },
    });
    return undefined;
  }
}
