import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Block, Expression, ExpressionType, type HelmChart, If, Loop, Range, ValueSchema, With } from '../../helm';
import { PROFILE_ANNOTATIONS } from '../../pod-security/language/annotations';
import { LEVELS, POLICY_OF_LEVEL } from '../../pod-security/language/levels';
import type { PodSecurityPolicyProfiles } from '../../pod-security/language/spec';
import { SPEC_VALUES } from './spec-values';

const RBAC = 'rbac.authorization.k8s.io';

/** The API that Kubernetes has had up to 1.24. */
const POD_SECURITY_POLICY = 'policy/v1beta1';

/** Annotations hold lists with commas. */
const APPARMOR_PROFILE = ValueSchema.text({ pattern: '^(runtime/default|unconfined|localhost/[^,]+)$' });
const SECCOMP_PROFILE = '(runtime/default|docker/default|unconfined|localhost/[^,/][^,]*)';

/** A DNS label that leaves room for the release in front of it. */
const POLICY_KEY = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$';

const POLICY = ValueSchema.record({
  level: {
    schema: ValueSchema.choice(...LEVELS),
    description: 'Level of the Pod Security Standards that the policy begins with.',
    required: true,
  },
  spec: {
    schema: SPEC_VALUES,
    description: 'Fields of the spec that differ from the level. Each replaces a whole field.',
  },
  appArmorDefaultProfile: { schema: APPARMOR_PROFILE, description: 'AppArmor profile of containers that name none.' },
  appArmorAllowedProfiles: {
    schema: ValueSchema.listOf(APPARMOR_PROFILE),
    description: 'AppArmor profiles that containers may name. With one here every container must have a profile.',
  },
  seccompDefaultProfile: {
    schema: ValueSchema.text({ pattern: `^${SECCOMP_PROFILE}$` }),
    description: 'Seccomp profile of pods that name none.',
  },
  seccompAllowedProfiles: {
    schema: ValueSchema.listOf(ValueSchema.text({ pattern: `^(\\*|${SECCOMP_PROFILE})$` })),
    description: 'Seccomp profiles that pods may name; "*" for all.',
  },
  subjects: {
    schema: ValueSchema.listOf(
      ValueSchema.record({
        kind: {
          schema: ValueSchema.choice('ServiceAccount', 'Group', 'User'),
          description: 'ServiceAccount, Group or User.',
          required: true,
        },
        name: {
          schema: ValueSchema.text({ minLength: 1 }),
          description:
            'Its name; system:serviceaccounts:NAMESPACE is the group of all service accounts of a namespace.',
          required: true,
        },
        namespace: {
          schema: ValueSchema.text({ minLength: 1 }),
          description: 'Where a service account is. Default: the namespace of the release.',
        },
      }),
    ),
    description: 'Who may use the policy. Nobody: it takes part in no decision.',
  },
  ownNamespaceOnly: {
    schema: ValueSchema.flag(),
    description: 'The subjects may use it for pods in the namespace of the release only. Default: in every namespace.',
  },
});

/** The value `podSecurityPolicies`, and what it makes on a cluster that has the API. */
export function addPolicies(chart: HelmChart): { readonly policies: Expression; readonly served: Expression } {
  const policies = chart.values.addMap('podSecurityPolicies', {
    description: 'PodSecurityPolicies by name. Rendered only where the cluster has that API (up to Kubernetes 1.24).',
    keyPattern: POLICY_KEY,
    entries: POLICY,
    example: {
      restricted: {
        level: 'restricted',
        subjects: [{ kind: 'Group', name: 'system:serviceaccounts:shop' }],
      },
    },
  });
  const served = chart.capabilities.hasApi(`${POD_SECURITY_POLICY}/PodSecurityPolicy`);
  const where = new If(chart, 'served', { when: served });
  const each = new Range(where, 'each', { over: policies, keyName: 'name', itemName: 'policy' });
  const levels = chart.addFile('files/levels.json', `${JSON.stringify(POLICY_OF_LEVEL, undefined, 2)}\n`);
  const table = Expression.call('fromJson', levels);
  const level = new With(each, 'level', {
    value: Expression.call('get', table, each.item.field('level')).typed(ExpressionType.MAP),
    variableName: 'level',
  });
  addRights(chart, level, each.item, addPolicy(level, each.item));
  return { policies, served };
}

/** The policy of a level with what the user wants otherwise. Fields are replaced as a whole: a rule never meets old ranges. */
function addPolicy(level: With, given: Expression): ApiObject {
  const ofUser = given.field('spec').defaultTo({}).typed(ExpressionType.MAP);
  const standard = Loop.over(level.value.field('spec').typed(ExpressionType.MAP), { keyName: 'field' });
  const changed = Loop.over(ofUser, { keyName: 'field' });
  const isKept = Expression.negate(Expression.call('hasKey', ofUser, standard.key));
  return new ApiObject(level, 'Default', {
    apiVersion: POD_SECURITY_POLICY,
    kind: 'PodSecurityPolicy',
    metadata: { annotations: annotations(level.value.field('profiles'), given) },
    spec: {
      ...standard.pairs(standard.key, Block.when(isKept, standard.item)),
      ...changed.pairs(changed.key, changed.item),
    },
  });
}

/** Each profile: as the user says it, or else the level. */
function annotations(ofLevel: Expression, given: Expression): { [key: string]: string } {
  const props = Object.keys(PROFILE_ANNOTATIONS) as (keyof PodSecurityPolicyProfiles)[];
  return Object.assign(
    {},
    ...props.map((prop) => {
      const value = given.field(prop).defaultTo(ofLevel.field(prop));
      const text = prop.endsWith('Profiles') ? Expression.call('join', ',', value) : value.typed(ExpressionType.STRING);
      return Block.pairs(value, { [PROFILE_ANNOTATIONS[prop]]: text.asString() });
    }),
  );
}

/** A role for this policy alone, bound in every namespace or in that of the release. */
function addRights(chart: HelmChart, scope: Construct, policyValues: Expression, policy: ApiObject): void {
  const [given, here] = [policyValues.field('subjects'), policyValues.field('ownNamespaceOnly')];
  const used = new If(scope, 'used', { when: given });
  const role = new ApiObject(used, 'role', {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    rules: [
      { apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames: [policy.name], verbs: ['use'] },
    ],
  });
  const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name: role.name };
  const subject = Loop.over(given, { itemName: 'subject' });
  const isAccount = subject.item.field('kind').eq('ServiceAccount');
  const place = subject.item.field('namespace');
  const subjects = subject.each({
    kind: subject.item.field('kind'),
    name: subject.item.field('name'),
    ...Block.pairs(isAccount, { namespace: place.defaultTo(chart.release.namespaceName) }, { apiGroup: RBAC }),
  });
  const everywhere = new If(used, 'everywhere', { when: Expression.negate(here) });
  new ApiObject(everywhere, 'binding', { apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', roleRef, subjects });
  const inside = new If(used, 'inside', { when: here });
  new ApiObject(inside, 'local-binding', {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    roleRef,
    subjects,
  });
}
