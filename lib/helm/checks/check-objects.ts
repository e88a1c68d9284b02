import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { HelmChart } from '../chart/chart';
import { classify, isMap } from '../document/classify';
import { type BoundVariable, childrenOf, type ExpressionNode } from '../expression/node';
import type { ChartObject } from '../objects/objects';
import { mapAt } from '../objects/pod-kinds';
import type { ScopeNode } from '../scope/scopes';
import { mayHoldMarker } from '../token/tokens';
import { checkManifest } from './check-manifest';
import { WideSelectors } from './check-wide-selectors';

/** Where each kind says which pods are its own. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  DaemonSet: ['spec', 'selector', 'matchLabels'],
  Deployment: ['spec', 'selector', 'matchLabels'],
  ReplicaSet: ['spec', 'selector', 'matchLabels'],
  Service: ['spec', 'selector'],
  StatefulSet: ['spec', 'selector', 'matchLabels'],
};

/** An object that was judged. Its document is not needed any more, and those of a chart would fill the memory. */
type Judged = Pick<ChartObject, 'object' | 'scopes'>;

/** Finds what is wrong between the objects of a chart: two of one name, selectors that reach into another release. */
export class ObjectChecker {
  private readonly judged = new Map<string, Judged[]>();
  private readonly wideSelectors: WideSelectors;
  private seen = 0;

  constructor(
    private readonly chart: HelmChart,
    private readonly problems: Diagnostic[],
  ) {
    this.wideSelectors = new WideSelectors(chart.chartName);
  }

  /** Judges one object beside all that came before. */
  public check(one: ChartObject): void {
    const { object, document, scopes } = one;
    const { kind, node } = object;
    if (this.chart._props.chartType === 'library' && this.seen++ === 0) this.problems.push(inLibrary(node.path));
    this.problems.push(...checkManifest(one));
    const identity = identityOf(document);
    const before = this.judged.get(identity);
    const same = before?.find((other) => meet(other.scopes, scopes));
    if (same) this.problems.push(sameName(node.path, same.object.node.path, kind));
    if (before) before.push({ object, scopes });
    else this.judged.set(identity, [{ object, scopes }]);
    for (const loop of scopes)
      if (loop.kind === 'range' && !namedBy(loop, one)) this.problems.push(oneName(node.path, kind));
    if (reachesOtherReleases(kind, document)) this.problems.push(wideSelector(node.path, kind));
    this.problems.push(...this.wideSelectors.check(one, SELECTORS[kind]));
  }
}

/** Whether two objects can be there together: under different conditions only one of them may ever be. */
function meet(some: readonly ScopeNode[], others: readonly ScopeNode[]): boolean {
  const shorter = Math.min(some.length, others.length);
  return some.slice(0, shorter).every((scope, index) => isSame(scope, others[index]));
}

/** One scope, or two with the same condition. */
function isSame(one: ScopeNode, other: ScopeNode | undefined): boolean {
  if (one === other) return true;
  return one.kind === 'if' && other?.kind === 'if' && isDeepStrictEqual(one.condition, other.condition);
}

/** Whether each round of a loop gives an object of its own: its key or item, or what follows from it, is in the name. */
function namedBy(loop: ScopeNode & { kind: 'range' }, { document, scopes }: ChartObject): boolean {
  const variables = [loop.key, loop.item];
  for (const scope of scopes.slice(scopes.indexOf(loop) + 1)) {
    if (scope.kind === 'range' && mentions(scope.over, variables)) variables.push(scope.key, scope.item);
    if (scope.kind === 'with' && mentions(scope.value, variables)) variables.push(scope.variable);
  }
  const { namespace, name } = (document.metadata ?? {}) as Readonly<Record<string, unknown>>;
  return [namespace, name].some((value) => {
    const leaf = classify(value, () => undefined);
    return leaf.kind === 'block' || (leaf.kind === 'expression' && mentions(leaf.node, variables));
  });
}

function mentions(node: ExpressionNode, variables: readonly BoundVariable[]): boolean {
  if (node.kind === 'variable') return variables.includes(node.variable);
  return childrenOf(node).some((child) => mentions(child, variables));
}

/** An expression says nothing yet of what it will be: only texts are compared. */
function identityOf({ apiVersion, kind, metadata }: ChartObject['document']): string {
  const { namespace, name } = (isMap(metadata) ? metadata : {}) as Readonly<Record<string, unknown>>;
  return `${textOf(apiVersion)}\0${textOf(kind)}\0${textOf(namespace)}\0${textOf(name)}`;
}

function textOf(value: unknown): string {
  return typeof value === 'object' || value === undefined ? '' : String(value);
}

function inLibrary(path: string): Diagnostic {
  return {
    code: 'HELM1030',
    severity: 'error',
    message: 'a library chart cannot have objects: Helm never renders them',
    hint: 'leave only addTemplate in it, or make it an application chart',
    place: { path },
  };
}

function sameName(path: string, before: string, kind: string): Diagnostic {
  return {
    code: 'HELM1031',
    severity: 'error',
    message: `this ${kind} has the same name as ${before}: one would overwrite the other`,
    hint: 'give another id or metadata.name',
    place: { path, key: 'metadata.name' },
  };
}

function oneName(path: string, kind: string): Diagnostic {
  return {
    code: 'HELM1033',
    severity: 'error',
    message: `every round of the loop around this ${kind} gives the same name: one would overwrite the other`,
    hint: "put the loop's key into metadata.name, or leave the name to the chart",
    place: { path, key: 'metadata.name' },
  };
}

function reachesOtherReleases(kind: string, document: Readonly<Record<string, unknown>>): boolean {
  const path = SELECTORS[kind];
  const selector = path && mapAt(document, path);
  if (!selector || Object.keys(selector).length === 0) return false;
  return (
    Object.values(selector).every((value) => typeof value === 'string' && !mayHoldMarker(value)) &&
    !Object.keys(selector).some(mayHoldMarker)
  );
}

function wideSelector(path: string, kind: string): Diagnostic {
  return {
    code: 'HELM1032',
    severity: 'warning',
    message: `the selector of this ${kind} does not hold the release: two releases in one namespace select each other's pods`,
    hint: 'add a label such as app.kubernetes.io/instance: chart.release.name to the selector and to the pods',
    place: { path, key: SELECTORS[kind]?.join('.') ?? 'spec.selector' },
  };
}
