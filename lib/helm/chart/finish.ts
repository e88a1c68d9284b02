import type { ApiObject } from 'cdk8s';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { holdBlock } from '../document/block';
import { isMap } from '../document/classify';
import { Expression } from '../expression/expression';
import { issueBlock } from '../token/tokens';
import type { Addresses } from './addresses';
import type { HelmChart } from './chart';
import type { LabelValue } from './helpers';
import type { PlainMap } from './one-walk';
import type { OverlayOperation } from './overlay';
import { applyOverlay } from './overlay-apply';

type Manifest = Record<string, unknown>;

/** The marker of each chart's labels template: issued once, however often a chart is made. */
const markers = new WeakMap<HelmChart, string>();

/** What a chart does to every object that cdk8s has made: overlays, recommended labels. */
export class Finisher {
  /** The recommended labels, and the map with the one marker that stands for all of them. */
  private readonly recommended: Manifest;
  private readonly labelTemplate: Manifest;
  private readonly commonLabels: Manifest;
  private readonly commonAnnotations: Manifest | undefined;

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
    let marker = markers.get(chart);
    if (marker === undefined) {
      marker = issueBlock(holdBlock({}, { kind: 'entries', template: { name, entries: this.recommended } }));
      markers.set(chart, marker);
    }
    this.labelTemplate = { [marker]: marker };
    this.commonLabels = spread(chart._commonLabels);
    this.commonAnnotations = chart._commonAnnotations.length > 0 ? spread(chart._commonAnnotations) : undefined;
  }

  /** The finished object. What nothing changes is shared with what was given. */
  public finish(object: ApiObject, made: PlainMap): PlainMap {
    const operations = this.chart._overlays.get(object);
    return this.withLabels(operations ? this.overlaid(object, made, operations) : made);
  }

  private overlaid(object: ApiObject, made: PlainMap, operations: readonly OverlayOperation[]): PlainMap {
    const report = (problem: Diagnostic): void => {
      this.problems.push({ ...problem, place: { ...problem.place, path: object.node.path } });
    };
    const document = operations.reduce((before, operation) => applyOverlay(before, operation, report), made);
    return this.addresses.inMap(document, object);
  }

  private withLabels(document: PlainMap): PlainMap {
    const metadata = (document.metadata ?? {}) as Manifest;
    const own = (isMap(metadata.labels) ? metadata.labels : {}) as Manifest;
    const missing = Object.keys(this.recommended).filter((key) => !(key in own || key in this.commonLabels));
    const recommended =
      missing.length === Object.keys(this.recommended).length
        ? this.labelTemplate
        : Object.fromEntries(missing.map((key) => [key, this.recommended[key]]));
    const labels = { ...recommended, ...this.commonLabels, ...own };
    if (!this.commonAnnotations) return { ...document, metadata: { ...metadata, labels } };
    const annotations = { ...this.commonAnnotations, ...(metadata.annotations as Manifest) };
    return { ...document, metadata: { ...metadata, annotations, labels } };
  }
}

/** Maps and expressions of maps, one over the other. */
function spread(maps: readonly unknown[]): Manifest {
  return Object.assign({}, ...maps.map((map) => (map instanceof Expression ? map.asMap() : map))) as Manifest;
}
