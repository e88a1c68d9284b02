import { SAFE_SYSCTLS } from '../../words';
import { cel, type Variable } from '../variable';
import { quoted } from './clause';
import { fault } from './fault';

/** A volume that holds nothing but what the token of a service account comes with: allowed where secrets are. */
const IS_TOKEN = cel`v.?projected.?sources.orValue([]).all(s,
  (has(s.serviceAccountToken) || has(s.configMap) || has(s.downwardAPI)) &&
  (!has(s.serviceAccountToken) ||
    (s.serviceAccountToken.path == 'token' && s.serviceAccountToken.?audience.orValue('') == '')) &&
  (!has(s.configMap) || s.configMap.?name.orValue('') == 'kube-root-ca.crt') &&
  s.?downwardAPI.?items.orValue([]).all(i, i.path == 'namespace' && has(i.fieldRef) &&
    i.fieldRef.?apiVersion.orValue('v1') == 'v1' && i.fieldRef.fieldPath == 'metadata.namespace'))`;

/** The kind of a volume is its key beside the name; one that came after PodSecurityPolicy has its own as well. */
const KIND = `v.filter(key, key != 'name')[?0].orValue('emptyDir')`;

/** Volumes of a kind with the driver that policies allow or not. */
const drivers = (name: 'flexVolume' | 'csi'): Variable => ({
  name: `${name}Volumes`,
  expression: cel`variables.volumes.filter(v, v.kind == '${name}').map(v, {'driver': dyn(v.raw.${name}.driver),
    'fault': dyn(${fault(name, { index: 'v.index', value: quoted(`v.raw.${name}.driver`) })})})`,
});

const MOUNT = cel`m.name == v.name && !m.?readOnly.orValue(false)`;

/** The faults of every mount of a folder of the node that is not read-only. */
const MOUNTS = cel`variables.containers.map(c, c.raw.?volumeMounts.orValue([]).filter(m, ${MOUNT}).map(m, ${fault(
  'hostPathReadOnly',
  { container: 'c.path', index: 'string(c.raw.volumeMounts.map(x, x.mountPath).indexOf(m.mountPath))' },
)}).join(', ')).filter(t, t != '').join(', ')`;

/** A path with one slash at its end: whatever begins with a prefix and its slash lies in it. */
const SLASHED = `(v.raw.hostPath.path.endsWith('/') ? v.raw.hostPath.path : v.raw.hostPath.path + '/')`;

/**
 * From 1.25 a pod may write a sysctl with slashes for dots: `net/ipv4/tcp_syncookies`. Then dots are part of a name. Whoever
 * forbids `net.*` means both.
 */
const DOTTED = cel`s.contains('/') && (!s.contains('.') || s.indexOf('/') < s.indexOf('.')) ?
  s.replace('/', '\\n').replace('.', '/').replace('\\n', '.') : s`;

/** Volumes and sysctls of the pod. Names are unique in their lists, which is how the place of each is found. */
export const VOLUMES: readonly Variable[] = [
  { name: 'volumeNames', expression: 'variables.spec.?volumes.orValue([]).map(v, v.name)' },
  {
    name: 'volumes',
    expression: cel`variables.spec.?volumes.orValue([]).map(v, [${KIND}].map(key, {'raw': dyn(v),
      'index': dyn(string(variables.volumeNames.indexOf(v.name))), 'kind': dyn(key == 'cephfs' ? 'cephFS' : key),
      'isToken': dyn(key == 'projected' && ${IS_TOKEN})})[0])
      .map(v, {'raw': v.raw, 'index': v.index, 'kind': v.kind, 'isToken': v.isToken,
      'fault': dyn(${fault('volume', { index: 'v.index', value: quoted('v.kind'), kind: 'v.kind' })})})`,
  },
  {
    name: 'hostPaths',
    expression: cel`variables.volumes.filter(v, v.kind == 'hostPath').map(v, {'slashed': dyn(${SLASHED}),
      'name': dyn(v.raw.name),
      'fault': dyn(${fault('hostPath', { index: 'v.index', value: quoted('v.raw.hostPath.path') })})})`,
  },
  { name: 'hostPathNames', expression: 'variables.hostPaths.map(v, v.name)' },
  // One text for each of these volumes, in their order; only policies with read-only paths look at it.
  { name: 'hostPathMounts', expression: `variables.hostPaths.map(v, ${MOUNTS})` },
  drivers('flexVolume'),
  drivers('csi'),
  { name: 'groups', expression: 'variables.context.?supplementalGroups.orValue([])' },
  { name: 'groupTexts', expression: "variables.groups.map(g, string(g)).join(', ')" },
  { name: 'sysctlNames', expression: 'variables.context.?sysctls.orValue([]).map(s, s.name)' },
  {
    name: 'sysctls',
    expression: cel`variables.sysctlNames.map(s, [string(variables.sysctlNames.indexOf(s))].map(i, {'name': dyn(s),
      'dotted': dyn(${DOTTED}), 'isSafe': dyn(s in ${JSON.stringify(SAFE_SYSCTLS)}),
      'forbidden': dyn(${fault('forbiddenSysctl', { index: 'i', value: quoted('s') })}),
      'unsafe': dyn(${fault('unsafeSysctl', { index: 'i', value: quoted('s') })})})[0])`,
  },
];
