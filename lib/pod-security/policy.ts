import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { flawsOf, isObject } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { callError } from '../diagnostics/diagnostic-error';
import { HelmChart } from '../helm';
import { POD_SECURITY_POLICY } from './bands';
import { checkPolicy } from './language/check-policy';
import { CODES } from './language/check-spec';
import { type Level, POLICY_OF_LEVEL } from './language/levels';
import { isOpen } from './open';
import { type PolicyParts, policyObject } from './policy-object';
import type { PodSecurityLevelProps, PodSecurityPolicyProps } from './policy-props';
import { PodSecurityPolicySet } from './policy-set';
import { openProfileAnnotations } from './profile-annotations';
import { mustBeSubjects, OPTIONS } from './props-shape';
import { bindRole, EVERYWHERE, useRole } from './rights';
import type { PolicySubject } from './subject';
import { text } from './text';
import { placeWhen } from './when';

/**
 * A PodSecurityPolicy: which pods a cluster lets in, and what it sets in them.
 *
 * It takes part in decisions only once somebody may use it: `allow()`. In a `HelmChart` its objects are those that the
 * cluster knows: a PodSecurityPolicy up to Kubernetes 1.24, and from 1.30 on one ValidatingAdmissionPolicy for all policies of
 * the chart, see `PodSecurityPolicySet`.
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
  /** What was said of it. @internal */
  public readonly _parts: PolicyParts;
  private readonly set: PodSecurityPolicySet;
  /** Where its rights are: below a condition in a chart of Helm, nowhere on a cluster that knows no policies. */
  private readonly rights: Construct | undefined;
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
    this.set = PodSecurityPolicySet.ofConstruct(this);
    // Synth ends with the errors that were found: what is written meanwhile is seen by nobody.
    this._parts = policyObject(problems.hasErrors ? {} : props);
    this.policy = this.policyIn(placeWhen(this, 'served', this.set._policiesWhen), this._parts);
    this.rights = placeWhen(this, 'granted', this.set._rightsWhen);
    this.set._add(this);
    this.allow(...this._parts.subjects);
  }

  /** Name of the policy: several that fit are tried by alphabet. */
  public get policyName(): string {
    return this.policy.name;
  }

  /** Who may use it, and where; nothing when nobody was named here. @internal */
  public get _subjects(): unknown {
    return this.bindings.size === 0 ? undefined : Object.fromEntries(this.bindings);
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

  /** The object, whose name counts even where a cluster does not know its kind: there it is no part of the chart. */
  private policyIn(place: Construct | undefined, { metadata, spec, profiles }: PolicyParts): ApiObject {
    const policy = new ApiObject(place ?? this, 'Default', {
      apiVersion: POD_SECURITY_POLICY,
      kind: 'PodSecurityPolicy',
      metadata: { ...metadata, annotations: { ...metadata.annotations, ...openProfileAnnotations(profiles) } },
      spec,
    });
    if (place === undefined) this.node.tryRemoveChild('Default');
    return policy;
  }

  private bind(namespace: string, subjects: readonly PolicySubject[]): void {
    if (subjects.length === 0 || this.rights === undefined) return;
    const known = this.bindings.get(namespace);
    if (known) {
      known.push(...subjects);
      return;
    }
    const all = [...subjects];
    this.bindings.set(namespace, all);
    this.role ??= useRole(this.rights, 'role', this.set._namesOf(this));
    const id = namespace === EVERYWHERE ? 'binding' : `binding-${this.bindings.size}`;
    bindRole(this.rights, id, this.role, namespace, all);
  }
}

/** @throws DiagnosticError for what only callers without types can do. */
function known(method: string, subjects: readonly PolicySubject[]): void {
  const [flaw] = flawsOf(mustBeSubjects, subjects, '');
  if (flaw === undefined) return;
  throw callError(CODES.subject, `the argument${flaw.at} of ${method}() ${flaw.says}`, flaw.hint);
}

function ofLevel(scope: Construct, id: string, level: Level, props: PodSecurityLevelProps): PodSecurityPolicy {
  // What is no object has no fields: the constructor says so.
  if (!isObject(props)) return new PodSecurityPolicy(scope, id, props as PodSecurityPolicyProps);
  const { spec, profiles } = POLICY_OF_LEVEL[level];
  const given = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
  return new PodSecurityPolicy(scope, id, { ...spec, ...profiles, ...given });
}
