import type { ValueProperty } from '../../helm';
import { ValueSchema } from '../../helm';
import type { PodSecurityPolicySpec } from '../../pod-security/language/spec';
import { ALL, PROC_MOUNT_TYPES, VOLUME_KINDS } from '../../pod-security/language/words';

const TEXT = ValueSchema.text({ minLength: 1 });
const FLAG = ValueSchema.flag();
const TEXTS = ValueSchema.listOf(TEXT);
const RECORD = ValueSchema.mapOf(ValueSchema.anything());
const RECORDS = ValueSchema.listOf(RECORD);

const property = (schema: ValueSchema, description: string): ValueProperty => ({ schema, description });

/** The fields of a spec as values: what each must be alone. What they must be to each other is told by the API server. */
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
    RECORDS,
    'Folders of the node: pathPrefix, readOnly. Empty: all, where volumes allows them.',
  ),
  allowedFlexVolumes: property(RECORDS, 'Drivers of FlexVolumes: driver. Empty: all, where volumes allows them.'),
  allowedCSIDrivers: property(RECORDS, 'CSI drivers: name. Empty: all, where volumes allows them.'),
  hostNetwork: property(FLAG, 'Pods may use the network of the node.'),
  hostPorts: property(RECORDS, 'Ports of the node that pods may take: min, max.'),
  hostPID: property(FLAG, 'Pods may see the processes of the node.'),
  hostIPC: property(FLAG, 'Pods may use the IPC namespace of the node.'),
  seLinux: property(RECORD, 'SELinux: rule (MustRunAs, RunAsAny), seLinuxOptions.'),
  runAsUser: property(RECORD, 'Users: rule (MustRunAs, MustRunAsNonRoot, RunAsAny), ranges.'),
  runAsGroup: property(RECORD, 'Groups: rule (MustRunAs, MayRunAs, RunAsAny), ranges.'),
  supplementalGroups: property(RECORD, 'Supplemental groups: rule (MustRunAs, MayRunAs, RunAsAny), ranges.'),
  fsGroup: property(RECORD, 'Group of the volumes: rule (MustRunAs, MayRunAs, RunAsAny), ranges.'),
  readOnlyRootFilesystem: property(FLAG, 'The root file system must be read-only.'),
  allowedUnsafeSysctls: property(TEXTS, 'Unsafe sysctls that pods may set; "*" at the end for all that begin so.'),
  forbiddenSysctls: property(TEXTS, 'Sysctls that pods may not set; "*" at the end for all that begin so.'),
  allowedProcMountTypes: property(
    ValueSchema.listOf(ValueSchema.choice(...PROC_MOUNT_TYPES)),
    'Mount types of /proc. Most servers drop the field.',
  ),
  runtimeClass: property(RECORD, 'RuntimeClasses: allowedRuntimeClassNames, defaultRuntimeClassName.'),
};

/** What differs from the level: fields of a PodSecurityPolicySpec and no others. */
export const SPEC_VALUES = ValueSchema.record({ ...FIELDS });
