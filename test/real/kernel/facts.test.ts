/** What the kernel does that nobody would guess, and that profiles, the report and the documentation rest on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { type Act, actFiles, WRITABLE } from './acts';
import { BOOT_MS, type Boot, bootKernel, KERNEL_TOOLS } from './boot';
import { type Container, containerFiles, exec, runToEnd, startServer } from './container';
import { debianRoot, packageRoot } from './files';
import { answersOf, orders } from './judge';
import type { Layer } from './layers';

const PROBE = '/usr/local/bin/probe';

const act = (name: string, ...words: readonly [string, ...string[]]): Act => ({
  name,
  act: words,
  call: '',
  record: {},
});

/** AppArmor has no say in these: no rule forbids them, and nothing is recorded. */
const UNSEEN: readonly Act[] = [
  act('to set the times of a file', 'set-times', '/srv/read-only/write'),
  act('to set an attribute of a file', 'set-xattr', '/srv/read-only/write'),
  act('to look whether a file is there', 'stat', '/srv/read-only/write'),
  act('to make a mapped file of an overlay executable', 'mprotect', '/srv/read-only/mapped'),
];

const SEEN: readonly Act[] = [act('to map a file of an overlay for execution', 'mmap-exec', '/srv/read-only/mapped')];

const DENIED: readonly Act[] = [act('to open a file for writing', 'write', '/srv/read-only/write')];

const SCRIPT = act('a script', 'exec', '/srv/read-only/script');
const SHELL = act('a shell', 'exec', '/bin/sh', '-c', 'exit 0');

const MEMORY: readonly Act[] = [act('a program in memory', 'exec-memfd')];

const profile = (name: string, flags: string, ...rules: readonly string[]): string =>
  `abi <abi/3.0>,\nprofile ${name} ${flags} {\n${['signal,', 'capability,', ...rules].join('\n')}\n}\n`;

const READER = ['/** r,', '/usr/lib/** mr,', '/dev/null rw,', `${PROBE} mr,`, `${WRITABLE}/** rw,`];
const ATTACHED = 'flags=(attach_disconnected,mediate_deleted)';

const PROFILES: Readonly<Record<string, string>> = {
  reader: profile('reader', ATTACHED, ...READER),
  starter: profile('starter', ATTACHED, ...READER, '/srv/read-only/mapped ix,'),
  detached: profile('detached', '', '/{,**} rwlkix,'),
  attached: profile('attached', ATTACHED, '/{,**} rwlkix,'),
  scripts: profile('scripts', ATTACHED, ...READER, '/srv/read-only/script ix,', 'audit deny /usr/bin/dash mx,'),
  denier: profile('denier', 'flags=(complain)', ...READER, 'deny /srv/read-only/write w,'),
  everything: profile('everything', ATTACHED, '/** rwlkix,'),
};

const container = (name: string): Container => ({
  name,
  runtime: 'crun',
  image: '/images/acts',
  run: [PROBE, 'acts'],
  capabilities: ['SYS_ADMIN'],
  profile: name,
});

const ACTS: Readonly<Record<string, readonly Act[]>> = {
  reader: [...UNSEEN, ...SEEN],
  starter: SEEN,
  detached: MEMORY,
  attached: MEMORY,
  everything: MEMORY,
  denier: DENIED,
  scripts: [SCRIPT, SHELL],
};

const SERVER: Container = { ...container('server'), run: [PROBE, 'wait'], profile: 'reader' };

const IMAGE: Layer = {
  name: 'acts',
  rows: ['workload-shells'],
  entries: () => debianRoot(['workload-shells'], { prefix: 'images/acts/' }),
};

const FEATURES = { name: 'features', run: ['sh', '-c', 'cd /sys/kernel/security/apparmor/features; find . | sort'] };

function expectNoPorts(boot: Boot): void {
  const { stdout } = boot.step('features');
  expect(stdout).toContain('./network_v8/af_mask');
  expect(stdout).not.toContain('af_inet');
}

describeWith([...KERNEL_TOOLS, 'kernel-trixie'], 'the kernel of trixie', () => {
  it('knows families and types of sockets, and no ports', { timeout: BOOT_MS }, async () => {
    expectNoPorts(await bootKernel({ name: 'facts-trixie', kernel: 'kernel-trixie', steps: [FEATURES] }));
  });
});

describeWith([...KERNEL_TOOLS, 'kernel-probe', 'workload-shells'], 'the kernel', () => {
  let boot: Boot;
  const answer = (name: string, { name: wanted }: Act) => answersOf(boot, name).get(wanted);

  beforeAll(async () => {
    const containers = Object.keys(ACTS).map(container);
    boot = await bootKernel({
      name: 'facts',
      layers: [IMAGE],
      files: [
        ...Object.entries(PROFILES).map(([name, content]) => ({ path: `profiles/${name}`, content })),
        ...actFiles(readFileSync(join(packageRoot('workload-shells'), 'bin/dash'))).map((entry) => ({
          ...entry,
          path: `images/acts/${entry.path}`,
        })),
        ...[...containers, SERVER].flatMap(containerFiles),
      ],
      steps: [
        FEATURES,
        { name: 'load', run: ['apparmor_parser', '-r', '/profiles'] },
        ...containers.flatMap((each) => runToEnd(each, { stdin: orders(ACTS[each.name] ?? []) })),
        ...startServer(SERVER),
        { name: 'settled', run: ['sleep', '3'] },
        exec(SERVER, 'shell', [
          '/bin/sh',
          '-c',
          'read label < /proc/self/attr/current; echo "$label"; /bin/busybox true',
        ]),
      ],
    });
    expect(boot.step('load')).toMatchObject({ exit: 0, stderr: '' });
  }, BOOT_MS);

  it('knows families and types of sockets, and no ports', () => {
    expectNoPorts(boot);
  });

  it.each(UNSEEN)('does not ask AppArmor: $name', (unseen) => {
    expect(answer('reader', unseen)).toMatchObject({ errno: 0 });
    const [, path] = unseen.act;
    expect(
      boot.step('reader').audit.filter(({ operation, name }) => name === path && operation !== 'file_mmap'),
    ).toEqual([]);
  });

  it('takes the right to start a file for the right to map it', () => {
    for (const each of SEEN) {
      expect(answer('reader', each)).toMatchObject({ errno: 13, call: 'mmap' });
      expect(answer('starter', each)).toMatchObject({ errno: 0 });
    }
  });

  it('refuses what a rule denies in complain mode too, and says nothing of it', () => {
    for (const each of DENIED) {
      expect(answer('denier', each)).toMatchObject({ errno: 13, call: 'open' });
    }
    expect(boot.step('denier').audit).toEqual([]);
  });

  it('does not ask for the interpreter of a script (#!): a script that may start brings its shell along', () => {
    expect(answer('scripts', SHELL)).toMatchObject({ errno: 13, call: 'execve' });
    expect(answer('scripts', SCRIPT)).toMatchObject({ errno: 0 });
    expect(boot.step('scripts').audit.map(({ operation }) => operation)).toEqual(['exec']);
  });

  it('calls a program that is only in memory "/", which `/**` does not match, and only with attach_disconnected', () => {
    for (const each of MEMORY) {
      expect(answer('attached', each)).toMatchObject({ errno: 0 });
      expect(answer('everything', each)).toMatchObject({ errno: 13 });
      expect(boot.step('everything').audit).toContainEqual(expect.objectContaining({ operation: 'exec', name: '/' }));
      expect(answer('detached', each)).toMatchObject({ errno: 13 });
      expect(
        boot
          .step('detached')
          .audit.map(({ text }) => text)
          .join('\n'),
      ).toContain('disconnected path');
    }
  });

  it('lets the runtime start any program in a container (kubectl exec), under the profile and with no more rights', () => {
    const { exit, stdout, audit } = boot.step('server: shell');
    expect(stdout).toContain('reader (enforce)');
    expect(exit).toBe(126);
    expect(audit).toContainEqual(
      expect.objectContaining({ apparmor: 'DENIED', operation: 'exec', profile: 'reader', name: '/usr/bin/busybox' }),
    );
  });
});
