import type { ApiObject } from 'cdk8s';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { holdBlock } from '../document/block';
import { isMap } from '../document/classify';
import { Expression } from '../expression/expression';
import { issueBlock, mayHoldMarker } from '../token/tokens';
import type { HelmChart } from './chart';
import type { LabelValue } from './helpers';
import { rangeAround } from './names';
import { applyOverlay } from './overlay-apply';

/** The label by which cdk8s-plus selects pods. Its value is made from the construct path: it knows no release. */
const ADDRESS = 'cdk8s.io/metadata.addr';

type Manifest = Record<string, unknown>;

/** What a chart does to every object that cdk8s has made: overlays, selectors of this release only, recommended labels. */
export function finishObject(chart: HelmChart, object: ApiObject, made: Manifest, problems: Diagnostic[]): Manifest {
  let document = made;
  for (const operation of chart._overlays.get(object) ?? []) {
    document = applyOverlay(document, operation, (problem) => problems.push({ ...problem, place: { ...problem.place, path: object.node.path } }));
  }
  document = releaseAddresses(document, chart, object) as Manifest;
  return withLabels(document, chart);
}

/** Two releases in one namespace must not select each other's pods: the address gets the release in front. */
function releaseAddresses(value: unknown, chart: HelmChart, object: ApiObject): unknown {
  if (Array.isArray(value)) return unchangedOr(value, value.map((item) => releaseAddresses(item, chart, object)));
  if (!isMap(value)) return value;
  let changed: Manifest | undefined;
  for (const key in value) {
    const item = value[key];
    const next =
      key === ADDRESS && typeof item === 'string' ? address(item, chart, object)
      : key === 'values' && value.key === ADDRESS && Array.isArray(item) ? item.map((one) => address(String(one), chart, object))
      : typeof item === 'object' ? releaseAddresses(item, chart, object)
      : item;
    if (next !== item) changed = { ...(changed ?? value), [key]: next };
  }
  return changed ?? value;
}

function unchangedOr(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.some((item, index) => item !== before[index]) ? after : before;
}

/** A label value has 63 characters, a release name 53: the address keeps its last 8, which are its hash. */
function address(value: string, chart: HelmChart, object: ApiObject): string {
  if (mayHoldMarker(value)) return value;
  const hash = value.slice(-8);
  const range = rangeAround(object, chart);
  if (!range) return `${chart.release.name}-${hash}`;
  const key = Expression._of({ kind: 'variable', variable: range.key, type: range.key.type, owner: chart._owner });
  const own = Expression.concat(`${hash}/`, key).pipe('sha256sum').pipe('trunc', 8);
  return `${chart.release.name}-${own}`;
}

function withLabels(document: Manifest, chart: HelmChart): Manifest {
  const metadata = (document.metadata ?? {}) as Manifest;
  const own = (isMap(metadata.labels) ? metadata.labels : {}) as Manifest;
  const labels = chart._commonLabels.length > 0 ? { ...spread(chart._commonLabels), ...own } : own;
  const standard = chart._labelTemplate.entries as Readonly<Record<string, LabelValue>>;
  const taken = Object.keys(standard).some((key) => key in labels);
  const recommended = taken
    ? Object.fromEntries(Object.entries(standard).filter(([key]) => !(key in labels)).map(([key, { node }]) => [key, Expression._of(node)]))
    : entriesOf(chart);
  const annotations = chart._commonAnnotations.length > 0 ? { annotations: { ...spread(chart._commonAnnotations), ...(metadata.annotations as Manifest) } } : {};
  return { ...document, metadata: { ...metadata, ...annotations, labels: { ...recommended, ...labels } } };
}

/** Maps and expressions of maps, one over the other. */
function spread(maps: readonly unknown[]): Manifest {
  return Object.assign({}, ...maps.map((map) => (map instanceof Expression ? map.asMap() : map))) as Manifest;
}

const holders = new WeakMap<HelmChart, Manifest>();

/** The map with the one marker that stands for the chart's labels template. */
function entriesOf(chart: HelmChart): Manifest {
  let entries = holders.get(chart);
  if (!entries) {
    const template = {
      name: chart._labelTemplate.name,
      entries: Object.fromEntries(
        Object.entries(chart._labelTemplate.entries as Readonly<Record<string, LabelValue>>).map(([key, { node }]) => [key, Expression._of(node)]),
      ),
    };
    const marker = issueBlock(holdBlock({}, { kind: 'entries', template }));
    entries = { [marker]: marker };
    holders.set(chart, entries);
  }
  return entries;
}

