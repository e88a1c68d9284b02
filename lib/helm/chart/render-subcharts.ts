import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import type { Json } from '../expression/node';
import { soundProps } from '../sound-props';
import { defaultValues } from '../values/defaults';
import { mergeValues } from '../values/merge';
import { isMap, type JsonMap } from '../values/shape';
import type { HelmChart, Subchart } from './chart';
import { RENDER_OPTIONS } from './props-shape';
import { type RenderedObject, renderChart } from './render';
import type { RenderOptions } from './render-options';

/**
 * Renders a chart and the local subcharts that its values switch on, as Helm would. Of remote subcharts nothing is known.
 * @throws Error for a subchart with `importValues`: only Helm takes values over.
 */
export function renderWithSubcharts(
  chart: HelmChart,
  options: RenderOptions,
  chartName = chart.chartName,
): readonly RenderedObject[] {
  const own = renderChart(chart, options, chartName);
  const given = soundOptions(chart, options);
  const values = mergeValues(defaultValues(chart.values._declarations), given.values ?? {});
  return [
    ...own,
    ...chart._subcharts.flatMap((subchart) => {
      if (!subchart.chart || !isWanted(subchart, values)) return [];
      if (subchart.props.importValues?.length)
        throw new Error(`${chart.node.path}: values that are imported from a subchart are known to Helm only`);
      const name = keyOf(subchart);
      return renderWithSubcharts(subchart.chart, { ...given, values: valuesBelow(values, name) }, name);
    }),
  ];
}

function soundOptions(chart: HelmChart, options: RenderOptions): Partial<RenderOptions> {
  return soundProps<RenderOptions>(options, RENDER_OPTIONS, { path: chart.node.path }, (problem) => {
    throw new DiagnosticError([problem]);
  });
}

/** The name under which its values are, and which it believes to have. */
function keyOf({ chart, props }: Subchart): string {
  return props.alias ?? props.chartName ?? chart?.chartName ?? '';
}

/** What a subchart is given: what stands below its name, and the globals of its parent over its own. */
function valuesBelow(values: JsonMap, name: string): JsonMap {
  const [own, globals] = [mapAt(values, name), mapAt(values, 'global')];
  return Object.hasOwn(values, 'global') ? { ...own, global: mergeValues(mapAt(own, 'global'), globals) } : own;
}

function mapAt(values: JsonMap, key: string): JsonMap {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return isMap(value) ? value : {};
}

/** The first path of a condition that holds true or false decides; else the tags do: one that is on is enough. */
function isWanted({ props }: Subchart, values: JsonMap): boolean {
  const conditions = (props.condition ?? '').split(',').map((path) => valueAt(values, path.trim().split('.')));
  const decided = conditions.find((value) => typeof value === 'boolean');
  if (decided !== undefined) return decided;
  const tags = (props.tags ?? []).map((tag) => mapAt(values, 'tags')[tag]);
  return tags.includes(true) || !tags.includes(false);
}

function valueAt(values: JsonMap, path: readonly string[]): Json | undefined {
  const [key = '', ...rest] = path;
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (rest.length === 0) return value;
  return isMap(value) ? valueAt(value, rest) : undefined;
}
