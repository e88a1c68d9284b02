/** The loader's life in a kernel: the image as it is shipped, run by a container runtime as the chart asks for it. */
import { beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { type Boot, bootKernel, KERNEL_TOOLS } from './boot';
import { LOADER_TOOLS, loaderPod, PROFILES, prepare, shell, stateFolder, workloadBundle } from './loader-pod';

const TOOLS = [...KERNEL_TOOLS, ...LOADER_TOOLS];
const MINUTE = 60_000;

const VALUES = { loader: { pollSeconds: 1, unloadRemoved: true, nodeProfiles: true } };
const SETTINGS = { RETRY_SECONDS: '1', UNLOAD_AFTER_SECONDS: '2' };

const profile = (name: string, ...rules: readonly string[]): string =>
  `abi <abi/3.0>,\nprofile ${name} flags=(attach_disconnected) {\n${rules.map((rule) => `  ${rule}\n`).join('')}}\n`;

const GIVEN = {
  web: profile('web', 'file,', 'signal,', 'audit deny /etc/passwd r,'),
  db: profile('db', 'file,', '^hat { /x r, }'),
  spaced: profile('"a name with blanks"', 'file,'),
  bad: profile('bad', 'file,', 'capability no_such_thing,'),
  'not-ours': profile('distribution', 'file,'),
  'not-ours-either': profile('somebodys', 'file,'),
  runtimes: profile('cri-containerd.apparmor.d', 'file,'),
};

/** Puts a file in place as a whole, as the kubelet does. */
const write = (file: string, text: string): string =>
  `cat >/run/new <<'END'\n${text}END\nmv /run/new ${PROFILES}/${file}`;

const readPasswords = 'pod exec workload cat /etc/passwd >/dev/null 2>&1 && echo allowed || echo denied';

/** Digests of a profile as the kernel holds it. */
const held = (name: string): string => `cat /sys/kernel/security/apparmor/policy/profiles/${name}.*/sha1`;

describeWith(TOOLS, "the loader's life in a kernel", () => {
  let boot: Boot;
  const out = (name: string): string => boot.step(name).stdout;

  beforeAll(async () => {
    boot = await bootKernel({
      name: 'loader',
      limit: 9 * MINUTE,
      files: [
        ...loaderPod({ runtime: 'runc', values: VALUES, settings: SETTINGS, profiles: GIVEN }),
        workloadBundle('workload', 'web'),
        { path: 'etc/apparmor.d/distribution', content: profile('distribution', 'deny /** w,') },
        { path: 'root/somebodys', content: profile('somebodys', 'deny /** w,') },
      ],
      steps: [
        prepare(VALUES),
        shell(
          'others',
          `apparmor_parser -r /etc/apparmor.d/distribution /root/somebodys
          mkdir -p ${stateFolder(VALUES)}
          printf 'apparmor-loader 1 another-boot\\n-\\t0\\tnot-ours-either\\tsomebodys\\n' >${stateFolder(VALUES)}/loaded
          ${held('distribution')}; ${held('somebodys')}`,
        ),
        shell('load', 'pod start; pod says "event=round"; pod said; pod kernel'),
        shell('others after', `${held('distribution')}; ${held('somebodys')}`),
        shell(
          'status',
          'pod exec loader /loader/loader status; pod exec loader /loader/loader ready || echo not ready',
        ),
        shell(
          'rights',
          'pod exec loader grep -E "Cap|NoNewPrivs" /proc/1/status; cat /proc/$(head -n 1 /sys/fs/cgroup/pod/loader/cgroup.procs)/attr/current',
        ),
        shell(
          'read-only',
          'pod exec loader sh -c "echo >/loader/x" 2>&1 || true; pod exec metrics sh -c "echo >/run/apparmor-loader/x" 2>&1 || true',
        ),
        shell(
          'before the edit',
          `pod start workload; until pod exec workload true 2>/dev/null; do sleep 0.5; done; ${readPasswords}`,
        ),
        shell('edit', `pod mark; ${write('web', profile('web', 'file,', 'signal,'))}; pod says replaced; pod said`),
        shell('after the edit', readPasswords),
        shell('mend', `pod mark; ${write('bad', profile('bad', 'file,'))}; pod says "event=round"; pod said`),
        shell(
          'spoil',
          `pod mark; ${write('db', 'profile db {\n  file,\n  capability no_such_thing,\n}\n')}; pod says "event=round"; pod said; pod kernel`,
        ),
        shell('mend again', `pod mark; ${write('db', GIVEN.db)}; pod says "event=round"; pod said`),
        shell('crash', 'pod mark; pod crash; pod says "event=round"; pod said; pod kernel'),
        shell('edit after the crash', `pod mark; ${write('db', profile('db', 'file,'))}; pod says replaced; pod said`),
        shell(
          'taken out by somebody',
          'sleep 3; pod mark; printf db >/sys/kernel/security/apparmor/.remove; pod says "event=load"; sleep 3; pod said; pod kernel',
        ),
        shell(
          'removed while in use',
          `pod mark; rm ${PROFILES}/web; pod says "a process runs under it"; sleep 3; pod kernel`,
        ),
        shell('removed when free', 'pod end workload; pod says "msg=\\"unloaded\\""; pod said; pod kernel'),
        shell('metrics', 'pod exec metrics wget -q -O - http://127.0.0.1:9117/metrics/'),
        shell('stop', 'pod mark; pod stop; pod said; pod kernel; cat /run/metrics.log'),
      ],
    });
  }, 10 * MINUTE);

  it('reaches the end of its steps, none of which failed', () => {
    expect(boot.steps.filter(({ exit }) => exit !== 0)).toEqual([]);
  });

  it('loads good profiles beside a bad one, which is reported with its line', () => {
    expect(out('load')).toContain('event=parse profile="" file="bad" line=4 msg="Invalid capability no_such_thing."');
    for (const name of ['web', 'db', 'db//hat', 'a name with blanks'])
      expect(out('load')).toContain(`\n${name} (enforce)`);
    expect(out('load')).not.toContain('\nbad (enforce)');
    expect(out('status')).toMatch(/state: degraded\n(.*\n)*loaded {4}web \(web\)\n(.*\n)*not ready/);
  });

  it('never touches a profile of the distribution or of somebody else, not even one that a state of another boot claims', () => {
    expect(out('load')).toMatch(/event=foreign profile="distribution" .*the node defines this profile itself/);
    expect(out('load')).toMatch(/event=foreign profile="somebodys" .*loaded by somebody else before/);
    expect(out('load')).toMatch(/event=foreign profile="cri-containerd.apparmor.d" .*container runtimes/);
    expect(out('others after')).toBe(out('others'));
    expect(out('stop')).toContain('\ndistribution (enforce)\n');
  });

  it('runs with the one capability MAC_ADMIN, gains no other, is not confined, and cannot write to its image', () => {
    const macAdmin = (1n << 33n).toString(16).padStart(16, '0');
    expect(out('rights')).toMatch(
      new RegExp(`CapPrm:\\s+${macAdmin}\nCapEff:\\s+${macAdmin}\nCapBnd:\\s+${macAdmin}\n`),
    );
    expect(out('rights')).toMatch(/NoNewPrivs:\s+1\nunconfined\n/);
    expect(out('read-only').match(/Read-only file system/g)).toHaveLength(2);
  });

  it('brings an edit to containers that run', () => {
    expect(out('before the edit')).toBe('denied\n');
    expect(boot.step('before the edit').audit).toContainEqual(
      expect.objectContaining({ apparmor: 'DENIED', operation: 'open', profile: 'web', name: '/etc/passwd' }),
    );
    expect(out('edit')).toContain('profile="web" file="web" line="" msg="replaced"');
    expect(out('edit')).not.toContain('profile="db"');
    expect(out('after the edit')).toBe('allowed\n');
  });

  it('keeps what it loaded when a file becomes bad', () => {
    expect(out('mend')).toContain('event=load profile="bad" file="bad" line="" msg="loaded"');
    expect(out('spoil')).toMatch(/event=parse profile="" file="db" line=3 .*still loaded as before: db, db\/\/hat/);
    expect(out('spoil')).toContain('\ndb (enforce)\n');
    expect(out('mend again')).not.toContain('event=load');
  });

  it('knows after a crash what is its own, and loads nothing twice', () => {
    expect(out('crash')).not.toContain('event=load');
    expect(out('crash')).toContain('\nweb (enforce)\n');
    expect(out('edit after the crash')).toContain('profile="db" file="db" line="" msg="replaced"');
    expect(out('taken out by somebody')).toContain('profile="db" file="db" line="" msg="loaded"');
    expect(out('taken out by somebody')).toContain('\ndb (enforce)\n');
  });

  it('takes a profile out when no process uses it any more, and not before', () => {
    expect(out('removed while in use')).toMatch(/^web \(enforce\)$/m);
    expect(out('removed when free')).toContain('event=unload profile="web" file="web" line="" msg="unloaded"');
    expect(out('removed when free')).not.toMatch(/^web \(enforce\)$/m);
    expect(out('removed when free')).toContain('\ndb (enforce)\n');
  });

  it('tells all that to Prometheus', () => {
    expect(out('metrics')).toContain('apparmor_loader_profile_loaded{profile="db"} 1\n');
    expect(out('metrics')).toContain('apparmor_loader_profile_loaded{profile="distribution"} 0\n');
    // One is the hat that an edit took out of its profile, unless somebody's removal came first.
    expect(out('metrics')).toMatch(/apparmor_loader_unloads_total [12]\n/);
  });

  it('ends at once and leaves what is loaded', () => {
    expect(out('stop')).toContain('event=stop');
    expect(out('stop')).toContain('loader 0\nmetrics 0\n');
    expect(out('stop')).toContain('\ndb (enforce)\n');
  });
});

describeWith(TOOLS, 'on a node without AppArmor', () => {
  it.for(['apparmor=0', 'lsm=landlock,lockdown,yama,integrity'])(
    '(%s) the loader says so and stays',
    async (append) => {
      const boot = await bootKernel({
        name: `loader ${append}`,
        append,
        limit: 2.5 * MINUTE,
        files: loaderPod({ runtime: 'crun', profiles: GIVEN }),
        steps: [
          prepare(),
          shell('start', 'pod start; pod says "event=unsupported"; pod says "event=round"; sleep 3; pod said'),
          shell('ready', 'pod exec loader /loader/loader ready; pod exec loader /loader/loader alive'),
          shell('metrics', 'pod exec metrics wget -q -O - http://127.0.0.1:9117/metrics/'),
          shell('stop', 'pod stop'),
        ],
      });
      expect(boot.steps.filter(({ exit }) => exit !== 0)).toEqual([]);
      expect(boot.step('start').stdout).toContain('level=info event=unsupported');
      expect(boot.step('start').stdout).not.toContain('level=error');
      expect(boot.step('metrics').stdout).toContain('apparmor_loader_supported 0\n');
      expect(boot.step('stop').stdout).toBe('loader 0\nmetrics 0\n');
    },
  );
});
