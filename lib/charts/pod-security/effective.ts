import { Expression, ExpressionType, type Loop } from '../../helm';
import type { PolicyLiterals } from '../../pod-security/language/admission/literals';
import { ALL } from '../../pod-security/language/words';
import { hostPathText, jsonText, POLICY_FIELDS, pluckText } from '../../pod-security/literals';

const { ANY, LIST, MAP } = ExpressionType;

/** Names of policies, fields and profiles as the user gives them, and what the level says of those that the user does not give. */
export interface GivenPolicy {
  /** Its name in the cluster. */
  readonly name: Expression;
  /** Maps. */
  readonly spec: Expression;
  readonly profiles: Expression;
  /** None: what the user does not give counts as the server's default. */
  readonly levelSpec?: Expression;
  readonly levelProfiles?: Expression;
  /** Whether what the policy would set may be absent where nothing can set it. */
  readonly allowUnset: Expression;
}

const FLAGS = ['privileged', 'hostNetwork', 'hostPID', 'hostIPC', 'readOnlyRootFilesystem'] as const;
const LISTS = [
  'defaultAddCapabilities',
  'requiredDropCapabilities',
  'allowedCapabilities',
  'volumes',
  'allowedHostPaths',
  'allowedFlexVolumes',
  'allowedCSIDrivers',
  'hostPorts',
  'allowedUnsafeSysctls',
  'forbiddenSysctls',
  'allowedProcMountTypes',
] as const;
const STRATEGIES = ['runAsUser', 'runAsGroup', 'supplementalGroups', 'fsGroup'] as const;
const PROFILES = {
  appArmorDefaultProfile: '',
  appArmorAllowedProfiles: [],
  seccompDefaultProfile: '',
  seccompAllowedProfiles: [],
};

/** A policy may be without this strategy; without the others a server of 1.24 would refuse it. */
const OPTIONAL = 'runAsGroup';

/** Without ranges or a label this rule lets nobody in: a policy that is not whole allows nothing. */
const NOBODY = 'MustRunAs';

/**
 * The policies of the values with all their fields, in the order of their names: a list, so that they have numbers. A field
 * is taken as a whole, from the user or else from the level: a rule never meets the ranges of another.
 */
export function effectivePolicies(loop: Loop, given: GivenPolicy): Expression {
  const said = (name: string, otherwise: unknown, own = given.spec, level = given.levelSpec): Expression => {
    const standard = level === undefined ? otherwise : sayOf(level, name, otherwise);
    return sayOf(own, name, standard);
  };
  const record = (name: string, otherwise: object = {}): Expression => said(name, otherwise).typed(MAP);
  const rule = (name: string): Expression =>
    record(name)
      .field('rule')
      .defaultTo(name === OPTIONAL ? 'RunAsAny' : NOBODY);
  const option = (value: Expression): Expression =>
    Expression.call('ternary', [], Expression.call('list', value), Expression.call('kindIs', 'invalid', value));
  const runtimeClass = record('runtimeClass', { allowedRuntimeClassNames: [ALL] });
  return loop.collect(
    Expression.literal({
      name: given.name,
      allowUnset: given.allowUnset,
      ...Object.fromEntries(FLAGS.map((name) => [name, said(name, false)])),
      allowPrivilegeEscalation: said('allowPrivilegeEscalation', true),
      defaultAllowPrivilegeEscalation: option(said('defaultAllowPrivilegeEscalation', null)),
      ...Object.fromEntries(LISTS.map((name) => [name, said(name, [])])),
      seLinuxRule: rule('seLinux'),
      seLinuxOptions: option(record('seLinux').field('seLinuxOptions')),
      ...Object.fromEntries(
        STRATEGIES.flatMap((name) => [
          [`${name}Rule`, rule(name)],
          [`${name}Ranges`, record(name).field('ranges').defaultTo([])],
        ]),
      ),
      allowedRuntimeClassNames: runtimeClass.field('allowedRuntimeClassNames').defaultTo([]),
      defaultRuntimeClassName: runtimeClass.field('defaultRuntimeClassName').defaultTo(''),
      ...Object.fromEntries(
        Object.entries(PROFILES).map(([name, otherwise]) => [
          name,
          said(name, otherwise, given.profiles, given.levelProfiles),
        ]),
      ),
    }),
  );
}

/** What a map says under a name; false and empty count as said. */
function sayOf(map: Expression, name: string, otherwise: unknown): Expression {
  return Expression.call('ternary', map.field(name), otherwise, Expression.call('hasKey', map, name));
}

/** Members whose text is not the JSON of what the list has under their name. */
const DERIVED: Readonly<Partial<Record<keyof PolicyLiterals, (policy: Expression) => string>>> = {
  writableHostPaths: (policy) => hostPathText(policy.field('allowedHostPaths').typed(LIST), false),
  readOnlyHostPaths: (policy) => hostPathText(policy.field('allowedHostPaths').typed(LIST), true),
  allowedFlexVolumes: (policy) => pluckText(policy.field('allowedFlexVolumes').typed(LIST), 'driver'),
  allowedCSIDrivers: (policy) => pluckText(policy.field('allowedCSIDrivers').typed(LIST), 'name'),
};

/** All of them. */
export const MEMBERS: readonly (keyof PolicyLiterals)[] = ['name', 'lenient', ...POLICY_FIELDS];

/**
 * One of those policies as texts of CEL.
 * @param lenient whether what the policy would set may be absent.
 */
export function textsOf(policy: Expression, lenient: Expression): PolicyLiterals {
  const texts = MEMBERS.map((member) => {
    if (member === 'lenient') return [member, Expression.choose(lenient, 'true', 'false').asString()] as const;
    return [member, DERIVED[member]?.(policy) ?? jsonText(policy.field(member).typed(ANY))] as const;
  });
  return Object.fromEntries(texts) as unknown as PolicyLiterals;
}
