import { cel, type Variable } from '../variable';
import { around, fault, fieldOf } from './fault';

/** A profile as annotations write it. */
const profile = (p: string): string =>
  cel`(${p}.?type.orValue('') == 'RuntimeDefault' ? 'runtime/default' :
    ${p}.?type.orValue('') == 'Unconfined' ? 'unconfined' : 'localhost/' + ${p}.?localhostProfile.orValue(''))`;

const profileIn = (context: string, field: string): string =>
  `${context}.?${field}.optMap(p, ${profile('p')}).orValue('')`;

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';

/** The first of some texts that is not empty. */
const firstOf = (...texts: readonly string[]): string => `[${texts.join(', ')}].filter(t, t != '')[?0].orValue('')`;

const annotation = (prefix: string): string => `string(variables.annotations[?('${prefix}' + c.name)].orValue(''))`;

/** What a container says, else what the pod says. */
const effective = (field: string): string => `c.?securityContext.?${field}.or(variables.context.?${field})`;

/**
 * A container as policies see it. AppArmor: from 1.30 the server copies the annotation into the container's field before it
 * asks admission policies, unless the pod's field says the same; so the annotation goes before that. Seccomp: from 1.27 the
 * annotation does nothing. It is judged, for it says what somebody wanted, but it does not count as a profile.
 */
const CONTAINER = cel`{
  'path': dyn('spec.' + kind + '[' + string(variables.spec[kind].map(x, x.name).indexOf(c.name)) + ']'),
  'name': dyn(c.name),
  'raw': dyn(c),
  'context': dyn(c.?securityContext.orValue({})),
  ?'user': ${effective('runAsUser')},
  ?'group': ${effective('runAsGroup')},
  ?'nonRoot': ${effective('runAsNonRoot')},
  ?'label': ${effective('seLinuxOptions')},
  'appArmor': dyn(${firstOf(
    profileIn('c.?securityContext', 'appArmorProfile'),
    annotation(APPARMOR),
    'variables.podAppArmor',
  )}),
  'seccomp': dyn(${firstOf(profileIn('c.?securityContext', 'seccompProfile'), 'variables.podSeccomp')}),
  'seccompAnnotation': dyn(${firstOf(annotation(SECCOMP), 'variables.podSeccompAnnotation')})
}`;

/** Faults of all containers that meet a condition. */
const faults = (name: string, condition: string, text: string): Variable => ({
  name,
  expression: `variables.containers.filter(c, ${condition}).map(c, ${text})`,
});

const AT = { container: 'c.path' };

/** A flag of the pod that policies allow or not. */
const host = (name: 'hostNetwork' | 'hostPID' | 'hostIPC'): Variable => ({
  name,
  expression: `variables.spec.?${name}.orValue(false) ? [${fault(name, {})}] : []`,
});

const label = (path: string, options: string): string =>
  `{'path': dyn(${path}), ${['user', 'role', 'type', 'level']
    .map((part) => `'${part}': dyn(${options}.?${part}.orValue(''))`)
    .join(', ')}}`;

/** What a container drops, as Go prints it. */
const DROPPED = cel`(has(c.context.capabilities.drop) ? '[]core.Capability{' +
  c.context.capabilities.drop.map(d, strings.quote(string(d))).join(', ') + '}' : '[]core.Capability(nil)')`;

/** What is said of a capability that is not dropped, around its name: the first half is the same for all of a container. */
const [NOT_DROPPED, NOT_FOUND] = around('droppedCapability', 'capability', { ...AT, value: DROPPED });

/** CEL of the fault of a capability that a container of `withCapabilities`, `c`, does not drop. */
export const notDropped = (capability: string): string => `c.notDropped + ${capability} + ${NOT_FOUND}`;

/** Lists of containers and of faults that many policies share: a fault is written once, however many policies see it. */
export const CONTAINERS: readonly Variable[] = [
  { name: 'podAppArmor', expression: profileIn('variables.context', 'appArmorProfile') },
  { name: 'podSeccomp', expression: profileIn('variables.context', 'seccompProfile') },
  { name: 'podSeccompAnnotation', expression: `string(variables.annotations[?'${SECCOMP_POD}'].orValue(''))` },
  {
    name: 'containersByKind',
    expression: cel`['initContainers', 'containers', 'ephemeralContainers'].map(kind,
      variables.spec[?kind].orValue([]).map(c, ${CONTAINER}))`,
  },
  { name: 'containers', expression: [0, 1, 2].map((kind) => `variables.containersByKind[${kind}]`).join(' + ') },
  host('hostNetwork'),
  host('hostPID'),
  host('hostIPC'),
  faults('appArmorMissing', 'c.appArmor == ""', fault('appArmorMissing', { name: 'c.name' })),
  faults('privileged', 'c.context.?privileged.orValue(false)', fault('privileged', AT)),
  faults('runAsUserMissing', '!has(c.user)', fault('runAsUserMissing', AT)),
  faults('runAsGroupMissing', '!has(c.group)', fault('runAsGroupMissing', AT)),
  faults('runAsNonRootMissing', '!has(c.user) && !has(c.nonRoot)', fault('runAsNonRootMissing', AT)),
  faults(
    'runAsRoot',
    '(has(c.nonRoot) && !c.nonRoot) || (has(c.user) && c.user == 0)',
    `has(c.nonRoot) && !c.nonRoot ? ${fault('runAsNonRoot', AT)} : ${fault('runAsRoot', AT)}`,
  ),
  faults('readOnlyMissing', '!has(c.context.readOnlyRootFilesystem)', fault('readOnlyMissing', AT)),
  faults('readOnly', '!c.context.?readOnlyRootFilesystem.orValue(true)', fault('readOnly', AT)),
  faults(
    'escalationMissing',
    '!has(c.context.allowPrivilegeEscalation)',
    fault('escalation', { ...AT, value: '"null"' }),
  ),
  faults(
    'escalation',
    'c.context.?allowPrivilegeEscalation.orValue(false)',
    fault('escalation', { ...AT, value: '"true"' }),
  ),
  faults('capabilitiesMissing', '!has(c.context.capabilities)', fault('capabilitiesMissing', AT)),
  {
    name: 'withCapabilities',
    expression: cel`variables.containers.filter(c, has(c.context.capabilities)).map(c, {'path': dyn(c.path),
      'add': dyn(c.context.capabilities.?add.orValue([])), 'drop': dyn(c.context.capabilities.?drop.orValue([])),
      'notDropped': dyn(${NOT_DROPPED})})`,
  },
  {
    name: 'seccompProfiles',
    expression: cel`[{'field': dyn(${fieldOf('podSeccomp', {})}), 'profile': dyn(variables.podSeccomp),
      'annotation': dyn(variables.podSeccompAnnotation)}] + variables.containers.map(c,
      {'field': dyn(${fieldOf('seccomp', { name: 'c.name' })}), 'profile': dyn(c.seccomp),
      'annotation': dyn(c.seccompAnnotation)})`,
  },
  {
    name: 'withHostPorts',
    expression: cel`variables.containers.map(c, {'path': dyn(c.path), 'ports': dyn(c.raw.?ports.orValue([])
      .filter(p, p.?hostPort.orValue(0) > 0).map(p, p.hostPort))}).filter(c, size(c.ports) > 0)`,
  },
  {
    name: 'seLinuxMissing',
    expression: cel`(has(variables.context.seLinuxOptions) ? [] : [${fault('podSeLinuxMissing', {})}]) +
      variables.containers.filter(c, !has(c.label)).map(c, ${fault('seLinuxMissing', AT)})`,
  },
  {
    name: 'labels',
    expression: cel`(has(variables.context.seLinuxOptions) ?
      [${label("'spec'", 'variables.context.seLinuxOptions')}] : []) +
      variables.containers.filter(c, has(c.label)).map(c, ${label('c.path', 'c.label')})`,
  },
];
