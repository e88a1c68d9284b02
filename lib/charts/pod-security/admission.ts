import type { Construct } from 'constructs';
import { Block, Expression, Loop } from '../../helm';
import { type AdmissionScope, addDefaulting, addValidation } from '../../pod-security/admission';
import type { Bands } from '../../pod-security/bands';
import { admits, uses } from '../../pod-security/language/admission/authorisation';
import { chooseFirst, MAY_STAY, TIDY, VOID } from '../../pod-security/language/admission/defaulting/choice';
import { fitVariables } from '../../pod-security/language/admission/defaulting/fit';
import { defaultingObjects } from '../../pod-security/language/admission/defaulting/objects';
import { patches } from '../../pod-security/language/admission/defaulting/patches';
import { patchVariables } from '../../pod-security/language/admission/defaulting/variables';
import type { PolicyLiterals } from '../../pod-security/language/admission/literals';
import { MATCHING, report, reportItem, validations } from '../../pod-security/language/admission/objects';
import { errorsOf, reasonsOf } from '../../pod-security/language/admission/validation/errors';
import { sharedFor } from '../../pod-security/language/admission/validation/shared';
import type { Variable } from '../../pod-security/language/admission/variable';
import { all, asExpression, not, placeWhen } from '../../pod-security/when';
import { MEMBERS, textsOf } from './effective';

/** What the admission policies of a chart are made of, all of it known when Helm renders. */
export interface AdmissionValues extends AdmissionScope {
  readonly bands: Bands;
  /** What `effectivePolicies` gives. */
  readonly policies: Expression;
}

/** CEL of what one policy says, or of a part of it. */
type OnePolicy = (policy: PolicyLiterals) => string;

/**
 * The admission policies for policies that are values: each policy is a variable, `policy_0`, and the texts that look at it
 * are written in a loop of Helm.
 */
export function addAdmissionPolicies(scope: Construct, values: AdmissionValues): void {
  const { bands } = values;
  const validating = placeWhen(scope, 'validating', bands.validation);
  if (validating) addValidation(validating, () => validationSpec(values), values);
  // Who only tells sets nothing.
  const defaulting = placeWhen(scope, 'defaulting', all(bands.defaulting, not(values.audits)));
  if (defaulting) addDefaulting(defaulting, () => defaultingSpec(values), values);
}

function validationSpec(values: AdmissionValues): unknown {
  const { policies, bands, audits } = values;
  const isSet = asExpression(all(bands.defaulting, not(audits)));
  const items = (completed: boolean): string => joined(policies, ', ', (policy) => reportItem(policy, completed));
  const [reported, completed] = [report(items(false)), report(items(true))];
  const one = literalsAt(0);
  const texts = [errorsOf(one), reasonsOf(one), ...uses([one])].map(({ expression }) => expression);
  return {
    ...MATCHING,
    variables: [
      ...sharedFor(texts),
      policyVariables(values),
      each(policies, errorsOf),
      ...Block.items(isSet, [each(policies, reasonsOf)]),
      each(policies, (policy) => only(uses([policy], policy.index))),
      { name: 'report', expression: Block.choose(isSet, completed.expression, reported.expression) },
    ],
    validations: validations(joined(policies, ' || ', (policy) => admits([policy], policy.index))),
  };
}

function defaultingSpec(values: AdmissionValues): unknown {
  const { policies } = values;
  const one = literalsAt(0);
  const chosen = patchVariables([one]).map((variable) => chosenOf(variable));
  const fits = [0, 1, 2].map((which) => (policy: PolicyLiterals) => fitVariable(policy, which));
  const [isExact = '', fitting = ''] = [`${MAY_STAY} && `, ''].map((condition, which) =>
    joined(policies, '', (policy) => {
      const { name } = fitVariable(policy, which);
      const found = `size(variables.${name}) == 0 && variables.${fitVariable(policy, 2).name}`;
      return `${condition}${found} ? [variables.names[${policy.index}]] : `;
    }),
  );
  // What is joined ends with a colon: the last condition is never met.
  const mutations = [
    VOID,
    ...[isExact, fitting].map((text) => chooseFirst([`${text}false`], 0)),
    ...patches([one]),
    TIDY,
  ];
  const texts = [...chosen, ...fitVariables([one], false)].map(({ expression }) => expression);
  const { spec } = only(defaultingObjects([one], { name: '' }));
  return {
    ...(spec as object),
    variables: [
      ...sharedFor([...texts, ...mutations]),
      policyVariables(values),
      { name: 'policies', expression: `[${joined(policies, ', ', ({ index }) => `variables.policy_${index}`)}]` },
      ...chosen,
      ...fits.map((variable) => each(policies, variable)),
    ],
    mutations: mutations.map((expression) => ({ patchType: 'JSONPatch', jsonPatch: { expression } })),
  };
}

/** The policy at a place: its texts are what the variable of the policy holds. */
function literalsAt(index: number): PolicyLiterals {
  const texts = MEMBERS.map((member) => [member, `variables.policy_${index}.${member}`] as const);
  return { index, ...(Object.fromEntries(texts) as unknown as Omit<PolicyLiterals, 'index'>) };
}

/** One variable for each policy. */
function each(policies: Expression, variable: (policy: PolicyLiterals) => Variable): unknown {
  const loop = Loop.over(policies, { keyName: 'number', itemName: 'policy' });
  const { name, expression } = variable(literalsAt(loop.key.asNumber()));
  return loop.each({ name, expression });
}

/** What is said of each policy, in one text. */
function joined(policies: Expression, separator: string, text: OnePolicy): string {
  const loop = Loop.over(policies, { keyName: 'number' });
  const texts = loop.collect(Expression.literal(text(literalsAt(loop.key.asNumber()))));
  return Expression.call('join', separator, texts).asString();
}

/** A policy as a map of CEL, in which everything may be of any type. */
function policyVariables({ policies, bands, audits }: AdmissionValues): unknown {
  const loop = Loop.over(policies, { keyName: 'number', itemName: 'policy' });
  // What would be set counts as set while pods are only told of; where nothing can set it, the policy says what happens.
  const allowed = Expression.allOf(loop.item.field('allowUnset'), not(bands.defaulting));
  const lenient = Expression.anyOf(Expression.allOf(asExpression(bands.defaulting), asExpression(audits)), allowed);
  const texts = Object.entries(textsOf(loop.item, lenient));
  const fields = texts.map(([member, text]) => `'${member}': dyn(${text})`);
  return loop.each({ name: `policy_${loop.key.asNumber()}`, expression: `{${fields.join(', ')}}` });
}

/** What patches look at in the policy that was chosen; the names of all. */
function chosenOf({ name, expression }: Variable): Variable {
  if (name === 'names') return { name, expression: 'variables.policies.map(policy, policy.name)' };
  const member = MEMBERS.find((candidate) => name === `chosen_${candidate}`);
  return { name, expression: member === undefined ? expression : `variables.policies[variables.chosen].${member}` };
}

/** Whether a policy lets a pod in as it is, whether it does with what it sets, whether it may be used. */
function fitVariable(policy: PolicyLiterals, which: number): Variable {
  const variable = fitVariables([policy], false)[which];
  if (variable === undefined) throw new Error(`there is no variable ${which} of a policy`);
  return { ...variable, name: variable.name.replace(/\d+$/, String(policy.index)) };
}

function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('there is nothing');
  return item;
}
