import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { flawsOf, isObject } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { callError } from '../diagnostics/diagnostic-error';
import { HelmChart, If } from '../helm';
import { holdsToken } from '../helm/token/tokens';
import { checkPolicy } from './language/check-policy';
import { CODES } from './language/check-spec';
import { type Level, POLICY_OF_LEVEL } from './language/levels';
import { policyObject } from './policy-object';
import { mustBeSubjects, OPTIONS, type PodSecurityLevelProps, type PodSecurityPolicyProps } from './policy-props';
import { openProfileAnnotations } from './profile-annotations';
import type { PolicySubject } from './subject';
import { text } from './text';

const RBAC = 'rbac.authorization.k8s.io';

/** The API that Kubernetes has had up to 1.24. */
const POD_SECURITY_POLICY = 'policy/v1beta1';

/** Stands for the whole cluster where others have the name of a namespace. */
const EVERYWHERE = '';

/**
 * A PodSecurityPolicy: which pods a cluster up to Kubernetes 1.24 lets in, and what it sets in them.
 *
 * It takes part in decisions only once somebody may use it: `allow()`. In a `HelmChart` all its objects are rendered only
 * where the cluster has the API; it is gone since Kubernetes 1.25.
 */
export class PodSecurityPolicy extends Construct {
  /** Everything is allowed. @param props what differs from that */
  public static privileged(scope: Construct, id: string, props: PodSecurityLevelProps = {}): PodSecurityPolicy {
    return ofLevel(scope, id, 'privileged', props);
  }

  /** The level "baseline" of the Pod Security Standards: no known way to more privileges. @param props what differs from that */
  public static baseline(scope: Construct, id: string, props: PodSecurityLevelProps = {}): PodSecurityPolicy {
    return ofLevel(scope, id, 'baseline', props);
  }

  /** The level "restricted" of the Pod Security Standards: hardened pods only. @param props what differs from that */
  public static restricted(scope: Construct, id: string, props: PodSecurityLevelProps = {}): PodSecurityPolicy {
    return ofLevel(scope, id, 'restricted', props);
  }

  /** The PodSecurityPolicy itself. */
  public readonly policy: ApiObject;
  /** What is doubtful about it, such as a rule that no pod can meet. Nothing of it stops synth. */
  public readonly warnings: Diagnostic[];
  /** Where the objects are: below a condition in a chart of Helm. */
  private readonly home: Construct;
  private readonly chart: HelmChart | undefined;
  private role: ApiObject | undefined;
  private readonly bindings = new Map<string, PolicySubject[]>();

  /** @throws DiagnosticError when the API server would refuse it; in a `HelmChart` synth tells it with everything else. */
  public constructor(scope: Construct, id: string, props: PodSecurityPolicyProps) {
    super(scope, id);
    this.chart = this.node.scopes.some(HelmChart.isHelmChart) ? HelmChart.ofConstruct(this) : undefined;
    const problems = new DiagnosticCollector();
    for (const found of checkPolicy(props, { more: OPTIONS, isOpen })) {
      problems.report({ ...found, place: { ...found.place, path: this.node.path } });
    }
    if (this.chart) this.chart._problems.push(...problems.diagnostics);
    else problems.throwIfErrors();
    this.warnings = problems.hasErrors ? [] : [...problems.diagnostics];
    this.home = this.chart
      ? new If(this, 'served', { when: this.chart.capabilities.hasApi(`${POD_SECURITY_POLICY}/PodSecurityPolicy`) })
      : this;
    // Synth ends with the errors that were found: what is written meanwhile is seen by nobody.
    const { metadata, subjects, spec, profiles } = policyObject(problems.hasErrors ? {} : props);
    this.policy = new ApiObject(this.home, 'Default', {
      apiVersion: POD_SECURITY_POLICY,
      kind: 'PodSecurityPolicy',
      metadata: { ...metadata, annotations: { ...metadata.annotations, ...openProfileAnnotations(profiles) } },
      spec,
    });
    this.allow(...subjects);
  }

  /** Name of the policy: several that fit are tried by alphabet. */
  public get policyName(): string {
    return this.policy.name;
  }

  /** Lets these use the policy in every namespace: a ClusterRole for this policy alone, and a ClusterRoleBinding. */
  public allow(...subjects: PolicySubject[]): void {
    known('allow', subjects);
    const lost = subjects.find(({ kind, namespaceName }) => kind === 'ServiceAccount' && namespaceName === undefined);
    if (lost && !this.chart) {
      const hint = `PolicySubject.serviceAccount('${lost.name}', NAMESPACE), or allowIn(NAMESPACE, …)`;
      throw callError(CODES.subject, `the service account "${lost.name}" has no namespace`, hint);
    }
    this.bind(EVERYWHERE, subjects);
  }

  /** Lets these use the policy for pods of one namespace: a ClusterRole for this policy alone, and a RoleBinding there. */
  public allowIn(namespaceName: string, ...subjects: PolicySubject[]): void {
    known('allowIn', subjects);
    this.bind(text('allowIn.namespaceName', namespaceName), subjects);
  }

  private bind(namespace: string, subjects: readonly PolicySubject[]): void {
    if (subjects.length === 0) return;
    const known = this.bindings.get(namespace);
    if (known) {
      known.push(...subjects);
      return;
    }
    const all = [...subjects];
    this.bindings.set(namespace, all);
    this.role ??= new ApiObject(this.home, 'role', {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      rules: [
        { apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames: [this.policyName], verbs: ['use'] },
      ],
    });
    const everywhere = namespace === EVERYWHERE;
    new ApiObject(this.home, everywhere ? 'binding' : `binding-${this.bindings.size}`, {
      apiVersion: `${RBAC}/v1`,
      kind: everywhere ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: everywhere ? {} : { namespace },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: this.role.name },
      // More of them may come before synth.
      subjects: Lazy.any({ produce: () => all.map((subject) => asSubject(subject, namespace)) }),
    });
  }
}

/** @throws DiagnosticError for what only callers without types can do. */
function known(method: string, subjects: readonly PolicySubject[]): void {
  const [flaw] = flawsOf(mustBeSubjects, subjects, '');
  if (flaw === undefined) return;
  throw callError(CODES.subject, `the argument${flaw.at} of ${method}() ${flaw.says}`, flaw.hint);
}

function asSubject({ kind, name, namespaceName }: PolicySubject, bound: string): Readonly<Record<string, string>> {
  if (kind !== 'ServiceAccount') return { kind, apiGroup: RBAC, name };
  const place = namespaceName ?? bound;
  return place === EVERYWHERE ? { kind, name } : { kind, name, namespace: place };
}

function ofLevel(scope: Construct, id: string, level: Level, props: PodSecurityLevelProps): PodSecurityPolicy {
  // What is no object has no fields: the constructor says so.
  if (!isObject(props)) return new PodSecurityPolicy(scope, id, props as PodSecurityPolicyProps);
  const { spec, profiles } = POLICY_OF_LEVEL[level];
  const given = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
  return new PodSecurityPolicy(scope, id, { ...spec, ...profiles, ...given });
}

/** Values of a chart, and what else is known only when objects are written. */
function isOpen(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'number') return holdsToken(value);
  return typeof value === 'object' && value !== null && 'resolve' in value && typeof value.resolve === 'function';
}
