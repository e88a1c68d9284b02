import type { ApiObject } from 'cdk8s';
import { describe } from '../../diagnostics/describe';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { HelmChart } from '../chart/chart';
import type { LabelValue } from '../chart/helpers';
import type { OverlayOperation } from '../chart/overlay';
import { holdBlock } from '../document/block';
import { classify, isMap } from '../document/classify';
import { Expression } from '../expression/expression';
import { describeExpression } from '../expression/print';
import { issueBlock } from '../token/tokens';
import type { Addresses } from './addresses';
import { completed, type Missing } from './complete';
import { asPairs } from './metadata';
import type { PlainMap } from './one-walk';
import { applyOverlay } from './overlay-apply';

type Manifest = Record<string, unknown>;

/** Those of the recommended labels that pods get too. */
export const POD_LABELS: readonly string[] = ['app.kubernetes.io/instance', 'app.kubernetes.io/name'];

/** The marker of each chart's labels template: issued once, however often a chart is made. */
const markers = new WeakMap<HelmChart, string>();

/** What a chart does to every object that cdk8s has made: overlays, recommended labels, what only the release knows. */
export class Finisher {
  /** The recommended labels, and the map with the one marker that stands for all of them. */
  private readonly recommended: Manifest;
  private readonly recommendedKeys: readonly string[];
  private readonly labelTemplate: Manifest;
  private readonly commonLabels: Manifest;
  private readonly commonAnnotations: Manifest | undefined;
  private readonly missing: Missing;

  constructor(
    private readonly chart: HelmChart,
    private readonly addresses: Addresses,
    private readonly problems: Diagnostic[],
  ) {
    const { name, entries } = chart._labelTemplate;
    this.recommended = Object.fromEntries(
      Object.entries(entries as Readonly<Record<string, LabelValue>>).map(([key, { node }]) => [
        key,
        Expression._of(node),
      ]),
    );
    this.recommendedKeys = Object.keys(this.recommended);
    let marker = markers.get(chart);
    if (marker === undefined) {
      marker = issueBlock(holdBlock({}, { kind: 'entries', template: { name, entries: this.recommended } }));
      markers.set(chart, marker);
    }
    this.labelTemplate = { [marker]: marker };
    this.commonLabels = spread(chart._commonLabels);
    this.commonAnnotations = chart._commonAnnotations.length > 0 ? spread(chart._commonAnnotations) : undefined;
    const podLabels = Object.fromEntries(POD_LABELS.map((key) => [key, this.recommended[key]]));
    this.missing = { namespace: chart.release.namespaceName, podLabels };
  }

  /** The finished object. What nothing changes is shared with what was given. */
  public finish(object: ApiObject, made: PlainMap): PlainMap {
    const operations = this.chart._overlays.get(object);
    const document = operations ? this.overlaid(object, made, operations) : made;
    return completed(this.withLabels(document, object), object.kind, this.missing);
  }

  private overlaid(object: ApiObject, made: PlainMap, operations: readonly OverlayOperation[]): PlainMap {
    const report = (problem: Diagnostic): void => {
      this.problems.push({ ...problem, place: { ...problem.place, path: object.node.path } });
    };
    const document = operations.reduce((before, operation) => applyOverlay(before, operation, report), made);
    return this.addresses.inMap(document, object);
  }

  private withLabels(document: PlainMap, object: ApiObject): PlainMap {
    const metadata = isMap(document.metadata) ? document.metadata : this.noMetadata(document.metadata, object);
    const own = asPairs(metadata.labels) ?? this.noMap('labels', metadata.labels, object);
    const recommended = this.recommendedBeside(own);
    const labels = { ...recommended, ...this.commonLabels, ...own };
    if (!this.commonAnnotations) return { ...document, metadata: { ...metadata, labels } };
    const noted = asPairs(metadata.annotations) ?? this.noMap('annotations', metadata.annotations, object);
    const annotations = { ...this.commonAnnotations, ...noted };
    return { ...document, metadata: { ...metadata, annotations, labels } };
  }

  /** All that is recommended, as one template; or, where somebody else says some of it, the others one by one. */
  private recommendedBeside(own: PlainMap): PlainMap {
    const isSaid = (key: string): boolean => key in own || key in this.commonLabels;
    if (!this.recommendedKeys.some(isSaid)) return this.labelTemplate;
    const missing = this.recommendedKeys.filter((key) => !isSaid(key));
    return Object.fromEntries(missing.map((key) => [key, this.recommended[key]]));
  }

  private noMetadata(given: unknown, object: ApiObject): Manifest {
    if (given === undefined) return {};
    const hint = 'put what is inside: "/metadata/labels", "/metadata/annotations/key", "/metadata/namespace"';
    this.misfit('metadata', given, 'the chart puts its labels into it', hint, object);
    return {};
  }

  private noMap(key: string, given: unknown, object: ApiObject): Manifest {
    const hint = 'a map, an expression of one, or Block.when with one of these; or single keys with Overlay';
    this.misfit(`metadata.${key}`, given, `the chart puts its own ${key} beside it`, hint, object);
    return {};
  }

  private misfit(key: string, given: unknown, why: string, hint: string, object: ApiObject): void {
    const place = { path: object.node.path, key };
    const message = `"${key}" must be a map, not ${said(given)}: ${why}`;
    this.problems.push({ code: 'HELM1013', severity: 'error', message, hint, place });
  }
}

function said(given: unknown): string {
  const leaf = Array.isArray(given) ? undefined : classify(given, () => undefined);
  if (leaf?.kind === 'expression') return describeExpression(leaf.node);
  return leaf?.kind === 'block' ? 'a block' : describe(given);
}

/** Maps and expressions of maps, one over the other. */
function spread(maps: readonly unknown[]): Manifest {
  return Object.assign({}, ...maps.map((map) => (map instanceof Expression ? map.asMap() : map))) as Manifest;
}
