import { POLICY_OF_LEVEL } from '../../../../lib/pod-security/language/levels';
import { other, type PolicyCase, pod, podSecured, secured } from './model';

const { spec, profiles } = POLICY_OF_LEVEL.restricted;

/** What a container says that leaves nothing open. */
const COMPLETE = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Many fields at once: what is refused for one of them leaves others open. */
export const LEVEL_CASES: readonly PolicyCase[] = [
  {
    field: 'requiredDropCapabilities',
    variant: 'restricted',
    spec,
    profiles,
    admits: {
      'a pod that says everything': podSecured(
        { seccompProfile: { type: 'RuntimeDefault' } },
        { securityContext: COMPLETE },
      ),
    },
    refuses: {
      'a privileged container that says nothing else': secured({ privileged: true }),
      'a pod that shares the node and says nothing else': pod(
        { ports: [{ containerPort: 80, hostPort: 80 }] },
        { hostNetwork: true, hostPID: true, hostIPC: true, volumes: [{ name: 'root', hostPath: { path: '/' } }] },
      ),
      'three containers of which each has a fault of its own': pod(
        { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } },
        {
          initContainers: [other('init', { securityContext: { runAsUser: 0 } })],
          containers: [
            other('main', { securityContext: { capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] } } }),
            other('side', { securityContext: { allowPrivilegeEscalation: true } }),
          ],
        },
      ),
    },
    completes: {
      'a pod that says nothing': pod(),
      'two containers of which one says something': pod(
        { securityContext: COMPLETE },
        { initContainers: [other('init', { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } })] },
      ),
    },
  },
];
