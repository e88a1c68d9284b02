import { other, type PolicyCase, pod, podSecured } from './model';

const hostPort = (...ports: readonly number[]) => ({
  ports: ports.map((port, index) => ({ containerPort: 8080 + index, hostPort: port })),
});
const sysctls = (...names: readonly string[]) => podSecured({ sysctls: names.map((name) => ({ name, value: '1' })) });

/** RuntimeClasses that must be there. */
export const RUNTIME_CLASSES = ['gvisor', 'kata'] as const;

/** Fields that judge what a pod shares with its node, and how it is run there. */
export const HOST_CASES: readonly PolicyCase[] = [
  {
    field: 'hostNetwork',
    spec: { hostNetwork: false },
    admits: { 'a pod with a network of its own': pod({}, { hostNetwork: false }) },
    refuses: { 'a pod in the network of the node': pod({}, { hostNetwork: true }) },
  },
  {
    field: 'hostPorts',
    spec: {
      hostPorts: [
        { min: 80, max: 80 },
        { min: 8000, max: 8999 },
      ],
    },
    admits: {
      'ports of the pod alone': pod({ ports: [{ containerPort: 22 }] }),
      'allowed ports of the node': pod(hostPort(80, 8000, 8999)),
      'an allowed port in the network of the node': pod({ ports: [{ containerPort: 8080 }] }, { hostNetwork: true }),
    },
    refuses: {
      'other ports of the node': pod(hostPort(80, 81, 9000)),
      'a port of an init container': pod({}, { initContainers: [other('init', hostPort(22))] }),
      'another port in the network of the node': pod({ ports: [{ containerPort: 22 }] }, { hostNetwork: true }),
    },
  },
  {
    field: 'hostPorts',
    variant: 'none',
    spec: { hostPorts: [] },
    admits: { 'ports of the pod alone': pod({ ports: [{ containerPort: 22 }] }) },
    refuses: { 'a port of the node': pod(hostPort(80)) },
  },
  {
    field: 'hostPID',
    spec: { hostPID: false },
    admits: { 'a pod with processes of its own': pod({}, { hostPID: false }) },
    refuses: { 'a pod that sees the processes of the node': pod({}, { hostPID: true }) },
  },
  {
    field: 'hostIPC',
    spec: { hostIPC: false },
    admits: { 'a pod with an IPC namespace of its own': pod({}, { hostIPC: false }) },
    refuses: {
      'a pod in the IPC namespace of the node': pod({}, { hostIPC: true }),
      'a pod that shares everything': pod({}, { hostIPC: true, hostPID: true, hostNetwork: true }),
    },
  },
  {
    field: 'allowedUnsafeSysctls',
    spec: { allowedUnsafeSysctls: ['kernel.msg*', 'net.core.somaxconn'] },
    admits: {
      'allowed and safe sysctls': sysctls('kernel.msgmax', 'net.core.somaxconn', 'net.ipv4.tcp_syncookies'),
    },
    refuses: { 'other unsafe sysctls': sysctls('kernel.sem', 'kernel.msgmax', 'net.core.somaxconn_max') },
  },
  {
    field: 'forbiddenSysctls',
    spec: { allowedUnsafeSysctls: ['kernel.sem', 'fs.*'], forbiddenSysctls: ['kernel.shm_rmid_forced', 'net.*'] },
    admits: { 'sysctls that are not forbidden': sysctls('kernel.sem') },
    refuses: {
      'forbidden sysctls, safe ones too': sysctls('kernel.shm_rmid_forced', 'kernel.sem', 'net.ipv4.tcp_syncookies'),
    },
  },
  {
    field: 'runtimeClass',
    spec: { runtimeClass: { allowedRuntimeClassNames: ['gvisor'], defaultRuntimeClassName: 'gvisor' } },
    admits: { 'an allowed class': pod({}, { runtimeClassName: 'gvisor' }) },
    refuses: { 'another class': pod({}, { runtimeClassName: 'kata' }) },
    completes: { 'a pod that names none': pod() },
  },
  {
    field: 'runtimeClass',
    variant: 'none',
    spec: { runtimeClass: { allowedRuntimeClassNames: [] } },
    admits: { 'a pod that names none': pod() },
    refuses: { 'any class': pod({}, { runtimeClassName: 'gvisor' }) },
  },
  {
    field: 'runtimeClass',
    variant: 'any',
    spec: { runtimeClass: { allowedRuntimeClassNames: ['*'], defaultRuntimeClassName: 'kata' } },
    admits: { 'any class': pod({}, { runtimeClassName: 'gvisor' }) },
    refuses: {},
    completes: { 'a pod that names none': pod() },
  },
];
