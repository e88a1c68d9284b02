import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { isObject } from '../../diagnostics/predicates';
import { HelmChart } from '../../helm';
import { scopeOf } from '../../helm/scope/scopes';

/**
 * What a construct of this library says of itself, known by structure: `warnings`, or what `check()` gives. Synth would
 * show it, and nobody synthesizes the chart of a construct that is given away.
 */
export function ownProblems(construct: IConstruct): readonly Diagnostic[] {
  const { warnings, check } = construct as IConstruct & { readonly warnings?: unknown; readonly check?: unknown };
  const said: unknown = typeof check === 'function' && check.length === 0 ? check.call(construct) : warnings;
  return Array.isArray(said) ? said.filter(isDiagnostic) : [];
}

function isDiagnostic(value: unknown): value is Diagnostic {
  return isObject(value) && [value.code, value.severity, value.message].every((part) => typeof part === 'string');
}

/** What a HelmChart does to an object besides its expressions: it would be lost, without a word. */
export function lostOfHelmChart(object: ApiObject): string | undefined {
  const { scopes } = object.node;
  if (scopes.some((scope) => scopeOf(scope) !== undefined)) {
    return 'stands below an If, With or Range of a Helm chart, which means nothing in the chart of Auto DevOps';
  }
  const chart = scopes.find((scope) => HelmChart.isHelmChart(scope)) as HelmChart | undefined;
  return (chart?._overlays.get(object) ?? []).length === 0
    ? undefined
    : 'is changed by an Overlay of a Helm chart, which means nothing in the chart of Auto DevOps';
}
