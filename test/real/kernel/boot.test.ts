import { expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { bootKernel, KERNEL_TOOLS } from './boot';

const PROFILE = 'profile locked { /usr/bin/busybox mrix, /usr/lib/** mr, /dev/null rw, }';

describeWith(KERNEL_TOOLS, 'a booted kernel', () => {
  it('has AppArmor, runs steps in order and says what came of each', async () => {
    const boot = await bootKernel({
      name: 'smoke',
      files: [{ path: 'profiles/locked', content: PROFILE }],
      steps: [
        { name: 'lsm', run: ['cat', '/sys/kernel/security/lsm'] },
        { name: 'load', run: ['apparmor_parser', '-r', '/profiles/locked'] },
        {
          name: 'confined',
          run: ['sh', '-c', 'echo exec locked > /proc/self/attr/exec; exec busybox cat /etc/passwd'],
        },
        { name: 'missing', run: ['no-such-program'] },
        { name: 'late', run: ['sleep', '60'], limit: 200 },
        { name: 'runtimes', run: ['sh', '-c', 'runc --version; crun --version'] },
      ],
    });
    expect(boot.step('lsm').stdout).toContain('apparmor');
    expect(boot.step('load')).toMatchObject({ exit: 0 });
    expect(boot.step('confined').exit).not.toBe(0);
    expect(boot.step('confined').audit).toContainEqual(
      expect.objectContaining({ apparmor: 'DENIED', operation: 'open', profile: 'locked', name: '/etc/passwd' }),
    );
    expect(boot.step('missing').exit).toBe(-1);
    expect(boot.step('late')).toMatchObject({ timedOut: true, exit: 137 });
  });
});
