import type { ValueProperty } from '../../helm';
import { ValueSchema } from '../../helm';
import { DNS_NAME, LONGEST, SYSCTL_PATTERN } from '../../pod-security/language/names';
import type { PodSecurityPolicySpec } from '../../pod-security/language/spec';
import { ALL, PROC_MOUNT_TYPES, RULES, VOLUME_KINDS } from '../../pod-security/language/words';

const TEXT = ValueSchema.text({ minLength: 1 });
const FLAG = ValueSchema.flag();
const TEXTS = ValueSchema.listOf(TEXT);
const property = (schema: ValueSchema, description: string): ValueProperty => ({ schema, description });
const needed = (schema: ValueSchema, description: string): ValueProperty => ({ schema, description, required: true });

/** CSI drivers are told apart without regard to case. */
const CSI_DRIVER = ValueSchema.text({ pattern: DNS_NAME.source.replaceAll('a-z', 'a-zA-Z'), maxLength: 63 });

const RUNTIME_CLASS = ValueSchema.text({ pattern: DNS_NAME.source, maxLength: LONGEST });
const RUNTIME_CLASS_OR_ALL = ValueSchema.text({
  pattern: `^(\\*|${DNS_NAME.source.slice(1, -1)})$`,
  maxLength: LONGEST,
});

const SYSCTLS = ValueSchema.listOf(ValueSchema.text({ pattern: SYSCTL_PATTERN.source, maxLength: LONGEST }));

/** A part of a path, which is not `..`. */
const PART = '(\\.|\\.?[^./][^/]*|\\.\\.[^/]+)?';

/** User and group ids are int64 on the server, ports are not. */
const MOST_PORT = 65_535;

const range = (noun: string, maximum?: number): ValueSchema => {
  const number = ValueSchema.integer({ minimum: 0, ...(maximum === undefined ? {} : { maximum }) });
  return ValueSchema.record({ min: needed(number, `Least ${noun}.`), max: needed(number, `Greatest ${noun}.`) });
};

const strategy = (rules: readonly string[]): ValueSchema =>
  ValueSchema.record({
    rule: needed(ValueSchema.choice(...rules), 'Which ids are allowed.'),
    ranges: property(ValueSchema.listOf(range('id')), 'Ids, for the rules that need them.'),
  });

const HOST_PATH = ValueSchema.record({
  pathPrefix: needed(
    ValueSchema.text({ pattern: `^${PART}(/${PART})*$`, minLength: 1 }),
    'A folder, without ".." in it; /foo is /foo and all below, not /food.',
  ),
  readOnly: property(FLAG, 'It may be mounted read-only and not otherwise.'),
});

const SELINUX = ValueSchema.record({
  rule: needed(ValueSchema.choice(...RULES.seLinux), 'Which labels are allowed.'),
  seLinuxOptions: property(
    ValueSchema.record(
      Object.fromEntries(
        ['user', 'role', 'type', 'level'].map((key) => [key, property(ValueSchema.text(), `The ${key} of the label.`)]),
      ),
    ),
    'The label, for MustRunAs.',
  ),
});

const RUNTIME_CLASSES = ValueSchema.record({
  allowedRuntimeClassNames: needed(
    ValueSchema.listOf(RUNTIME_CLASS_OR_ALL, { uniqueItems: true }),
    'Names; "*" alone for all.',
  ),
  defaultRuntimeClassName: property(RUNTIME_CLASS, 'Given to pods that name none. It must be allowed.'),
});

const named = (key: string, name: ValueSchema): ValueSchema =>
  ValueSchema.listOf(ValueSchema.record({ [key]: needed(name, 'Name of a driver.') }));

/** The fields of a spec as values: what each must be alone. What they must be to each other is told by the checks. */
const FIELDS: { readonly [field in keyof Required<PodSecurityPolicySpec>]: ValueProperty } = {
  privileged: property(FLAG, 'Containers may be privileged.'),
  allowPrivilegeEscalation: property(FLAG, 'Containers may gain more privileges than their parent process.'),
  defaultAllowPrivilegeEscalation: property(FLAG, 'What containers get that do not say it.'),
  defaultAddCapabilities: property(TEXTS, 'Capabilities that containers get, unless they drop them.'),
  requiredDropCapabilities: property(TEXTS, 'Capabilities that are taken from containers.'),
  allowedCapabilities: property(TEXTS, 'Capabilities that containers may add; "*" for all.'),
  volumes: property(
    ValueSchema.listOf(ValueSchema.choice(...VOLUME_KINDS, ALL)),
    'Kinds of volumes that pods may have; "*" for all.',
  ),
  allowedHostPaths: property(
    ValueSchema.listOf(HOST_PATH),
    'Folders of the node: pathPrefix, readOnly. Empty: all, where volumes allows them.',
  ),
  allowedFlexVolumes: property(
    named('driver', TEXT),
    'Drivers of FlexVolumes: driver. Empty: all, where volumes allows them.',
  ),
  allowedCSIDrivers: property(named('name', CSI_DRIVER), 'CSI drivers: name. Empty: all, where volumes allows them.'),
  hostNetwork: property(FLAG, 'Pods may use the network of the node.'),
  hostPorts: property(ValueSchema.listOf(range('port', MOST_PORT)), 'Ports of the node that pods may take: min, max.'),
  hostPID: property(FLAG, 'Pods may see the processes of the node.'),
  hostIPC: property(FLAG, 'Pods may use the IPC namespace of the node.'),
  seLinux: property(SELINUX, 'SELinux: rule (MustRunAs, RunAsAny), seLinuxOptions.'),
  runAsUser: property(strategy(RULES.runAsUser), 'Users: rule (MustRunAs, MustRunAsNonRoot, RunAsAny), ranges.'),
  runAsGroup: property(strategy(RULES.runAsGroup), 'Groups: rule (MustRunAs, MayRunAs, RunAsAny), ranges.'),
  supplementalGroups: property(
    strategy(RULES.supplementalGroups),
    'Supplemental groups: rule (MustRunAs, MayRunAs, RunAsAny), ranges.',
  ),
  fsGroup: property(strategy(RULES.fsGroup), 'Group of the volumes: rule (MustRunAs, MayRunAs, RunAsAny), ranges.'),
  readOnlyRootFilesystem: property(FLAG, 'The root file system must be read-only.'),
  allowedUnsafeSysctls: property(SYSCTLS, 'Unsafe sysctls that pods may set; "*" at the end for all that begin so.'),
  forbiddenSysctls: property(SYSCTLS, 'Sysctls that pods may not set; "*" at the end for all that begin so.'),
  allowedProcMountTypes: property(
    ValueSchema.listOf(ValueSchema.choice(...PROC_MOUNT_TYPES)),
    'Mount types of /proc. Most servers drop the field.',
  ),
  runtimeClass: property(RUNTIME_CLASSES, 'RuntimeClasses: allowedRuntimeClassNames, defaultRuntimeClassName.'),
};

/** What differs from the level: fields of a PodSecurityPolicySpec and no others. */
export const SPEC_VALUES = ValueSchema.record({ ...FIELDS });
