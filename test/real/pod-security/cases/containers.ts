import { other, type PolicyCase, pod, secured } from './model';

const privileged = { privileged: true };
const adds = (...add: string[]) => ({ capabilities: { add } });
const drops = (...drop: string[]) => ({ capabilities: { drop } });

/** Fields that judge and complete the security context of each container, ids and profiles aside. */
export const CONTAINER_CASES: readonly PolicyCase[] = [
  {
    field: 'privileged',
    spec: { privileged: false },
    admits: {
      'a container that says nothing of privileges': pod(),
      'a container that says it is not privileged': secured({ privileged: false }),
    },
    refuses: {
      'a privileged container': secured(privileged),
      'a privileged init container': pod({}, { initContainers: [other('init', { securityContext: privileged })] }),
      'two of three containers privileged': secured(privileged, {
        initContainers: [other('init')],
        containers: [other('main'), ...['a', 'b'].map((name) => other(name, { securityContext: privileged }))],
      }),
    },
  },
  {
    field: 'allowPrivilegeEscalation',
    spec: { allowPrivilegeEscalation: false },
    admits: { 'a container without escalation': secured({ allowPrivilegeEscalation: false }) },
    refuses: {
      'a container with escalation': secured({ allowPrivilegeEscalation: true }),
      'a second container with escalation': secured(
        { allowPrivilegeEscalation: false },
        {
          containers: [
            other('main', { securityContext: { allowPrivilegeEscalation: false } }),
            other('side', { securityContext: { allowPrivilegeEscalation: true } }),
          ],
        },
      ),
    },
    completes: {
      'a container that says nothing': pod(),
      'an init container that says nothing': secured(
        { allowPrivilegeEscalation: false },
        { initContainers: [other('init')] },
      ),
    },
  },
  {
    field: 'defaultAllowPrivilegeEscalation',
    variant: 'false',
    spec: { allowPrivilegeEscalation: false, defaultAllowPrivilegeEscalation: false },
    admits: { 'a container without escalation': secured({ allowPrivilegeEscalation: false }) },
    refuses: { 'a container with escalation': secured({ allowPrivilegeEscalation: true }) },
    completes: { 'a container that says nothing': pod() },
  },
  {
    field: 'defaultAllowPrivilegeEscalation',
    variant: 'unless-said',
    spec: { defaultAllowPrivilegeEscalation: false },
    admits: { 'a container that asks for escalation': secured({ allowPrivilegeEscalation: true }) },
    refuses: {},
    completes: { 'a container that says nothing': pod() },
  },
  {
    field: 'defaultAllowPrivilegeEscalation',
    variant: 'true',
    spec: { defaultAllowPrivilegeEscalation: true },
    admits: { 'a container that refuses escalation': secured({ allowPrivilegeEscalation: false }) },
    refuses: {},
    completes: { 'a container that says nothing': pod() },
  },
  {
    field: 'defaultAddCapabilities',
    spec: { allowedCapabilities: ['CHOWN'], defaultAddCapabilities: ['NET_ADMIN', 'AUDIT_WRITE'] },
    admits: {
      'a container that adds them itself': secured(adds('NET_ADMIN', 'AUDIT_WRITE')),
      'a container that drops them': secured(drops('NET_ADMIN', 'AUDIT_WRITE')),
    },
    refuses: { 'a container that adds another': secured(adds('NET_ADMIN', 'AUDIT_WRITE', 'SYS_TIME')) },
    completes: {
      'a container that says nothing': pod(),
      'a container that drops one of them': secured(drops('NET_ADMIN')),
      'a container that adds one of them and an allowed one': secured(adds('CHOWN', 'NET_ADMIN')),
      'init containers too': secured(adds('AUDIT_WRITE', 'NET_ADMIN'), { initContainers: [other('init')] }),
    },
  },
  {
    field: 'requiredDropCapabilities',
    spec: { allowedCapabilities: ['CHOWN'], requiredDropCapabilities: ['MKNOD', 'KILL'] },
    admits: {
      'a container that drops them': secured(drops('KILL', 'MKNOD')),
      'a container that drops more': secured(drops('SYS_TIME', 'MKNOD', 'KILL')),
    },
    refuses: {
      'a container that adds one of them': secured({ capabilities: { add: ['KILL'], drop: ['KILL', 'MKNOD'] } }),
      'a container that adds one of them and drops none': secured(adds('KILL')),
    },
    completes: {
      'a container that says nothing': pod(),
      'a container that drops one of them': secured(drops('KILL')),
      'a container that drops all': secured(drops('ALL')),
      'a container that adds another': secured(adds('CHOWN')),
    },
  },
  {
    field: 'allowedCapabilities',
    spec: { allowedCapabilities: ['CHOWN', 'NET_BIND_SERVICE'] },
    admits: {
      'a container that adds none': pod(),
      'a container that adds allowed ones': secured(adds('NET_BIND_SERVICE', 'CHOWN')),
    },
    refuses: {
      'a container that adds others': secured(adds('CHOWN', 'SYS_ADMIN', 'NET_RAW')),
      'an init container that adds another': pod(
        {},
        { initContainers: [other('init', { securityContext: adds('SYS_ADMIN') })] },
      ),
    },
  },
  {
    field: 'allowedCapabilities',
    variant: 'none',
    spec: { allowedCapabilities: [] },
    admits: { 'a container that drops some': secured(drops('ALL')) },
    refuses: { 'a container that adds one': secured(adds('CHOWN')) },
  },
  {
    field: 'readOnlyRootFilesystem',
    spec: { readOnlyRootFilesystem: true },
    admits: { 'a container that cannot write': secured({ readOnlyRootFilesystem: true }) },
    refuses: { 'a container that may write': secured({ readOnlyRootFilesystem: false }) },
    completes: {
      'a container that says nothing': pod(),
      'an init container that says nothing': secured(
        { readOnlyRootFilesystem: true },
        { initContainers: [other('init')] },
      ),
    },
  },
  {
    field: 'allowedProcMountTypes',
    spec: { allowedProcMountTypes: ['Default'] },
    admits: {
      'a container that says nothing of /proc': pod(),
      'a container with the default': secured({ procMount: 'Default' }),
    },
    refuses: { 'a container with all of /proc': secured({ procMount: 'Unmasked' }, { hostUsers: false }) },
  },
  {
    field: 'allowedProcMountTypes',
    variant: 'unmasked',
    spec: { allowedProcMountTypes: ['Unmasked'] },
    admits: { 'a container with all of /proc': secured({ procMount: 'Unmasked' }, { hostUsers: false }) },
    refuses: {
      'a container with the default': secured({ procMount: 'Default' }),
      'a container that says nothing of /proc': pod(),
    },
  },
];
