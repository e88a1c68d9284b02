import type { Severity } from '../../diagnostics/diagnostic';
import { ALL } from './words';

/** What can be wrong with fields that are right alone, in words: without who says it, or where. */
export interface SpecFault {
  readonly code:
    | 'range'
    | 'ranges'
    | 'uselessStrategy'
    | 'capabilities'
    | 'escalation'
    | 'hostPath'
    | 'sysctls'
    | 'runtimeClass'
    | 'hostPorts'
    | 'defaultProfile';
  /** The field at fault, such as `runAsUser.ranges[0]`. */
  readonly key: string;
  readonly says: string;
  readonly hint: string;
  /** Warnings are for what the API server takes although no pod can meet it. */
  readonly severity: Severity;
}

/** A text, a number, or what stands for one that a chart computes. */
type Part = string | number | { toString(): string };

export const MOST_PORT = 65_535;

const RANGES = 'such as [{ min: 1, max: 65535 }]';
const ONE_LIST = 'leave it in one of the two lists';
const OUT = `leave "${ALL}" out, or everything else`;
const RUNTIME_CLASSES = 'runtimeClass.allowedRuntimeClassNames';
const USELESS = 'is missing: with this rule the policy lets no pod in';

const error = (code: SpecFault['code'], key: string, says: string, hint: string): SpecFault => ({
  code,
  key,
  says,
  hint,
  severity: 'error',
});
const warning = (...fault: Parameters<typeof error>): SpecFault => ({ ...error(...fault), severity: 'warning' });

/** The sentences, for those who know the fields now, and for those who have Helm look at them. */
export const FAULTS = {
  range: (strategy: string, index: Part, min: Part, max: Part): SpecFault =>
    error('range', `${strategy}.ranges[${index}]`, `begins with ${min} and ends with ${max}`, 'the least id is "min"'),
  needlessRanges: (): SpecFault =>
    error(
      'ranges',
      'runAsGroup.ranges',
      'must be empty for RunAsAny',
      'leave the ranges out, or write MustRunAs or MayRunAs',
    ),
  missingRanges: (rule: Part): SpecFault =>
    error('ranges', 'runAsGroup.ranges', `must have at least one range for ${rule}`, RANGES),
  uselessRanges: (strategy: string): SpecFault => warning('uselessStrategy', `${strategy}.ranges`, USELESS, RANGES),
  uselessLabel: (): SpecFault =>
    warning(
      'uselessStrategy',
      'seLinux.seLinuxOptions',
      USELESS,
      "such as { type: 'container_t' }, or the rule RunAsAny",
    ),
  droppedCapability: (list: string, index: Part, capability: Part): SpecFault =>
    error(
      'capabilities',
      `${list}[${index}]`,
      `is "${capability}", which requiredDropCapabilities takes away`,
      ONE_LIST,
    ),
  dropBesideAll: (): SpecFault =>
    error(
      'capabilities',
      'requiredDropCapabilities',
      `must be empty when "${ALL}" is allowed`,
      'name the capabilities that may be added, or drop none',
    ),
  escalation: (): SpecFault =>
    error(
      'escalation',
      'defaultAllowPrivilegeEscalation',
      'is true, and allowPrivilegeEscalation false',
      'set it to false as well, or leave it out',
    ),
  hostPath: (index: Part): SpecFault =>
    error('hostPath', `allowedHostPaths[${index}].pathPrefix`, 'must not have ".." in it', 'write the path out'),
  sysctlBesideAll: (list: string): SpecFault => error('sysctls', list, `must have nothing beside "${ALL}"`, OUT),
  sysctl: (index: Part, allowed: Part, forbidden: Part): SpecFault =>
    error(
      'sysctls',
      `allowedUnsafeSysctls[${index}]`,
      `is "${allowed}", which overlaps with "${forbidden}" in forbiddenSysctls`,
      ONE_LIST,
    ),
  runtimeClassTwice: (index: Part, name: Part): SpecFault =>
    error('runtimeClass', `${RUNTIME_CLASSES}[${index}]`, `is "${name}" once more`, 'leave it out'),
  runtimeClassBesideAll: (): SpecFault =>
    error('runtimeClass', RUNTIME_CLASSES, `must have nothing beside "${ALL}"`, OUT),
  defaultRuntimeClass: (name: Part): SpecFault =>
    error('runtimeClass', RUNTIME_CLASSES, `must have the default, "${name}", in it`, 'add it'),
  hostPorts: (index: Part, min: Part, max: Part): SpecFault =>
    warning(
      'hostPorts',
      `hostPorts[${index}]`,
      `is a range without a port: ${min} to ${max}`,
      `ports go from 1 to ${MOST_PORT}`,
    ),
  defaultProfile: (kind: 'appArmor' | 'seccomp', profile: Part): SpecFault =>
    warning(
      'defaultProfile',
      `${kind}DefaultProfile`,
      `is "${profile}", which ${kind}AllowedProfiles does not have: pods that name none are refused`,
      'add it there, or leave it out',
    ),
} as const;
