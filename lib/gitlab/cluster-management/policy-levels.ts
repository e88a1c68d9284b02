import { isObject } from '../../diagnostics/check';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import type { HelmChart } from '../../helm/chart/chart';
import { NotEvaluable, RenderError } from '../../helm/expression/go-value';
import { levelOf } from '../../pod-security/language/psa/from-policies';
import { type NamedPolicy, readPolicy } from '../../pod-security/language/psp/policy';

type Manifest = Readonly<Record<string, unknown>>;

/** A cluster with PodSecurityPolicies, on which a chart says which it has and who may use them. */
const OLD_CLUSTER = { kubeVersion: 'v1.24.17', apiVersions: ['policy/v1beta1/PodSecurityPolicy'] };

/** The group of all service accounts of a namespace. */
const ACCOUNTS_OF = /^system:serviceaccounts:(.+)$/;

/**
 * The level of the Pod Security Standards that says the same as the policies of a chart, for each namespace in which somebody
 * may use one of them: that of the most open policy, for one is enough for a pod. Who may use policies everywhere is no
 * word about one namespace.
 *
 * @param values those of the release; what they leave out has its default.
 */
export function policyLevels(chart: HelmChart, values: Manifest, namespace: string): ReadonlyMap<string, string> {
  const objects = rendered(chart, values, namespace);
  const policies = objects.filter(({ kind }) => kind === 'PodSecurityPolicy').map(readPolicy);
  const used = new Map<string, Set<NamedPolicy>>();
  for (const binding of objects.filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')) {
    const names = namesOf(objects.find((object) => isRoleOf(binding, object)));
    const found = policies.filter(({ name }) => names.includes(name));
    for (const place of found.length > 0 ? placesOf(binding) : []) {
      used.set(place, new Set([...(used.get(place) ?? []), ...found]));
    }
  }
  return new Map([...used].map(([place, found]) => [place, levelOf([...found]).level]));
}

/** What the chart makes of its policies, whether they refuse or only tell. Nothing where Helm would fail: synth tells why. */
function rendered(chart: HelmChart, values: Manifest, namespace: string): readonly Manifest[] {
  const modes = chart.values._declarations.some(({ path }) => path.join('.') === 'mode') ? { mode: 'enforce' } : {};
  try {
    return chart.render({ ...OLD_CLUSTER, values: { ...values, ...modes }, releaseNamespace: namespace });
  } catch (error) {
    if (error instanceof RenderError || error instanceof DiagnosticError || error instanceof NotEvaluable) return [];
    throw error;
  }
}

const nameOf = ({ metadata }: Manifest): unknown => (isObject(metadata) ? metadata.name : undefined);

const records = (value: unknown): readonly Manifest[] => (Array.isArray(value) ? value.filter(isObject) : []);

function isRoleOf({ roleRef }: Manifest, object: Manifest): boolean {
  return isObject(roleRef) && object.kind === roleRef.kind && nameOf(object) === roleRef.name;
}

/** Names of policies that a role lets use. */
function namesOf(role: Manifest | undefined): readonly unknown[] {
  return records(role?.rules).flatMap(({ resources, resourceNames, verbs }) => {
    const isUse = [resources, verbs].every((list) => Array.isArray(list)) && String(verbs).split(',').includes('use');
    return isUse && String(resources) === 'podsecuritypolicies' && Array.isArray(resourceNames) ? resourceNames : [];
  });
}

/** Namespaces that a binding speaks of: its own, or those of the service accounts that it names. */
function placesOf({ kind, metadata, subjects }: Manifest): readonly string[] {
  if (kind === 'RoleBinding') return isObject(metadata) ? [String(metadata.namespace)] : [];
  return records(subjects).flatMap((subject) => {
    if (subject.kind === 'ServiceAccount') return [String(subject.namespace)];
    const [, place] = ACCOUNTS_OF.exec(String(subject.name)) ?? [];
    return place === undefined ? [] : [place];
  });
}
