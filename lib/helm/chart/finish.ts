import type { ApiObject } from 'cdk8s';
import { describe } from '../../diagnostics/describe';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { holdBlock } from '../document/block';
import { classify, isMap } from '../document/classify';
import { Expression } from '../expression/expression';
import { describeExpression } from '../expression/print';
import { issueBlock, mayHoldMarker } from '../token/tokens';
import type { HelmChart } from './chart';
import type { LabelValue } from './helpers';
import { asPairs } from './metadata';
import { keysAround } from './names';
import { applyOverlay } from './overlay-apply';

/** The label by which cdk8s-plus selects pods. Its value is made from the construct path: it knows no release. */
const ADDRESS = 'cdk8s.io/metadata.addr';

type Manifest = Record<string, unknown>;

/** The marker of each chart's labels template: issued once, however often a chart is made. */
const markers = new WeakMap<HelmChart, string>();

/** What a chart does to every object that cdk8s has made: overlays, selectors of this release only, recommended labels. */
export class Finisher {
  /** The recommended labels, and the map with the one marker that stands for all of them. */
  private readonly recommended: Manifest;
  private readonly labelTemplate: Manifest;
  private readonly commonLabels: Manifest;
  private readonly commonAnnotations: Manifest | undefined;

  constructor(
    private readonly chart: HelmChart,
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
  public finish(object: ApiObject, made: Manifest): Manifest {
    const operations = this.chart._overlays.get(object) ?? [];
    // A condition hides what is below it from the walk afterwards.
    const hides = operations.some(({ kind }) => kind === 'when');
    let document = hides ? this.releaseAddressesInMap(made, object) : made;
    for (const operation of operations) {
      document = applyOverlay(document, operation, (problem) =>
        this.problems.push({ ...problem, place: { ...problem.place, path: object.node.path } }),
      );
    }
    return this.withLabels(this.releaseAddressesInMap(document, object), object);
  }

  /** Two releases in one namespace must not select each other's pods: the address gets the release in front. */
  private releaseAddresses(value: unknown, object: ApiObject): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.releaseAddressesInList(value, object);
    return isMap(value) ? this.releaseAddressesInMap(value, object) : value;
  }

  private releaseAddressesInList(list: readonly unknown[], object: ApiObject): readonly unknown[] {
    let changed: unknown[] | undefined;
    for (let i = 0; i < list.length; i++) {
      const next = this.releaseAddresses(list[i], object);
      if (next === list[i]) continue;
      changed ??= [...list];
      changed[i] = next;
    }
    return changed ?? list;
  }

  private releaseAddressesInMap(map: Manifest, object: ApiObject): Manifest {
    let changed: Manifest | undefined;
    for (const key in map) {
      const item = map[key];
      const next = isAddress(key, item, map) ? this.addresses(item, object) : this.releaseAddresses(item, object);
      if (next === item) continue;
      changed ??= { ...map };
      changed[key] = next;
    }
    return changed ?? map;
  }

  private addresses(value: unknown, object: ApiObject): unknown {
    return Array.isArray(value)
      ? value.map((one) => this.address(String(one), object))
      : this.address(String(value), object);
  }

  /** A label value has 63 characters, a release name 53: the address keeps its last 8, which are its hash. */
  private address(value: string, object: ApiObject): string | Expression {
    const { chart } = this;
    if (mayHoldMarker(value)) return value;
    const hash = value.slice(-8);
    const keys = keysAround(object, chart).map((key) => chart._variable(key));
    if (keys.length === 0) return Expression.concat(chart.release.name, `-${hash}`);
    const own = Expression.concat(hash, ...keys.flatMap((key) => ['/', key]))
      .pipe('sha256sum')
      .pipe('trunc', 8);
    return Expression.concat(chart.release.name, '-', own);
  }

  private withLabels(document: Manifest, object: ApiObject): Manifest {
    const metadata = isMap(document.metadata) ? document.metadata : this.noMetadata(document.metadata, object);
    const own = asPairs(metadata.labels) ?? this.noMap('labels', metadata.labels, object);
    const missing = Object.keys(this.recommended).filter((key) => !(key in own || key in this.commonLabels));
    const recommended =
      missing.length === Object.keys(this.recommended).length
        ? this.labelTemplate
        : Object.fromEntries(missing.map((key) => [key, this.recommended[key]]));
    const labels = { ...recommended, ...this.commonLabels, ...own };
    if (!this.commonAnnotations) return { ...document, metadata: { ...metadata, labels } };
    const noted = asPairs(metadata.annotations) ?? this.noMap('annotations', metadata.annotations, object);
    const annotations = { ...this.commonAnnotations, ...noted };
    return { ...document, metadata: { ...metadata, annotations, labels } };
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

/** A label or selector with the address as key, or an expression of a selector over it. */
function isAddress(key: string, item: unknown, map: Manifest): boolean {
  return (
    (key === ADDRESS && typeof item === 'string') || (key === 'values' && map.key === ADDRESS && Array.isArray(item))
  );
}
