import { checkObject } from '../../diagnostics/check';
import { DiagnosticCollector } from '../../diagnostics/collector';
import { layeredValues } from '../../helm/upstream-values';
import type { JsonMap } from '../../helm/values/shape';
import { CHART_VALUES_PROPS } from '../props-shape';
import { ANNOTATION } from './confine';

/** Where a chart that is not ours takes the profile. One of the two paths at least. */
export interface ChartValuesProps {
  /**
   * Keys of the security context of a container or of the pod in the values of that chart, such as
   * `controller.containerSecurityContext`. For Kubernetes 1.30 and newer.
   * @default - none
   */
  readonly securityContext?: string;
  /** Keys of the annotations of its pods, such as `controller.podAnnotations`. For Kubernetes before 1.30. @default - none */
  readonly podAnnotations?: string;
  /** Name of the container, which an annotation must say. @default - none */
  readonly container?: string;
}

interface Profile {
  readonly localhostProfile: string;
  readonly annotationValue: string;
  readonly node: { readonly path: string };
}

type Values = { [key: string]: any };

/** Both forms side by side agree: the API server takes them together. */
export function chartValues(profile: Profile, props: ChartValuesProps): Values {
  const problems = new DiagnosticCollector();
  const place = { path: profile.node.path };
  const sound = checkObject(props, CHART_VALUES_PROPS, place, 'HELM1050', problems.report);
  const { securityContext, podAnnotations, container } = sound ? props : {};
  const saysAnnotation = podAnnotations !== undefined && container !== undefined;
  if (sound && !saysAnnotation && (securityContext === undefined || podAnnotations !== undefined)) {
    const message =
      podAnnotations === undefined
        ? 'these values would put no container under the profile'
        : 'an annotation names its container, and "container" is missing';
    const hint = 'give "securityContext", or "podAnnotations" with the name of the "container"';
    problems.report({ code: 'APPARMOR1029', severity: 'error', message, hint, place });
  }
  problems.throwIfErrors();
  const field = { appArmorProfile: { type: 'Localhost', localhostProfile: profile.localhostProfile } };
  const pair = container === undefined ? {} : { [ANNOTATION + container]: profile.annotationValue };
  return layeredValues(at(securityContext, field), at(podAnnotations, pair)) as Values;
}

function at(path: string | undefined, pairs: JsonMap): JsonMap {
  return path === undefined ? {} : path.split('.').reduceRight<JsonMap>((inner, key) => ({ [key]: inner }), pairs);
}
