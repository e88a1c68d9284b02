import type { Diagnostic } from '../../diagnostics/diagnostic';
import { isMap } from '../document/classify';
import { mayHoldMarker } from '../token/tokens';
import type { HelmChart } from './chart';
import type { ChartObject } from './objects';

/** Where each kind says which pods are its own. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  DaemonSet: ['spec', 'selector', 'matchLabels'],
  Deployment: ['spec', 'selector', 'matchLabels'],
  ReplicaSet: ['spec', 'selector', 'matchLabels'],
  Service: ['spec', 'selector'],
  StatefulSet: ['spec', 'selector', 'matchLabels'],
};

/** Finds what is wrong between the objects of a chart: two of one name, selectors that reach into another release. */
export class ObjectChecker {
  private readonly first = new Map<string, string>();
  private seen = 0;

  constructor(
    private readonly chart: HelmChart,
    private readonly problems: Diagnostic[],
  ) {}

  /** Judges one object beside all that came before. */
  public check({ object, document, scopes }: ChartObject): void {
    const path = object.node.path;
    if (this.chart._props.chartType === 'library' && this.seen++ === 0) this.problems.push(inLibrary(path));
    const identity = identityOf(document);
    const before = this.first.get(identity);
    // Under different conditions only one of two may ever be there.
    if (before !== undefined && scopes.length === 0) this.problems.push(sameName(path, before, object.kind));
    else this.first.set(identity, path);
    if (reachesOtherReleases(object.kind, document)) this.problems.push(wideSelector(path, object.kind));
  }
}

function identityOf({ apiVersion, kind, metadata }: ChartObject['document']): string {
  const { namespace, name } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  return JSON.stringify([apiVersion, kind, namespace, name]);
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

function reachesOtherReleases(kind: string, document: Readonly<Record<string, unknown>>): boolean {
  const path = SELECTORS[kind];
  if (!path) return false;
  const selector = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), document);
  if (!isMap(selector) || Object.keys(selector).length === 0) return false;
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
