import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { Block, type Expression } from '../helm';
import { NAMESPACE_NAME } from '../kubernetes/labels';
import { ADMISSION } from './bands';
import { choose, type When } from './when';

const KINDS = { validation: 'ValidatingAdmissionPolicy', defaulting: 'MutatingAdmissionPolicy' } as const;

/** Names of namespaces, or what Helm makes a list of. */
export type Namespaces = readonly string[] | Expression;

/** Where and how an admission policy holds. */
export interface AdmissionScope {
  readonly name: string | undefined;
  readonly audits: When;
  readonly exemptNamespaces: Namespaces;
  readonly namespaces: Namespaces;
}

/** The ValidatingAdmissionPolicy of a chart and its binding. @param spec that of the policy, known at synth */
export function addValidation(scope: Construct, spec: () => unknown, parts: AdmissionScope): void {
  const validationActions = choose(
    parts.audits,
    () => ['Audit', 'Warn'],
    () => ['Deny'],
  );
  addAdmission(scope, 'validation', spec, parts, { validationActions });
}

/** The MutatingAdmissionPolicy of a chart and its binding. @param spec that of the policy, known at synth */
export function addDefaulting(scope: Construct, spec: () => unknown, parts: AdmissionScope): void {
  addAdmission(scope, 'defaulting', spec, parts, {});
}

/** An admission policy and its binding: two objects of one name. */
function addAdmission(
  scope: Construct,
  id: keyof typeof KINDS,
  spec: () => unknown,
  { name, exemptNamespaces, namespaces }: AdmissionScope,
  more: object,
): void {
  const kind = KINDS[id];
  const metadata = name === undefined ? {} : { name };
  const policy = new ApiObject(scope, id, {
    apiVersion: ADMISSION,
    kind,
    metadata,
    spec: Lazy.any({ produce: spec }),
  });
  new ApiObject(scope, `${id}-binding`, {
    apiVersion: ADMISSION,
    kind: `${kind}Binding`,
    metadata,
    spec: {
      policyName: policy.name,
      ...more,
      matchResources: {
        namespaceSelector: {
          matchExpressions: [...selected('In', namespaces), ...selected('NotIn', exemptNamespaces)],
        },
      },
    },
  });
}

/** A requirement of the selector: an empty list of names asks for nothing, and the server takes none. */
function selected(operator: 'In' | 'NotIn', names: Namespaces): readonly unknown[] {
  if (!Array.isArray(names)) {
    const open = names as Expression;
    return Block.items(open, [{ key: NAMESPACE_NAME, operator, values: open }]);
  }
  return names.length === 0 ? [] : [{ key: NAMESPACE_NAME, operator, values: names }];
}
