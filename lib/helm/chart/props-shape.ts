import {
  mustBeArrayOf,
  mustBeBoolean,
  mustBeMapOf,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustBeText,
  mustHaveShape,
  required,
  type Shape,
} from '../../diagnostics/predicates';
import { mustBeAnything } from '../sound-props';

// What the props of charts are, for callers whose language does not tell.

const texts = mustBeArrayOf(mustBeText);

/** `HelmChartProps`, those of cdk8s' `ChartProps` included. */
export const CHART_PROPS: Shape = {
  namespace: mustBeString,
  labels: mustBeMapOf(mustBeString),
  disableResourceNameHashes: mustBeBoolean,
  version: required(mustBeText),
  description: required(mustBeText),
  chartName: mustBeText,
  appVersion: mustBeText,
  chartType: mustBeOneOf(['application', 'library']),
  kubeVersion: mustBeText,
  keywords: texts,
  home: mustBeText,
  sources: texts,
  maintainers: mustBeArrayOf(mustHaveShape({ name: required(mustBeText), email: mustBeText, url: mustBeText })),
  icon: mustBeText,
  deprecated: mustBeBoolean,
  annotations: mustBeMapOf(mustBeString),
  readme: mustBeString,
};

/** `SubchartProps`. */
export const SUBCHART_PROPS: Shape = {
  chartName: mustBeText,
  version: mustBeText,
  repository: mustBeString,
  alias: mustBeText,
  condition: mustBeText,
  tags: texts,
  importValues: mustBeArrayOf(mustHaveShape({ child: required(mustBeText), parent: required(mustBeText) })),
  standalone: mustBeBoolean,
};

/** `RenderOptions`. */
export const RENDER_OPTIONS: Shape = {
  values: mustBeObject,
  releaseName: mustBeText,
  releaseNamespace: mustBeText,
  kubeVersion: mustBeText,
  apiVersions: texts,
  isUpgrade: mustBeBoolean,
};

/** `HelmAppProps`. */
export const APP_PROPS: Shape = { outdir: mustBeText, resolvers: mustBeArrayOf(mustBeAnything) };
