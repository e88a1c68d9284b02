import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../diagnostics/diagnostic';

/**
 * How far a construct is. It has begun when all that it depends on is complete, and all that the constructs around it
 * depend on; it is complete when everything below it is written too.
 */
type Stage = 'begun' | 'complete';

/** A stage of a construct that is being reached, and what must be reached before, in turn. */
interface Step {
  readonly construct: IConstruct;
  readonly stage: Stage;
  readonly before: readonly (readonly [IConstruct, Stage])[];
  next: number;
}

/**
 * The objects in the order of their dependencies, each once, in time linear in constructs and dependencies. Where nothing
 * depends on anything the order is that of the construct tree. A cycle is reported with the constructs on it.
 */
export function inOrder(
  chart: IConstruct,
  objects: ReadonlySet<IConstruct>,
  problems: Diagnostic[],
): readonly ApiObject[] {
  const reached: Readonly<Record<Stage, Map<IConstruct, 'soon' | 'yes'>>> = { begun: new Map(), complete: new Map() };
  // Kept by hand: a chain of dependencies may be longer than the call stack is deep.
  const path: Step[] = [];
  const result: ApiObject[] = [];

  const enter = (construct: IConstruct, stage: Stage): void => {
    const state = reached[stage].get(construct);
    if (state === 'yes') return;
    if (state === 'soon') {
      const round = path.slice(path.findIndex((step) => step.construct === construct && step.stage === stage));
      if (!isHarmless(round)) problems.push(cycle(round, construct));
      return;
    }
    reached[stage].set(construct, 'soon');
    path.push({
      construct,
      stage,
      before: stage === 'begun' ? beforeBegun(construct, chart) : beforeComplete(construct),
      next: 0,
    });
  };

  enter(chart, 'complete');
  for (let step = path.at(-1); step; step = path.at(-1)) {
    const before = step.before[step.next++];
    if (before) {
      enter(...before);
      continue;
    }
    path.pop();
    reached[step.stage].set(step.construct, 'yes');
    if (step.stage === 'begun' && objects.has(step.construct)) result.push(step.construct as ApiObject);
  }
  return result;
}

function beforeBegun(construct: IConstruct, chart: IConstruct): Step['before'] {
  const dependencies = construct.node.dependencies.filter((dependency) => within(dependency, chart));
  const own = dependencies.map((dependency) => [dependency, 'complete'] as const);
  const { scope } = construct.node;
  return construct === chart || scope === undefined ? own : [[scope, 'begun'], ...own];
}

function beforeComplete(construct: IConstruct): Step['before'] {
  // A chart inside the chart has its own objects.
  const children = construct.node.children.filter((child) => !Chart.isChart(child));
  return [[construct, 'begun'], ...children.map((child) => [child, 'complete'] as const)];
}

/** A construct may depend on one that it is part of, or on one of its parts: both mean the others there. */
function isHarmless(round: readonly Step[]): boolean {
  const [first, second] = round;
  if (!first) return true;
  if (first.stage === 'complete') return isAncestor(first.construct, round.at(-1)?.construct);
  return isAncestor(first.construct, second?.construct);
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

function cycle(round: readonly Step[], again: IConstruct): Diagnostic {
  const names = [...new Set(round.map(({ construct }) => construct)), again].map((construct) => construct.node.path);
  return {
    code: 'HELM1011',
    severity: 'error',
    message: `the dependencies go round in a circle: ${names.join(' -> ')}`,
    hint: 'take one of these dependencies away',
    place: { path: again.node.path },
  };
}
