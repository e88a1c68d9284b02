import type { PolicyLiterals } from '../literals';

/** A member of a policy that is CEL text. */
export type LiteralName = keyof PolicyLiterals;

/** A field that a PodSecurityPolicy sets on CREATE where a pod does not say it. */
export interface DefaultedField {
  /** Last step of its path. */
  readonly key: string;
  /** With these texts of a policy the field is never set: where all policies have them, it needs no code. */
  readonly idle: Readonly<Partial<Record<LiteralName, readonly string[]>>>;
  /** CEL: whether it is set. What the policy says of a field is written `$name`. */
  readonly when: string;
  /** CEL: to what. */
  readonly value: string;
  /** CEL: further operations where it is set. @default - none */
  readonly also?: string;
}

const NONE = ['""'];
const EMPTY = ['[]'];
/** Rules that set nothing. */
const ANY = ['"RunAsAny"', '"MayRunAs"'];

const seccompProfile = (name: string): string => profile(name, "'unconfined' ? 'Unconfined' : 'RuntimeDefault'");
const appArmorProfile = (name: string): string => profile(name, "'runtime/default' ? 'RuntimeDefault' : 'Unconfined'");

/** A profile as annotations name it, as a field says it. */
function profile(name: string, types: string): string {
  const localhost = `{'type': 'Localhost', 'localhostProfile': ${name}.substring(10)}`;
  return `${name}.startsWith('localhost/') ? ${localhost} : {'type': ${name} == ${types}}`;
}

/** What is set in the security context of the pod; `variables.context` is that context. */
export const POD_FIELDS: readonly DefaultedField[] = [
  {
    key: 'supplementalGroups',
    idle: { supplementalGroupsRule: ANY },
    when: "$supplementalGroupsRule == 'MustRunAs' && !has(variables.context.supplementalGroups)",
    value: '[$supplementalGroupsRanges[0].min]',
  },
  {
    key: 'fsGroup',
    idle: { fsGroupRule: ANY },
    when: "$fsGroupRule == 'MustRunAs' && !has(variables.context.fsGroup)",
    value: '$fsGroupRanges[0].min',
  },
  {
    key: 'seLinuxOptions',
    idle: { seLinuxRule: ANY },
    when: "$seLinuxRule == 'MustRunAs' && size($seLinuxOptions) > 0 && !has(variables.context.seLinuxOptions)",
    value: '$seLinuxOptions[0]',
  },
  {
    key: 'seccompProfile',
    idle: { seccompDefaultProfile: NONE },
    when: "$seccompDefaultProfile != '' && !has(variables.context.seccompProfile)",
    value: seccompProfile('$seccompDefaultProfile'),
  },
];

/** What is set in the spec of the pod. */
export const SPEC_FIELDS: readonly DefaultedField[] = [
  {
    key: 'runtimeClassName',
    idle: { defaultRuntimeClassName: NONE },
    when: "$defaultRuntimeClassName != '' && !has(object.spec.runtimeClassName)",
    value: '$defaultRuntimeClassName',
  },
];

/** The annotation by which AppArmor profiles were said before 1.30: the server copies it into the field after mutation. */
const APPARMOR_KEY = "('container.apparmor.security.beta.kubernetes.io/' + c.name)";
const APPARMOR_ANNOTATION = `object.metadata.?annotations[?${APPARMOR_KEY}]`;

const capabilities = (list: 'add' | 'drop'): string => `c.sc.?capabilities.?${list}.orValue([])`;

/**
 * What is set in the security context of a container. `c.sc` is that context, or an empty one; `c.name` its name; `variables.context`
 * is that of the pod, which containers inherit.
 */
export const CONTAINER_FIELDS: readonly DefaultedField[] = [
  {
    key: 'runAsUser',
    idle: { runAsUserRule: [...ANY, '"MustRunAsNonRoot"'] },
    when: "$runAsUserRule == 'MustRunAs' && !has(c.sc.runAsUser) && !has(variables.context.runAsUser)",
    value: '$runAsUserRanges[0].min',
  },
  {
    key: 'runAsGroup',
    idle: { runAsGroupRule: ANY },
    when: "$runAsGroupRule == 'MustRunAs' && !has(c.sc.runAsGroup) && !has(variables.context.runAsGroup)",
    value: '$runAsGroupRanges[0].min',
  },
  {
    key: 'runAsNonRoot',
    idle: { runAsUserRule: [...ANY, '"MustRunAs"'] },
    when:
      "$runAsUserRule == 'MustRunAsNonRoot' && !has(c.sc.runAsNonRoot) && !has(variables.context.runAsNonRoot)" +
      ' && !has(c.sc.runAsUser) && !has(variables.context.runAsUser)',
    value: 'true',
  },
  {
    key: 'appArmorProfile',
    idle: { appArmorDefaultProfile: NONE },
    when:
      "$appArmorDefaultProfile != '' && !has(c.sc.appArmorProfile) && !has(variables.context.appArmorProfile)" +
      ` && ${APPARMOR_ANNOTATION}.orValue('') == ''`,
    value: appArmorProfile('$appArmorDefaultProfile'),
    // An annotation that is there must say the same as the field, and this one is empty.
    also:
      `${APPARMOR_ANNOTATION}.hasValue() ? [JSONPatch{op: 'replace', path: '/metadata/annotations/' +` +
      ` jsonpatch.escapeKey(${APPARMOR_KEY}), value: $appArmorDefaultProfile}] : []`,
  },
  {
    key: 'capabilities',
    idle: { requiredDropCapabilities: EMPTY, defaultAddCapabilities: EMPTY },
    when:
      `$requiredDropCapabilities.exists(k, !(k in ${capabilities('drop')}))` +
      ` || $defaultAddCapabilities.exists(k, !(k in ${capabilities('drop')}) && !(k in ${capabilities('add')}))`,
    // Sorted and without doubles, as PodSecurityPolicy writes them. Both lists are atomic: they are written as a whole.
    value:
      `{'add': dyn((${capabilities('add')} + $defaultAddCapabilities.filter(k, !(k in ${capabilities('drop')}))).distinct().sort()),` +
      ` 'drop': dyn((${capabilities('drop')} + $requiredDropCapabilities).distinct().sort())}`,
  },
  {
    key: 'readOnlyRootFilesystem',
    idle: { readOnlyRootFilesystem: ['false'] },
    when: '$readOnlyRootFilesystem && !has(c.sc.readOnlyRootFilesystem)',
    value: 'true',
  },
  {
    key: 'allowPrivilegeEscalation',
    idle: { defaultAllowPrivilegeEscalation: EMPTY, allowPrivilegeEscalation: ['true'] },
    when:
      '(size($defaultAllowPrivilegeEscalation) > 0 || !$allowPrivilegeEscalation)' +
      ' && !has(c.sc.allowPrivilegeEscalation)',
    value: 'size($defaultAllowPrivilegeEscalation) > 0 ? $defaultAllowPrivilegeEscalation[0] : false',
  },
];
