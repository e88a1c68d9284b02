import { describe, expect, it } from 'vitest';
import { reasonsIn } from '../../../../../lib/pod-security/language/admission/evaluate/reasons';

describe('the message of an admission policy', () => {
  it('of ours is read back: fields, faults with commas, policies', () => {
    const message =
      'PodSecurityPolicy: unable to admit pod: [a: spec.securityContext.hostPID: Invalid value: true: Host PID is not allowed' +
      ' to be used, spec.containers[0].hostPort: Invalid value: 80: Host port 80 is not allowed to be used. Allowed ports:' +
      ' [1,2-3], b: fits, but neither the user nor the service account may use it, c.d:' +
      ' pod.metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]: Forbidden: AppArmor profile must be set]';
    expect(reasonsIn(message)).toEqual([
      {
        policy: 'a',
        field: 'spec.securityContext.hostPID',
        message: 'Invalid value: true: Host PID is not allowed to be used',
      },
      {
        policy: 'a',
        field: 'spec.containers[0].hostPort',
        message: 'Invalid value: 80: Host port 80 is not allowed to be used. Allowed ports: [1,2-3]',
      },
      { policy: 'b', field: '', message: 'fits, but neither the user nor the service account may use it' },
      {
        policy: 'c.d',
        field: 'pod.metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]',
        message: 'Forbidden: AppArmor profile must be set',
      },
    ]);
  });

  it('of others has no field', () => {
    expect(reasonsIn('no host network, please')).toEqual([{ field: '', message: 'no host network, please' }]);
  });
});
