import { ApiObject } from 'cdk8s';
import { Block, Expression, ExpressionType, type HelmChart, If, Loop, Range, With } from '../../helm';
import { bandsOf, POD_SECURITY_POLICY } from '../../pod-security/bands';
import { addExemptions } from '../../pod-security/exemptions';
import { PROFILE_ANNOTATIONS } from '../../pod-security/language/annotations';
import { all, not, placeWhen, some } from '../../pod-security/when';
import { addAdmissionPolicies } from './admission';
import { levelIn } from './checked';
import { effectivePolicies } from './effective';
import { addRights } from './rights';
import type { PolicyValues } from './values';

const { LIST, MAP, STRING } = ExpressionType;

/** What a policy begins with, inside of a loop over the policies. */
type LevelOf = (policy: Expression) => Expression;

/** What the values of the chart make on each cluster. @param levels the file of the levels */
export function addPolicies(chart: HelmChart, values: PolicyValues, levels: Expression): void {
  const { policies, exemptNamespaces, audits } = values;
  const bands = bandsOf(chart);
  const policiesWhen = all(bands.policies, not(audits));
  const rightsWhen = some(policiesWhen, bands.validation);
  const levelOf: LevelOf = (policy) => levelIn(levels, policy);
  const nameOf = (key: Expression): Expression => Expression.concat(chart.fullname, '-', key);

  const served = placeWhen(chart, 'served', policiesWhen);
  if (served) {
    const each = new Range(served, 'each', { over: policies, keyName: 'name', itemName: 'policy' });
    const level = new With(each, 'level', { value: levelOf(each.item), variableName: 'level' });
    addPolicy(level, nameOf(each.key), each.item);
  }
  const granted = placeWhen(chart, 'granted', rightsWhen);
  if (granted) {
    const each = new Range(granted, 'rights', { over: policies, keyName: 'name', itemName: 'policy' });
    addRights(chart, each, nameOf(each.key), each.item);
  }
  const exempting = placeWhen(chart, 'exempting', all(policiesWhen, policies, exemptNamespaces));
  // With a dot no policy of the values has that name: their keys have none.
  if (exempting) addExemptions(exempting, exemptNamespaces, Expression.concat(chart.fullname, '.exempt').asString());

  const loop = Loop.over(policies, { keyName: 'name', itemName: 'policy' });
  const given = loop.collect(
    Expression.literal({
      name: nameOf(loop.key),
      spec: loop.item.field('spec').defaultTo({}),
      profiles: loop.item,
      level: levelOf(loop.item),
      allowUnset: loop.item.field('unset').typed(STRING).eq('allow'),
    }),
  );
  const named = Loop.over(given, { itemName: 'policy' });
  const { item } = named;
  const effective = effectivePolicies(named, {
    name: item.field('name'),
    spec: item.field('spec').typed(MAP),
    profiles: item.field('profiles').typed(MAP),
    levelSpec: item.field('level', 'spec').typed(MAP),
    levelProfiles: item.field('level', 'profiles').typed(MAP),
    allowUnset: item.field('allowUnset'),
  });
  const admission = new If(chart, 'given', { when: policies });
  addAdmissionPolicies(admission, { ...values, name: chart.fullname.asString(), bands, policies: effective });
}

/** The policy of a level with what the user wants otherwise. Fields are replaced as a whole: a rule never meets old ranges. */
function addPolicy(level: With, name: Expression, given: Expression): void {
  const ofUser = given.field('spec').defaultTo({}).typed(MAP);
  const standard = Loop.over(level.value.field('spec').typed(MAP), { keyName: 'field' });
  const changed = Loop.over(ofUser, { keyName: 'field' });
  const isKept = Expression.negate(Expression.call('hasKey', ofUser, standard.key));
  new ApiObject(level, 'Default', {
    apiVersion: POD_SECURITY_POLICY,
    kind: 'PodSecurityPolicy',
    metadata: { name: name.asString(), annotations: annotations(level.value.field('profiles').typed(MAP), given) },
    spec: {
      ...standard.pairs(standard.key, Block.when(isKept, standard.item)),
      ...changed.pairs(changed.key, changed.item),
    },
  });
}

/** Each profile: as the user says it, or else the level. A list that is empty is none: the annotation would forbid. */
function annotations(ofLevel: Expression, given: Expression): { [key: string]: string } {
  return Object.assign(
    {},
    ...Object.entries(PROFILE_ANNOTATIONS).map(([prop, annotation]) => {
      const isOwn = Expression.call('hasKey', given, prop);
      const value = Expression.call('ternary', given.field(prop), ofLevel.field(prop), isOwn);
      const isList = prop.endsWith('Profiles');
      const text = isList ? Expression.call('join', ',', value.typed(LIST)) : value.typed(STRING);
      return Block.pairs(value, { [annotation]: text.asString() });
    }),
  );
}
