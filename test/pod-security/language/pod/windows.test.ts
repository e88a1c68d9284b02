import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import { windowsFaults } from '../../../../lib/pod-security/language/pod/windows';

const fieldsOf = (spec: object, name = 'windows') =>
  windowsFaults({ spec: { os: { name }, ...spec } } as Pod).map(({ field }) => field);

describe('a pod of Windows', () => {
  it('is refused in the words of the server', () => {
    const containers = [
      { name: 'main' },
      { name: 'second', securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
    ];
    expect(windowsFaults({ spec: { os: { name: 'windows' }, containers } })).toEqual([
      {
        field: 'spec.containers[1].securityContext.seccompProfile',
        message: 'Forbidden: cannot be set for a windows pod',
      },
    ]);
    expect(fieldsOf({ containers }, 'linux')).toEqual([]);
    expect(windowsFaults({ spec: { containers } })).toEqual([]);
  });

  it('has no fields of Linux, in the pod and in containers of all kinds, not even when they say no', () => {
    expect(
      fieldsOf({
        hostPID: true,
        hostUsers: true,
        shareProcessNamespace: false,
        securityContext: { fsGroup: 0, runAsUser: 1, sysctls: [{ name: 'a' }], seLinuxChangePolicy: 'Recursive' },
        initContainers: [{ name: 'a', securityContext: { privileged: false, capabilities: {} } }],
        ephemeralContainers: [{ name: 'b', securityContext: { allowPrivilegeEscalation: false } }],
      }).sort(),
    ).toEqual(
      [
        'spec.hostPID',
        'spec.hostUsers',
        'spec.shareProcessNamespace',
        'spec.securityContext.fsGroup',
        'spec.securityContext.runAsUser',
        'spec.securityContext.seLinuxChangePolicy',
        'spec.securityContext.sysctls',
        'spec.initContainers[0].securityContext.privileged',
        'spec.initContainers[0].securityContext.capabilities',
        'spec.ephemeralContainers[0].securityContext.allowPrivilegeEscalation',
      ].sort(),
    );
  });

  it('has what systems have in common', () => {
    const securityContext = { runAsNonRoot: true, windowsOptions: { runAsUserName: 'x' } };
    expect(
      fieldsOf({
        hostPID: false,
        hostNetwork: true,
        securityContext: { ...securityContext, sysctls: [] },
        containers: [{ name: 'main', securityContext }],
      }),
    ).toEqual([]);
  });
});
