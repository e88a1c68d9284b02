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

/** What is wrong between the objects of a chart: two of one name, selectors that reach into another release. */
export function checkObjects(chart: HelmChart, objects: readonly ChartObject[]): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const first = new Map<string, string>();
  if (chart._props.chartType === 'library' && objects.length > 0) {
    problems.push({
      code: 'HELM1030',
      severity: 'error',
      message: 'a library chart cannot have objects: Helm never renders them',
      hint: 'leave only addTemplate in it, or make it an application chart',
      place: { path: objects[0]?.object.node.path ?? chart.node.path },
    });
  }
  for (const { object, document, scopes } of objects) {
    const path = object.node.path;
    const metadata = document.metadata as Readonly<Record<string, unknown>> | undefined;
    const identity = JSON.stringify([document.apiVersion, document.kind, metadata?.namespace, metadata?.name]);
    const before = first.get(identity);
    // Under different conditions only one of two may ever be there.
    if (before !== undefined && scopes.length === 0) problems.push(sameName(path, before, object.kind));
    else first.set(identity, path);
    if (reachesOtherReleases(object.kind, document)) problems.push(wideSelector(path, object.kind));
  }
  return problems;
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
  return Object.values(selector).every((value) => typeof value === 'string' && !mayHoldMarker(value)) && !Object.keys(selector).some(mayHoldMarker);
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
