import { isObject } from '../../../../diagnostics/predicates';
import type { LabelSelector } from '../../../../kubernetes/label-selector';
import type { Manifest } from '../../../../kubernetes/pod-templates';

// The objects of admissionregistration.k8s.io as far as they decide on a pod, with the server's defaults put in.

export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}

export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly scope: string;
}

export interface MatchResources {
  readonly resourceRules: readonly ResourceRule[];
  readonly excludeResourceRules: readonly ResourceRule[];
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}

/** What policies of both kinds have. */
export interface Policy {
  readonly kind: 'ValidatingAdmissionPolicy' | 'MutatingAdmissionPolicy';
  readonly name: string;
  /** Whether a fault of an expression refuses the pod. */
  readonly failsClosed: boolean;
  readonly hasParams: boolean;
  /** A policy without constraints is a fault of its own. */
  readonly matchConstraints?: MatchResources;
  readonly matchConditions: readonly NamedExpression[];
  readonly variables: readonly NamedExpression[];
  readonly validations: readonly Validation[];
  readonly auditAnnotations: readonly { readonly key: string; readonly expression: string }[];
  readonly mutations: readonly Mutation[];
  readonly reinvocation: boolean;
}

export interface Validation {
  readonly expression: string;
  readonly message: string;
  readonly messageExpression: string;
}

export interface Mutation {
  readonly patchType: string;
  readonly expression: string;
}

export interface Binding {
  readonly name: string;
  readonly policyName: string;
  readonly hasParams: boolean;
  readonly matchResources?: MatchResources;
  readonly validationActions: readonly string[];
}

/** A policy and those who bind it. */
export interface BoundPolicy {
  readonly policy: Policy;
  readonly bindings: readonly Binding[];
}

type PolicyKind = Policy['kind'];

/** The policies of a kind that are bound, by name: the server asks them in any order. Other objects are passed over. */
export function boundPolicies(objects: readonly Manifest[], kind: PolicyKind): readonly BoundPolicy[] {
  const ofKind = (wanted: string): readonly Manifest[] =>
    objects.filter((object) => object.kind === wanted && text(object.apiVersion).startsWith(`${GROUP}/`));
  const bindings = ofKind(`${kind}Binding`).map(readBinding);
  return ofKind(kind)
    .map((manifest) => readPolicy(manifest, kind))
    .map((policy) => ({ policy, bindings: bindings.filter(({ policyName }) => policyName === policy.name) }))
    .filter((each) => each.bindings.length > 0)
    .sort((one, other) => (one.policy.name < other.policy.name ? -1 : 1));
}

const GROUP = 'admissionregistration.k8s.io';

function readPolicy(manifest: Manifest, kind: PolicyKind): Policy {
  const spec = record(manifest.spec);
  return {
    kind,
    name: text(record(manifest.metadata).name),
    failsClosed: spec.failurePolicy !== 'Ignore',
    hasParams: isObject(spec.paramKind),
    ...(isObject(spec.matchConstraints) ? { matchConstraints: readMatch(spec.matchConstraints) } : {}),
    matchConditions: records(spec.matchConditions).map(readNamed),
    variables: records(spec.variables).map(readNamed),
    validations: records(spec.validations).map((each) => ({
      expression: text(each.expression),
      message: text(each.message),
      messageExpression: text(each.messageExpression),
    })),
    auditAnnotations: records(spec.auditAnnotations).map(({ key, valueExpression }) => ({
      key: text(key),
      expression: text(valueExpression),
    })),
    mutations: records(spec.mutations).map(({ patchType, jsonPatch, applyConfiguration }) => ({
      patchType: text(patchType),
      expression: text(record(patchType === 'JSONPatch' ? jsonPatch : applyConfiguration).expression),
    })),
    reinvocation: spec.reinvocationPolicy === 'IfNeeded',
  };
}

function readBinding(manifest: Manifest): Binding {
  const spec = record(manifest.spec);
  return {
    name: text(record(manifest.metadata).name),
    policyName: text(spec.policyName),
    hasParams: isObject(spec.paramRef),
    ...(isObject(spec.matchResources) ? { matchResources: readMatch(spec.matchResources) } : {}),
    validationActions: texts(spec.validationActions),
  };
}

function readMatch(match: Manifest): MatchResources {
  const selector = (value: unknown): LabelSelector | undefined => (isObject(value) ? value : undefined);
  const [namespaceSelector, objectSelector] = [selector(match.namespaceSelector), selector(match.objectSelector)];
  return {
    resourceRules: records(match.resourceRules).map(readRule),
    excludeResourceRules: records(match.excludeResourceRules).map(readRule),
    ...(namespaceSelector ? { namespaceSelector } : {}),
    ...(objectSelector ? { objectSelector } : {}),
  };
}

function readRule(rule: Manifest): ResourceRule {
  return {
    apiGroups: texts(rule.apiGroups),
    apiVersions: texts(rule.apiVersions),
    operations: texts(rule.operations),
    resources: texts(rule.resources),
    resourceNames: texts(rule.resourceNames),
    scope: text(rule.scope) || '*',
  };
}

function readNamed({ name, expression }: Manifest): NamedExpression {
  return { name: text(name), expression: text(expression) };
}

function record(value: unknown): Manifest {
  return isObject(value) ? value : {};
}

function records(value: unknown): readonly Manifest[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
