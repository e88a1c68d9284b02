import { Expression, type HelmChart } from '../helm';
import { DEFAULTING_SINCE, POLICIES_UNTIL, VALIDATION_SINCE } from './language/bands';
import type { When } from './when';

/** What a cluster does for pods, by what it serves. */
export interface Bands {
  /** PodSecurityPolicy: up to Kubernetes 1.24. */
  readonly policies: When;
  /** ValidatingAdmissionPolicy: from Kubernetes 1.30 on. */
  readonly validation: When;
  /** MutatingAdmissionPolicy besides: from Kubernetes 1.36 on. */
  readonly defaulting: When;
  /** Nothing of it: Kubernetes 1.25 to 1.29. */
  readonly none: When;
}

/** The API that Kubernetes has had up to 1.24. */
export const POD_SECURITY_POLICY = 'policy/v1beta1';

/** The API of admission policies. */
export const ADMISSION = 'admissionregistration.k8s.io/v1';

/** What was found out for each chart of Helm: named templates, which are there once. */
const bands = new WeakMap<HelmChart, Bands>();

/**
 * The band of the cluster that Helm renders for. `helm template` takes for granted what the newest cluster serves, so the
 * version counts too.
 */
export function bandsOf(chart: HelmChart): Bands {
  const known = bands.get(chart);
  if (known) return known;
  const { capabilities } = chart;
  const policies = capabilities.hasApi(`${POD_SECURITY_POLICY}/PodSecurityPolicy`);
  const served = (kind: string, since: number): Expression =>
    Expression.allOf(
      Expression.negate(policies),
      capabilities.hasApi(`${ADMISSION}/${kind}`),
      capabilities.kubeVersionIs(`>=1.${since}.0-0`),
    );
  const validation = chart.addTemplate('podsValidated', served('ValidatingAdmissionPolicy', VALIDATION_SINCE));
  const defaulting = chart.addTemplate(
    'podsDefaulted',
    Expression.allOf(validation, served('MutatingAdmissionPolicy', DEFAULTING_SINCE)),
  );
  const none = Expression.negate(Expression.anyOf(policies, validation));
  const found = { policies, validation, defaulting, none };
  bands.set(chart, found);
  return found;
}

/** The band of a minor of Kubernetes. */
export function bandsAt(minor: number): Bands {
  const [policies, validation] = [minor <= POLICIES_UNTIL, minor >= VALIDATION_SINCE];
  return { policies, validation, defaulting: minor >= DEFAULTING_SINCE, none: !policies && !validation };
}
