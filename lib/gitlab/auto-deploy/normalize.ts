import { isObject } from '../../diagnostics/predicates';
import { type Context, say, type Values } from './checks/context';
import { appArmorOf, isConstruct, manifestsOf, networkPolicySpec } from './from-constructs';
import { plain } from './plain';

/** Props as plain values of the chart: constructs become data, and what Helm would mix with the chart's own is spelt out. */
export function normalize(props: Values, context: Context): Values {
  const { autoDeployImageVersion: _, comments: __, ...given } = props;
  const values = { ...given, ...withAppArmor(given, context) };
  const [workers, cronjobs] = [values.workers, values.cronjobs].map((jobs) =>
    isObject(jobs) ? mapValues(jobs, (job) => (isObject(job) ? { ...job, ...withAppArmor(job, context) } : job)) : jobs,
  );
  const all = {
    ...values,
    workers,
    cronjobs,
    service: withType(values.service, context),
    networkPolicy: withWholeSpec(values.networkPolicy, context),
    podDisruptionBudget: withOneLimit(values.podDisruptionBudget),
    customResources: Array.isArray(values.customResources)
      ? manifestsOf(values.customResources, context)
      : values.customResources,
  };
  return plain(all, context);
}

/** The security contexts of a pod, with the name of an AppArmorProfile where one was given. */
function withAppArmor(values: Values, context: Context): Values {
  const contexts = ['securityContext', 'containerSecurityContext'].flatMap((key): readonly [string, unknown][] => {
    const security = values[key];
    if (!isObject(security) || security.appArmorProfile === undefined) return [];
    return [[key, { ...security, appArmorProfile: appArmorOf(security.appArmorProfile, context) }]];
  });
  return Object.fromEntries(contexts);
}

/** A prop named `type` would be a reserved word in Go. */
function withType(service: unknown, context: Context): unknown {
  if (!isObject(service) || service.serviceType === undefined) return service;
  const { serviceType, ...rest } = service;
  if (rest.type !== undefined && rest.type !== serviceType) {
    say(
      context,
      'error',
      'GITLAB1001',
      'service.type',
      'says something else than "serviceType"',
      'leave one of them out',
    );
  }
  return { type: serviceType, ...rest };
}

/** Helm mixes objects: a spec without `ingress` would keep the rules of the chart's own one. */
function withWholeSpec(policy: unknown, context: Context): unknown {
  if (!isObject(policy)) return policy;
  const spec = isConstruct(policy.spec) ? networkPolicySpec(policy.spec, 'networkPolicy.spec', context) : policy.spec;
  if (!isObject(spec) || spec.ingress !== undefined) return { ...policy, spec };
  return { ...policy, spec: { ...spec, ingress: null } };
}

/** The API server refuses a budget with both limits, and the chart has one of its own. */
function withOneLimit(budget: unknown): unknown {
  if (!isObject(budget) || budget.minAvailable === undefined || budget.maxUnavailable !== undefined) return budget;
  return { ...budget, maxUnavailable: null };
}

function mapValues(map: Values, to: (value: unknown) => unknown): Values {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, to(value)]));
}
