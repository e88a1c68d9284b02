import { Expression, ExpressionType, type HelmChart, Loop } from '../../helm';
import { RUNTIME_DEFAULTS } from '../../pod-security/language/check-profiles';
import { ADDING, ID_STRATEGIES, NEEDS_RANGES, SYSCTLS } from '../../pod-security/language/check-spec';
import { FAULTS, MOST_PORT, type SpecFault } from '../../pod-security/language/spec-faults';
import { ALL } from '../../pod-security/language/words';
import { type CheckedField, type CheckedPolicies, type CheckedPolicy, end } from './checked';
import type { PolicyValues } from './values';

const { allOf, anyOf, call, concat, negate } = Expression;

/** Strategies that the server wants of every policy. */
const MANDATORY = ['seLinux', 'runAsUser', 'supplementalGroups', 'fsGroup'] as const;

/** Strategies with which the server takes a rule that lets nobody in. */
const USELESS = ID_STRATEGIES.filter((strategy) => strategy !== 'runAsGroup');

/** What is to be said of each policy: a list of sentences, one for each place where something is wrong. */
type Check = (policy: CheckedPolicy) => Expression;

/**
 * What no schema can say: what fields of a policy must be to each other. Up to Kubernetes 1.24 the API server would refuse
 * the policy; later nobody would, so it is refused when Helm renders. The fields of the level count where the user leaves
 * them out.
 */
export function addChecks(chart: HelmChart, policies: CheckedPolicies): void {
  const refused = chart.addTemplate('refused', listOf(ERRORS, policies));
  chart.addCheck(refused, call('join', '\n', refused).asString());
}

/** Refuses values with which the policies would judge no pod at all from Kubernetes 1.30 on: every namespace is exempt. */
export function addScopeCheck(chart: HelmChart, { policies, namespaces, exemptNamespaces }: PolicyValues): void {
  const each = Loop.over(namespaces, { itemName: 'namespace' });
  const judged = each.collectWhen(negate(call('has', each.item, exemptNamespaces)), each.item);
  chart.addCheck(
    allOf(policies, namespaces, negate(judged)),
    '"exemptNamespaces" has all of "namespaces": no pod would be judged from Kubernetes 1.30 on. Leave each name in one of the two lists',
  );
}

/** What the API server takes although no pod can meet it: told after the installation. */
export function addWarnings(chart: HelmChart, policies: CheckedPolicies): void {
  const doubtful = chart.addTemplate('doubtful', listOf(WARNINGS, policies));
  const lines = call('join', '\n  ', doubtful);
  chart.addNotesWhen(
    doubtful,
    'WARNING: these policies are taken, and let in fewer pods than they seem to:',
    `  ${lines}`,
  );
}

function listOf(checks: readonly Check[], policies: CheckedPolicies): Expression {
  // In the order of their places: what is said of one policy stands together.
  return call('sortAlpha', call('concat', ...checks.map((check) => check(policies.each()))));
}

/** The sentence for a fault of a policy. @param fields those that contradict each other: some may be the level's */
function sentence(policy: CheckedPolicy, fault: SpecFault, ...fields: readonly CheckedField[]): Expression {
  const { key, says, hint } = fault;
  const ofLevel = fields.map((field) => origin(policy, field, policy.levelSaysField(field)));
  return concat(keyOf(policy, `spec.${key}`), ` ${says}: ${hint}`, ...ofLevel);
}

/** Where a field comes from that the user does not say. */
function origin(policy: CheckedPolicy, field: string, isOfLevel: Expression): Expression {
  return Expression.choose(isOfLevel, concat(` (${field} comes from the level "`, policy.text('level'), '")'), '');
}

/** A place in the values, in quotes. */
function keyOf(policy: CheckedPolicy, key: string): Expression {
  return concat('"podSecurityPolicies.', policy.name, `.${key}"`);
}

const ERRORS: readonly Check[] = [
  ...MANDATORY.map(
    (strategy): Check =>
      (policy) => {
        const isMissing = allOf(negate(policy.text('level')), negate(policy.saysField(strategy)));
        const says = ' is missing: without a level the policy says it itself, such as { rule: RunAsAny }';
        return policy.loop.collectWhen(isMissing, concat(keyOf(policy, `spec.${strategy}`), says));
      },
  ),
  ...ID_STRATEGIES.map(
    (strategy): Check =>
      (policy) => {
        const { loop, item, index } = policy.within(policy.ranges(strategy), 'range');
        const [min, max] = [end(item, 'min'), end(item, 'max')];
        const fault = FAULTS.range(strategy, index, min, max);
        return loop.collectWhen(min.gt(max), sentence(policy, fault));
      },
  ),
  (policy) => {
    const isNeedless = allOf(policy.rule('runAsGroup').eq('RunAsAny'), policy.ranges('runAsGroup'));
    return policy.loop.collectWhen(isNeedless, sentence(policy, FAULTS.needlessRanges()));
  },
  (policy) => {
    const fault = FAULTS.missingRanges(policy.rule('runAsGroup'));
    return policy.loop.collectWhen(lacksRanges(policy, 'runAsGroup'), sentence(policy, fault));
  },
  ...ADDING.map(
    (list): Check =>
      (policy) => {
        const { loop, item, index } = policy.within(policy.list(list), 'capability');
        const isDropped = call('has', item, policy.list('requiredDropCapabilities'));
        const fault = FAULTS.droppedCapability(list, index, item);
        return loop.collectWhen(isDropped, sentence(policy, fault, list, 'requiredDropCapabilities'));
      },
  ),
  (policy) => {
    const isDouble = allOf(
      policy.list('requiredDropCapabilities'),
      call('has', ALL, policy.list('allowedCapabilities')),
    );
    const text = sentence(policy, FAULTS.dropBesideAll(), 'requiredDropCapabilities', 'allowedCapabilities');
    return policy.loop.collectWhen(isDouble, text);
  },
  (policy) => {
    const fields = ['defaultAllowPrivilegeEscalation', 'allowPrivilegeEscalation'] as const;
    const isDouble = allOf(policy.field(fields[0]), policy.denies(fields[1]));
    return policy.loop.collectWhen(isDouble, sentence(policy, FAULTS.escalation(), ...fields));
  },
  ...SYSCTLS.map(
    (list): Check =>
      (policy) => {
        return policy.loop.collectWhen(
          besideAll(policy.list(list)),
          sentence(policy, FAULTS.sysctlBesideAll(list), list),
        );
      },
  ),
  (policy) => {
    const allowed = policy.within(policy.list('allowedUnsafeSysctls'), 'allowed');
    const forbidden = policy.within(policy.list('forbiddenSysctls'), 'forbidden', allowed);
    const fault = FAULTS.sysctl(allowed.index, allowed.item, forbidden.item);
    return forbidden.loop.collectWhen(sysctlsMeet(allowed.item, forbidden.item), sentence(policy, fault, ...SYSCTLS));
  },
  (policy) => policy.loop.collectWhen(besideAll(classNames(policy)), sentence(policy, FAULTS.runtimeClassBesideAll())),
  (policy) => {
    const standard = policy.record('runtimeClass').field('defaultRuntimeClassName').defaultTo('');
    const isAllowed = anyOf(call('has', ALL, classNames(policy)), call('has', standard, classNames(policy)));
    const text = sentence(policy, FAULTS.defaultRuntimeClass(standard));
    return policy.loop.collectWhen(allOf(standard, negate(isAllowed)), text);
  },
  (policy) => {
    const { loop, item, index } = policy.within(policy.subjects, 'subject');
    const isOther = allOf(item.field('namespace'), item.field('kind').ne('ServiceAccount'));
    const key = concat('"podSecurityPolicies.', policy.name, '.subjects[', index, '].namespace"');
    const says = concat(' is for a ServiceAccount, and this is a ', item.field('kind'));
    const hint = ': leave it out; "in" says for pods of which namespace the policy may be used';
    return loop.collectWhen(isOther, concat(key, says, hint));
  },
];

const WARNINGS: readonly Check[] = [
  ...USELESS.map(
    (strategy): Check =>
      (policy) => {
        return policy.loop.collectWhen(lacksRanges(policy, strategy), sentence(policy, FAULTS.uselessRanges(strategy)));
      },
  ),
  (policy) => {
    const hasLabel = call('hasKey', policy.record('seLinux'), 'seLinuxOptions');
    const isUseless = allOf(policy.rule('seLinux').eq('MustRunAs'), negate(hasLabel));
    return policy.loop.collectWhen(isUseless, sentence(policy, FAULTS.uselessLabel()));
  },
  (policy) => {
    const { loop, item, index } = policy.within(policy.list('hostPorts'), 'range');
    const [min, max] = [end(item, 'min'), end(item, 'max')];
    const isEmpty = anyOf(min.gt(max), max.lt(1), min.gt(MOST_PORT));
    return loop.collectWhen(isEmpty, sentence(policy, FAULTS.hostPorts(index, min, max)));
  },
  ...(['appArmor', 'seccomp'] as const).map(
    (kind): Check =>
      (policy) => {
        const standard = policy.profile(`${kind}DefaultProfile`).defaultTo('').typed(ExpressionType.STRING);
        const allowed = policy.profile(`${kind}AllowedProfiles`).defaultTo([]).typed(ExpressionType.LIST);
        const { key, says, hint } = FAULTS.defaultProfile(kind, standard);
        const profiles = [`${kind}DefaultProfile`, `${kind}AllowedProfiles`] as const;
        const ofLevel = profiles.map((profile) => origin(policy, profile, policy.levelSaysProfile(profile)));
        const isRefused = negate(PROFILE_ALLOWED[kind](standard, allowed));
        const text = concat(keyOf(policy, key), ` ${says}: ${hint}`, ...ofLevel);
        return policy.loop.collectWhen(allOf(standard, isRefused), text);
      },
  ),
];

/** Whether the default profile is one that pods may have: of AppArmor any is when none is listed. */
const PROFILE_ALLOWED = {
  appArmor: (standard: Expression, allowed: Expression) => anyOf(negate(allowed), call('has', standard, allowed)),
  seccomp: (standard: Expression, allowed: Expression) => {
    const names = [...RUNTIME_DEFAULTS];
    const runtime = names.map((name) => call('has', name, allowed));
    const isRuntime = allOf(call('has', standard, names), anyOf(...runtime));
    return anyOf(call('has', ALL, allowed), call('has', standard, allowed), isRuntime);
  },
} as const;

function lacksRanges(policy: CheckedPolicy, strategy: CheckedField): Expression {
  return allOf(call('has', policy.rule(strategy), [...NEEDS_RANGES]), negate(policy.ranges(strategy)));
}

function classNames(policy: CheckedPolicy): Expression {
  return policy.record('runtimeClass').field('allowedRuntimeClassNames').defaultTo([]).typed(ExpressionType.LIST);
}

/** Whether a list says all, and more. */
function besideAll(names: Expression): Expression {
  return allOf(call('has', ALL, names), call('gt', call('len', names), 1));
}

/** Whether two sysctls, or beginnings of them, mean the same one somewhere. */
function sysctlsMeet(one: Expression, other: Expression): Expression {
  const begins = (pattern: Expression, name: Expression): Expression =>
    allOf(
      call('hasSuffix', ALL, pattern),
      call('hasPrefix', call('trimSuffix', ALL, pattern), call('trimSuffix', ALL, name)),
    );
  return anyOf(begins(one, other), begins(other, one), one.eq(other));
}
