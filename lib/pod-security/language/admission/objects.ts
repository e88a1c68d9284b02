import { NAMESPACE_NAME } from '../../../kubernetes/labels';
import { NO_POLICY } from '../psp/reasons';
import { faultsOfAll, withNeeded } from './assemble';
import { admits, uses } from './authorisation';
import type { PolicyLiterals } from './literals';
import { listsOf, ofEach, placesOf } from './policy-map';
import { cel, type Variable } from './variable';

/** What becomes of a pod that no policy lets in. */
export type AdmissionMode = 'audit' | 'enforce';

/** Where the admission policy holds, and under which name. */
export interface AdmissionObjectOptions {
  readonly name: string;
  /** `audit`: pods are let in, the user is warned, and the audit log says so. */
  readonly mode: AdmissionMode;
  /** Namespaces in which all pods are let in. @default - none */
  readonly exemptNamespaces?: readonly string[];
  /** The only namespaces in which pods are looked at. @default - all */
  readonly namespaces?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether all literals are JSON: then what no pod can fail is left out. @default false */
  readonly constant?: boolean;
  /**
   * Whether a MutatingAdmissionPolicy has given the defaults before. A new pod that nobody may give them to is told what is
   * wrong beside them, as by PodSecurityPolicy. @default false
   */
  readonly completed?: boolean;
}

const GROUP = 'admissionregistration.k8s.io/v1';

/** A ValidatingAdmissionPolicy. */
export interface AdmissionPolicy {
  readonly apiVersion: string;
  readonly kind: 'ValidatingAdmissionPolicy';
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly failurePolicy: 'Fail';
    readonly matchConstraints: { readonly resourceRules: readonly unknown[] };
    readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
    readonly variables: readonly Variable[];
    readonly validations: readonly {
      readonly expression: string;
      readonly message: string;
      readonly messageExpression: string;
      readonly reason: string;
    }[];
  };
}

/** Where it holds. */
export interface AdmissionBinding {
  readonly apiVersion: string;
  readonly kind: 'ValidatingAdmissionPolicyBinding';
  readonly metadata: AdmissionPolicy['metadata'];
  readonly spec: {
    readonly policyName: string;
    readonly validationActions: readonly string[];
    readonly matchResources?: unknown;
  };
}

const RULES = [
  { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'] },
  { apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['pods/ephemeralcontainers'] },
];

/** Owners and finalizers are changed by those who clean up: whoever may delete a pod may do so, as with PodSecurityPolicy. */
const MORE_THAN_OWNERS = cel`request.operation != 'UPDATE' || dyn(object.spec) != dyn(oldObject.spec) ||
  dyn(object.metadata).?labels != dyn(oldObject.metadata).?labels ||
  dyn(object.metadata).?annotations != dyn(oldObject.metadata).?annotations`;

/** What every admission policy of pods begins with. */
export const MATCHING: Pick<AdmissionPolicy['spec'], 'failurePolicy' | 'matchConstraints' | 'matchConditions'> = {
  failurePolicy: 'Fail',
  matchConstraints: { resourceRules: RULES },
  matchConditions: [{ name: 'more-than-owners', expression: MORE_THAN_OWNERS }],
};

const MESSAGE = 'PodSecurityPolicy: unable to admit pod';

/** A message of more than 5 KiB is dropped by the server. What is longer is cut; signs have up to four bytes. */
const [MOST_BYTES, MOST_TEXT, MOST_SIGNS] = ['5120', '4800', '1250'];

/** In the message of a refusal a policy that fits is one that may not be used: `authorizer` is not known there. */
const NOT_ALLOWED = 'fits, but neither the user nor the service account may use it';

/**
 * What each policy of a list says against the pod: CEL of a list of texts.
 * @param completed see `AdmissionObjectOptions`
 */
export function reportItems(list: number, completed = false): string {
  const [errors, lenient] = (['errors', 'lenient'] as const).map((form) => `variables.${form}_${list}[policy.place]`);
  const faults = completed ? `request.operation == "CREATE" ? ${lenient} : ${errors}` : `${errors}`;
  const said = cel`policy.name + (size(e) == 0 ? ${JSON.stringify(`: ${NOT_ALLOWED}`)} : ": " + e.join(", "))`;
  return ofEach(list, `[${faults}].map(e, ${said})[0]`);
}

/** What all policies say, in one line: of CEL of lists of texts. When it is too long each policy gets its share. */
export function report(lists: readonly string[]): Variable {
  if (lists.length === 0) return { name: 'report', expression: JSON.stringify(`PodSecurityPolicy: ${NO_POLICY}`) };
  const cut = cel`size(t) <= ${MOST_TEXT} / size(all) ? t : t.substring(0, ${MOST_TEXT} / size(all)) + "..."`;
  const expression = cel`[${lists.join(' + ')}].map(all, all.map(t, size(t)).sum() <= ${MOST_TEXT} ? all : all.map(t, ${cut}))
    .map(all, ${JSON.stringify(`${MESSAGE}: [`)} + all.join(", ").replace("\\n", " ") + "]")[0]`;
  return { name: 'report', expression };
}

const CUT = cel`size(bytes(variables.report)) <= ${MOST_BYTES} ? variables.report :
  variables.report.substring(0, ${MOST_SIGNS})`;

/** The one thing that is asked of a pod. */
export function validations(expression: string): AdmissionPolicy['spec']['validations'] {
  const message = `${MESSAGE}: no policy lets it in`;
  return [{ expression, message, messageExpression: CUT, reason: 'Forbidden' }];
}

/** The part of a binding that says where it holds: nothing when it holds everywhere. */
export function matchResources({
  exemptNamespaces = [],
  namespaces = [],
}: Pick<AdmissionObjectOptions, 'exemptNamespaces' | 'namespaces'>): object {
  const lists = [
    { key: NAMESPACE_NAME, operator: 'In', values: namespaces },
    { key: NAMESPACE_NAME, operator: 'NotIn', values: exemptNamespaces },
  ];
  const matchExpressions = lists.filter(({ values }) => values.length > 0);
  return matchExpressions.length === 0 ? {} : { matchResources: { namespaceSelector: { matchExpressions } } };
}

/** Policies of which one must let a pod in, as one admission policy and its binding. */
export function admissionObjects(
  literals: readonly PolicyLiterals[],
  options: AdmissionObjectOptions,
): readonly [AdmissionPolicy, AdmissionBinding] {
  const { constant = false, completed = false } = options;
  const places = placesOf(literals.length);
  const placed = { literals, places, constant };
  const own = [
    ...faultsOfAll(placed, completed ? ['errors', 'lenient'] : ['errors']),
    ...uses(places),
    report(listsOf(places).map((list) => reportItems(list, completed))),
  ];
  const metadata = { name: options.name, ...(options.labels === undefined ? {} : { labels: options.labels }) };
  return [
    {
      apiVersion: GROUP,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        ...MATCHING,
        variables: withNeeded(placed, own),
        validations: validations(literals.length === 0 ? 'false' : admits(places)),
      },
    },
    {
      apiVersion: GROUP,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: {
        policyName: options.name,
        validationActions: options.mode === 'audit' ? ['Audit', 'Warn'] : ['Deny'],
        ...matchResources(options),
      },
    },
  ];
}
