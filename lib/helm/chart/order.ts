import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../diagnostics/diagnostic';

/**
 * The objects in the order of their dependencies, each once, in time linear in constructs and dependencies. Where nothing
 * depends on anything the order is that of the construct tree. A cycle is reported with the constructs on it.
 */
export function inOrder(chart: IConstruct, objects: readonly ApiObject[], problems: Diagnostic[]): readonly ApiObject[] {
  const wanted = new Set<IConstruct>(objects);
  const done = new Set<IConstruct>();
  const path: IConstruct[] = [];
  const onPath = new Set<IConstruct>();
  const result: ApiObject[] = [];

  const visit = (construct: IConstruct): void => {
    if (done.has(construct)) return;
    if (onPath.has(construct)) {
      // An object may depend on the construct that it is part of; only a way through a dependency is a cycle.
      if (!isAncestor(construct, path.at(-1))) problems.push(cycle(path.slice(path.indexOf(construct)), construct));
      return;
    }
    path.push(construct);
    onPath.add(construct);
    for (const dependency of construct.node.dependencies) if (within(dependency, chart)) visit(dependency);
    if (wanted.has(construct)) result.push(construct as ApiObject);
    for (const child of construct.node.children) if (!Chart.isChart(child)) visit(child);
    onPath.delete(construct);
    path.pop();
    done.add(construct);
  };
  visit(chart);
  return result;
}

function within(construct: IConstruct, chart: IConstruct): boolean {
  for (let current: IConstruct | undefined = construct; current; current = current.node.scope) {
    if (current === chart) return true;
    if (Chart.isChart(current)) return false;
  }
  return false;
}

function isAncestor(ancestor: IConstruct, construct: IConstruct | undefined): boolean {
  for (let current = construct; current; current = current.node.scope) if (current === ancestor) return true;
  return false;
}

function cycle(constructs: readonly IConstruct[], again: IConstruct): Diagnostic {
  const names = [...constructs, again].map((construct) => construct.node.path);
  return {
    code: 'HELM1011',
    severity: 'error',
    message: `the dependencies go round in a circle: ${names.join(' -> ')}`,
    hint: 'take one of these dependencies away',
    place: { path: again.node.path },
  };
}
