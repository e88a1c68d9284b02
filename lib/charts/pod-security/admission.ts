import type { Construct } from 'constructs';
import { Block, Expression, Loop } from '../../helm';
import { type AdmissionScope, addDefaulting, addValidation } from '../../pod-security/admission';
import type { Bands } from '../../pod-security/bands';
import { blockAdmits, use } from '../../pod-security/language/admission/authorisation';
import { CHOICES, chosen, mutationsOf } from '../../pod-security/language/admission/defaulting/mutations';
import { jsonPatches, MUTATING } from '../../pod-security/language/admission/defaulting/objects';
import { activeFields, patchVariables } from '../../pod-security/language/admission/defaulting/variables';
import { MATCHING, report, reportItems, validations } from '../../pod-security/language/admission/objects';
import { type Place, policyList, policyMap } from '../../pod-security/language/admission/policy-map';
import { faultVariables } from '../../pod-security/language/admission/validation/faults';
import { sharedFor } from '../../pod-security/language/admission/validation/shared';
import type { Variable } from '../../pod-security/language/admission/variable';
import { all, asExpression, not, placeWhen } from '../../pod-security/when';
import { textsOf } from './effective';

/** What the admission policies of a chart are made of, all of it known when Helm renders. */
export interface AdmissionValues extends AdmissionScope {
  readonly bands: Bands;
  /** What `effectivePolicies` gives. */
  readonly policies: Expression;
}

/**
 * The admission policies for policies that are values: a loop of Helm writes each as a variable, `policy_0`, and asks for the
 * right to use it. What is looked at in policies stands once.
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
  const faults = faultVariables(LIST, ['errors', 'lenient']);
  const [reported, completed] = [false, true].map((isCompleted) => report([reportItems(LIST, isCompleted)]));
  const texts = [...faults, use([FIRST])].map(({ expression }) => expression);
  return {
    ...MATCHING,
    variables: [
      ...sharedFor(texts),
      ...policyVariables(values),
      ...faults,
      each(policies, (place) => use([place])),
      { name: 'report', expression: Block.choose(isSet, completed?.expression, reported?.expression) },
    ],
    validations: validations(joined(policies, ' || ', (place) => blockAdmits([place]))),
  };
}

function defaultingSpec(values: AdmissionValues): unknown {
  const { policies } = values;
  const found = CHOICES.map((choice) => joined(policies, '', (place) => chosen(choice, place)));
  const mutations = mutationsOf(found, activeFields());
  const own = [...patchVariables([FIRST]), ...faultVariables(LIST, CHOICES)];
  const texts = [...own, use([FIRST])].map(({ expression }) => expression);
  return {
    ...MUTATING,
    variables: [
      ...sharedFor([...texts, ...mutations]),
      ...policyVariables(values),
      ...own,
      each(policies, (place) => use([place])),
    ],
    mutations: jsonPatches(mutations),
  };
}

/** All policies are in one list: there are few of them. */
const LIST = 0;
const FIRST: Place = { index: 0, list: LIST, place: 0 };

/** Where the policy of a loop is. */
function placeIn(loop: Loop): Place {
  const number = loop.key.asNumber();
  return { index: number, list: LIST, place: number };
}

/** One variable for each policy. */
function each(policies: Expression, variable: (place: Place) => Variable): unknown {
  const loop = Loop.over(policies, { keyName: 'number', itemName: 'policy' });
  const { name, expression } = variable(placeIn(loop));
  return loop.each({ name, expression });
}

/** What is said of each policy, in one text. */
function joined(policies: Expression, separator: string, text: (place: Place) => string): string {
  const loop = Loop.over(policies, { keyName: 'number' });
  const texts = loop.collect(Expression.literal(text(placeIn(loop))));
  return Expression.call('join', separator, texts).asString();
}

/** Each policy as a map of CEL, and their list. */
function policyVariables({ policies, bands, audits }: AdmissionValues): readonly unknown[] {
  const loop = Loop.over(policies, { keyName: 'number', itemName: 'policy' });
  // What would be set counts as set while pods are only told of; where nothing can set it, the policy says what happens.
  const allowed = Expression.allOf(loop.item.field('allowUnset'), not(bands.defaulting));
  const lenient = Expression.anyOf(Expression.allOf(asExpression(bands.defaulting), asExpression(audits)), allowed);
  const place = placeIn(loop);
  const policy = { name: `policy_${place.index}`, expression: policyMap(textsOf(loop.item, lenient), place) };
  return [
    loop.each(policy),
    policyList(
      LIST,
      joined(policies, ', ', ({ index }) => `variables.policy_${index}`),
    ),
  ];
}
