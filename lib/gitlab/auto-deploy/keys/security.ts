import {
  mustBeArrayOf,
  mustBeBoolean,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustBeText,
  mustHaveShape,
  required,
} from '../../../diagnostics/predicates';
import { type Keys, mustBeAppArmor, mustBeCount, mustBeObjects, mustBeTexts, type ValueKey } from './value-key';

const mustBeSeccomp = mustHaveShape({
  type: required(mustBeOneOf(['RuntimeDefault', 'Localhost', 'Unconfined'])),
  localhostProfile: mustBeText,
});

/** Fields that a pod and a container both have. */
const BOTH: Keys = {
  runAsNonRoot: { is: mustBeBoolean },
  runAsUser: { is: mustBeCount },
  runAsGroup: { is: mustBeCount },
  seccompProfile: { is: mustBeSeccomp },
  appArmorProfile: { is: mustBeAppArmor },
  seLinuxOptions: { is: mustBeObject },
  windowsOptions: { is: mustBeObject },
};

const POD_ONLY: Keys = {
  fsGroup: { is: mustBeCount },
  fsGroupChangePolicy: { is: mustBeOneOf(['OnRootMismatch', 'Always']) },
  supplementalGroups: { is: mustBeArrayOf(mustBeCount) },
  supplementalGroupsPolicy: { is: mustBeOneOf(['Merge', 'Strict']) },
  seLinuxChangePolicy: { is: mustBeOneOf(['MountOption', 'Recursive']) },
  sysctls: { is: mustBeObjects },
};

const CONTAINER_ONLY: Keys = {
  allowPrivilegeEscalation: { is: mustBeBoolean },
  capabilities: { is: mustHaveShape({ add: mustBeArrayOf(mustBeText), drop: mustBeArrayOf(mustBeText) }) },
  privileged: { is: mustBeBoolean },
  procMount: { is: mustBeOneOf(['Default', 'Unmasked']) },
  readOnlyRootFilesystem: { is: mustBeBoolean },
};

/** The API server drops a field of the wrong level without a word: nothing would be protected. */
const hints = (keys: Keys, hint: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(keys).map((key) => [key, hint]));

/** `securityContext`: in this chart it is the pod's. */
export const POD_SECURITY: ValueKey = {
  keys: { ...BOTH, ...POD_ONLY },
  since: 'v2.67.0',
  elsewhere: hints(
    CONTAINER_ONLY,
    'this chart takes "securityContext" for the pod: write it in "containerSecurityContext"',
  ),
};

/** `containerSecurityContext`. */
export const CONTAINER_SECURITY: ValueKey = {
  keys: { ...BOTH, ...CONTAINER_ONLY },
  since: 'v2.69.0',
  elsewhere: hints(POD_ONLY, 'only pods have it: write it in "securityContext"'),
};

/** Keys of the area security. */
export const SECURITY: Keys = {
  securityContext: POD_SECURITY,
  containerSecurityContext: CONTAINER_SECURITY,
  serviceAccount: {
    keys: { name: { is: mustBeString }, createNew: { is: mustBeBoolean }, annotations: { is: mustBeTexts } },
    since: 'v2.10.0',
  },
  serviceAccountName: { is: mustBeString, since: 'v2.2.0' },
};
