import { isObject } from '../../../diagnostics/predicates';
import { ANNOTATIONS, mapOf, podsOf } from '../pods';
import { RELEASE_NAME } from '../release-name';
import { neededKeys, selects } from '../selects';
import { type Context, say, type Values } from './context';

/** Which pods a policy is for, by its kind: the path of its selector. */
const SELECTORS: Readonly<Record<string, string>> = {
  NetworkPolicy: 'podSelector',
  CiliumNetworkPolicy: 'endpointSelector',
  CiliumClusterwideNetworkPolicy: 'endpointSelector',
  PodDisruptionBudget: 'selector',
};

/** The chart's one policy, and those among the custom resources. */
export function checkPolicies(values: Values, context: Context): void {
  checkNetworkPolicy(values, context);
  const resources = Array.isArray(values.customResources) ? values.customResources : [];
  for (const [index, resource] of resources.entries()) {
    const { kind, spec, specs } = mapOf(resource);
    const field = Object.hasOwn(SELECTORS, String(kind)) ? SELECTORS[String(kind)] : undefined;
    if (field === undefined) continue;
    const all = Array.isArray(specs) ? specs : [spec];
    for (const each of all)
      checkSelector(mapOf(each)[field], values, context, `customResources[${index}].spec.${field}`, 'warning');
  }
}

function checkNetworkPolicy(values: Values, context: Context): void {
  const { enabled, spec } = mapOf(values.networkPolicy);
  if (isObject(spec) && enabled !== true) {
    const hint = 'set "networkPolicy.enabled" to true';
    say(context, 'warning', 'GITLAB1011', 'networkPolicy.spec', 'does nothing while the policy is not enabled', hint);
  }
  if (enabled === true && !isObject(spec)) {
    const message =
      "takes the chart's own spec, which lets in the namespace and namespaces labelled app.gitlab.com/managed_by: gitlab: nothing sets that label any more, so no ingress controller gets through";
    const hint =
      'give a spec, or take AutoDeployValues.networkPolicy(), which knows the controllers by their namespaces';
    say(context, 'warning', 'GITLAB1011', 'networkPolicy.enabled', message, hint);
  }
  if (!isObject(spec)) return;
  checkSelector(spec.podSelector, values, context, 'networkPolicy.spec.podSelector', 'error');
  if (JSON.stringify(spec).includes(RELEASE_NAME) || JSON.stringify(spec).includes('{{')) {
    const hint = 'put the policy into "customResources", where expressions are carried out';
    say(
      context,
      'error',
      'GITLAB1008',
      'networkPolicy.spec',
      'holds an expression, which the chart hands on as text',
      hint,
    );
  }
  if (!('ingress' in spec)) {
    const message = "has no rules for ingress, so Helm leaves those of the chart's own spec in it";
    say(
      context,
      'warning',
      'GITLAB1011',
      'networkPolicy.spec',
      message,
      'write "ingress: null", or the rules that you mean',
    );
  }
  if (cutsOffNames(spec)) {
    const message = 'lets no question for names out: port 53 is open to nobody, so no host name works any more';
    const hint = 'add a rule with ports 53/UDP and 53/TCP';
    say(context, 'warning', 'GITLAB1011', 'networkPolicy.spec.egress', message, hint);
  }
}

/** Whether egress is limited, and DNS is not among what is let out. */
function cutsOffNames({ egress, policyTypes }: Values): boolean {
  const limited = Array.isArray(policyTypes) ? policyTypes.includes('Egress') : Array.isArray(egress);
  const rules: readonly unknown[] = Array.isArray(egress) ? egress : [];
  return limited && !rules.some((rule) => openFor53(mapOf(rule).ports));
}

function openFor53(ports: unknown): boolean {
  if (!Array.isArray(ports) || ports.length === 0) return true;
  return ports.map(mapOf).some(({ port, endPort }) => {
    if (port === undefined || typeof port === 'string') return true;
    return Number(port) <= 53 && Number(endPort ?? port) >= 53;
  });
}

/** A policy that is for nobody protects nothing, and nobody notices. */
function checkSelector(
  selector: unknown,
  values: Values,
  context: Context,
  at: string,
  severity: 'error' | 'warning',
): void {
  const keys = neededKeys(selector);
  const annotation = keys.find((key) => ANNOTATIONS.includes(key));
  if (annotation !== undefined) {
    const message = `asks for ${annotation}, which is an annotation of the pods and no label: it selects nothing`;
    return say(context, 'error', 'GITLAB1006', at, message, LABELS);
  }
  // Labels that Cilium makes of the namespace and the account.
  if (keys.some((key) => key.startsWith('io.') || key.startsWith('reserved:'))) return;
  const pods = podsOf(values);
  if (pods.some((group) => selects(selector, group))) return;
  say(context, severity, 'GITLAB1006', at, 'selects none of the pods of this deployment', LABELS);
}

const LABELS =
  'pods carry "app" (but workers), "release", "track" and "tier" (web, worker, cronjob), and what "extraLabels" and "workers.NAME.labels" add';
