/** The loader's rounds on a node made of files: real parser, no kernel (see FakeNode). */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FakeNode } from './fake-node';
import { fakeNode, SHELLS } from './shells';

const web = (rule = '/etc/nginx/** r,'): string => `profile web /usr/sbin/nginx {\n  ${rule}\n}\n`;

describe.each(SHELLS)('under %s, a round', (shell) => {
  it('loads every profile and says so', (context) => {
    const node = fakeNode(context, shell);
    node.profile(
      'web.aa',
      `include <tunables/global>\nprofile web {\n  include <abstractions/base>\n  ^hat { /x r, }\n}\n`,
    );
    node.profile('db', 'profile db flags=(complain) { file, }\n');
    const { code, said } = node.round();
    expect(said).toMatch(/^time=\S+Z level=info event=load profile="db" file="db" line="" msg="loaded"$/m);
    expect(code, said).toBe(0);
    expect(node.loaded).toEqual(['db', 'web', 'web//hat']);
    expect(node.loader('ready')).toEqual({ code: 0, said: '' });
    expect(node.loader('status').said).toContain('loaded    web (web.aa)');
  });

  it('loads a file again when its content changes, and only that file', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.profile('db', 'profile db { }\n');
    node.round();
    expect(node.round().said).toBe('');
    node.profile('web', web('/etc/nginx/** rw,'));
    const { said } = node.round();
    expect(said).toContain('event=load profile="web" file="web" line="" msg="replaced"');
    expect(said).not.toContain('profile="db"');
  });

  it('does not load again what only has another file name or comment', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.round();
    node.remove('web');
    node.profile('renamed', `# the same\n${web()}`);
    expect(node.round().said).not.toContain('event=load');
    expect(node.loader('status').said).toContain('loaded    web (renamed)');
  });

  it('loads good profiles beside a bad one, and reports it with file and line', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.profile('bad', 'profile bad {\n  /x r,\n  capability no_such_thing,\n}\n');
    node.profile('empty', '# nothing\n');
    const { code, said } = node.round();
    expect(code).toBe(1);
    expect(said).toContain(
      'level=error event=parse profile="" file="bad" line=3 msg="Invalid capability no_such_thing."',
    );
    expect(said).toContain(
      'level=error event=empty profile="" file="empty" line="" msg="there is no profile in this file"',
    );
    expect(node.loaded).toEqual(['web']);
    const ready = node.loader('ready');
    expect(ready.code).toBe(1);
    expect(ready.said).toContain('file="bad" line=3');
  });

  it('names the file that is included when the mistake is there', (context) => {
    const node = fakeNode(context, shell);
    node.write('included', '/y r\n/z r,\n');
    node.profile('web', `profile web {\n  include "${node.path('included')}"\n}\n`);
    const { said } = node.round();
    expect(said).toContain('file="web" line=""');
    expect(said).toMatch(/msg=".*included line 2: .*"/);
  });

  it('judges all files before it gives the first to the kernel', (context) => {
    const node = fakeNode(context, shell);
    for (const name of ['a', 'b', 'c']) {
      node.profile(name, `profile ${name} { }\n`);
    }
    node.round();
    const steps = node
      .read('calls')
      .split('\n')
      .filter((call) => call.includes('--ofile') || call.includes('--replace'))
      .map((call) => (call.includes('--replace') ? 'load' : 'judge'));
    expect(steps).toEqual(['judge', 'judge', 'judge', 'load', 'load', 'load']);
  });

  it('leaves the version loaded before when a file becomes bad, and never takes it out', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.round();
    node.profile('web', 'profile web {\n');
    const { said } = node.round({ UNLOAD_REMOVED: 'true' });
    expect(said).toMatch(/level=error event=parse .*file="web" line=\d+ msg=".*; still loaded as before: web"/);
    expect(node.loaded).toEqual(['web']);
    expect(node.loader('status').said).toContain('outdated  web (web)');
  });

  it('refuses two files that define one profile, names both, and loads neither', (context) => {
    const node = fakeNode(context, shell);
    node.profile('one', 'profile same { }\n');
    node.profile('two', 'profile same { /x r, }\nprofile other { }\n');
    node.profile('three', 'profile third { }\n');
    const { said } = node.round();
    expect(said).toContain(
      'event=duplicate profile="same" file="one" line="" msg="also defined in two: neither is loaded"',
    );
    expect(said).toContain(
      'event=duplicate profile="same" file="two" line="" msg="also defined in one: neither is loaded"',
    );
    expect(node.loaded).toEqual(['third']);
  });

  it('never overwrites a profile that was loaded by somebody else', (context) => {
    const node = fakeNode(context, shell);
    node.loadedByOthers('docker-default', '/usr/sbin/cupsd//third_party');
    node.profile('mine', 'profile docker-default { }\n');
    const { code, said } = node.round();
    expect(code).toBe(1);
    expect(said).toContain(
      'event=foreign profile="docker-default" file="mine" line="" msg="loaded by somebody else before: not overwritten"',
    );
    expect(node.read('calls')).not.toContain('--replace');
  });

  it("never overwrites a profile of the node's own /etc/apparmor.d, loaded or not", (context) => {
    const node = fakeNode(context, shell);
    node.write('node/usr.sbin.cupsd', '/usr/sbin/cupsd { }\nprofile helper { }\n');
    node.write('node/broken', 'profile {\n');
    node.profile('mine', 'profile helper { }\n');
    node.profile('web', web());
    expect(node.round().said).toMatch(
      /event=foreign profile="helper" file="mine" .*the node defines this profile itself/,
    );
    expect(node.loaded).toEqual(['web']);
  });

  it("asks the parser about the node's own profiles again only when one of them changed", (context) => {
    const node = fakeNode(context, shell);
    const asked = (): number => node.read('calls').split('--names').length - 1;
    node.write('node/usr.sbin.cupsd', 'profile cupsd { }\n');
    node.write('node/helper', 'profile helper { }\n');
    node.profile('web', web());
    node.round();
    expect(asked()).toBe(2);
    node.profile('web', web('/x r,'));
    expect(node.round().code).toBe(0);
    expect(asked()).toBe(2);
    node.write('node/helper', 'profile web { }\n');
    node.profile('web', web('/y r,'));
    expect(node.round().said).toMatch(/event=foreign profile="web" .*the node defines this profile itself/);
    expect(asked()).toBe(4);
  });

  it.for(['docker-default', 'cri-containerd.apparmor.d', 'crio-default', 'containers-default-0.44.4'])(
    'leaves the name %s to the container runtime, which loads it when it needs it first',
    (name, context) => {
      const node = fakeNode(context, shell);
      node.profile('mine', `profile ${name} { }\n`);
      node.profile('web', web());
      expect(node.round().said).toContain(
        `event=foreign profile="${name}" file="mine" line="" msg="container runtimes`,
      );
      expect(node.loaded).toEqual(['web']);
    },
  );

  it('knows after a restart what it loaded, and does not load it again', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.round();
    node.write('run/state', '');
    const loads = () => node.read('calls').split('--replace').length;
    const before = loads();
    expect(node.round().code).toBe(0);
    expect(loads()).toBe(before);
    node.profile('web', web('/x r,'));
    expect(node.round().said).toContain('msg="replaced"');
  });

  it('loads everything again after a reboot, whatever the state says', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.round();
    node.reboot();
    node.loadedByOthers('web');
    expect(node.round().said).toContain('event=foreign profile="web"');
    node.reboot();
    expect(node.round().said).toContain('event=load profile="web" file="web" line="" msg="loaded"');
  });

  it('takes a name for its own when it was killed between loading it and writing that down', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.round();
    node.write('state/loaded', node.read('state/loaded').replace(/^[0-9a-f]{64}\t/m, '-\t'));
    expect(node.round().said).toContain('msg="replaced"');
    expect(node.loaded).toEqual(['web']);
  });

  it('puts back a profile of its own that somebody took out of the kernel', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.round();
    node.write('aafs/profiles', '');
    expect(node.round().said).toContain('event=load profile="web" file="web" line="" msg="loaded"');
  });

  it('reports what the kernel does not take, and tries again', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.write('fail', 'Error: Could not replace profile /somewhere: Permission denied\n');
    const { code, said } = node.round();
    expect(code).toBe(1);
    expect(said).toContain(
      'event=load profile="" file="web" line="" msg="the kernel did not take it: Permission denied"',
    );
    expect(node.loader('status').said).toContain('missing   web (web)');
    node.erase('fail');
    expect(node.round()).toMatchObject({ code: 0, said: expect.stringContaining('msg="loaded"') });
  });

  it('does not wait for ever for the parser', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    node.write('slow', '30');
    const { code, said } = node.round({ PARSE_TIMEOUT_SECONDS: '1' });
    expect(code).toBe(1);
    expect(said).toContain('event=timeout profile="" file="web" line="" msg="the parser did not finish within 1 s');
  });

  it('says which rules this kernel does not enforce', (context) => {
    const node = fakeNode(context, shell);
    node.kernelOf('kernel-5.4-vanilla');
    node.profile('web', 'profile web { dbus, /x r, }\n');
    const { code, said } = node.round();
    expect(code).toBe(0);
    expect(said).toContain(
      'level=warn event=warning profile="" file="web" line="" msg="profile web: dbus rules not enforced"',
    );
  });

  it('takes a file whose last line is a comment without an end', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', 'profile web { } # the end');
    expect(node.round().code).toBe(0);
  });

  it('keeps nothing of texts that are not wanted any more, and no policy that is loaded', (context) => {
    const node = fakeNode(context, shell);
    for (const rule of ['/a r,', '/b r,', '/c r,']) {
      node.profile('web', web(rule));
      node.round();
    }
    expect(readdirSync(node.path('run/cache'))).toHaveLength(1);
    expect(
      readdirSync(node.path('run/cache'), { recursive: true }).filter((file) => `${file}`.endsWith('policy')),
    ).toEqual([]);
    expect(readdirSync(node.path('run')).filter((file) => file.startsWith('round'))).toEqual([]);
  });

  it('names every wrong setting at once', (context) => {
    const node = fakeNode(context, shell);
    const { code, said } = node.loader('run', {
      POLL_SECONDS: '0',
      RETRY_SECONDS: 'x',
      UNLOAD_REMOVED: 'yes',
      METRICS_PORT: '1e3',
    });
    expect(code).toBe(2);
    for (const name of [
      'POLL_SECONDS must',
      'RETRY_SECONDS must',
      'UNLOAD_REMOVED must be true or false',
      'METRICS_PORT must',
    ]) {
      expect(said).toContain(`APPARMOR_LOADER_${name}`);
    }
    expect(node.read('termination-log')).toContain(
      'APPARMOR_LOADER_POLL_SECONDS must be a whole number from 1 to 3600',
    );
  });

  it('ends with a sentence when it has nowhere to read or write', (context) => {
    const node = fakeNode(context, shell);
    for (const [name, part] of [
      ['PROFILES', 'there is no directory /dev/null/x'],
      ['STATE', 'cannot write to /dev/null/x'],
      ['RUN', 'cannot write to /dev/null/x'],
    ] as const) {
      const { code, said } = node.loader('run', { [name]: '/dev/null/x' });
      expect(code).toBe(1);
      expect(said).toContain(part);
      expect(node.read('termination-log')).toContain(part);
    }
  });
});

describe.each(SHELLS)('under %s, on a node without AppArmor', (shell) => {
  it.for([
    ['switched off', (node: FakeNode) => node.write('enabled', 'N\n'), 'aafs'],
    ['not built in', (node: FakeNode) => node.erase('enabled'), 'aafs'],
    ['not built in, nor securityfs', (node: FakeNode) => node.erase('enabled'), 'none'],
  ] as const)('(%s) nothing is loaded, nothing fails, and the loader is ready', ([_kernel, change, aafs], context) => {
    const node = fakeNode(context, shell);
    node.profile('web', web());
    change(node);
    const { code, said } = node.round({ APPARMORFS: node.path(aafs) });
    expect(code).toBe(0);
    expect(said).toContain('level=info event=unsupported');
    expect(node.read('run/www/metrics/index.prom')).toContain('apparmor_loader_supported 0\n');
    expect(node.loader('status').said).toContain('state: unsupported');
  });

  it('the loader is not ready if that is asked for', (context) => {
    const node = fakeNode(context, shell);
    const settings = { ENABLED: node.path('none'), READY_WITHOUT_APPARMOR: 'false' };
    expect(node.round(settings).code).toBe(1);
    expect(node.loader('ready', settings)).toMatchObject({ code: 1, said: expect.stringContaining('unsupported') });
  });

  it('that is told from a mount that was forgotten', (context) => {
    const node = fakeNode(context, shell);
    const { code, said } = node.round({ APPARMORFS: node.path('none') });
    expect(code).toBe(1);
    expect(said).toContain('level=error event=unsupported');
    expect(said).toContain(`${node.path('none')} is not mounted here`);
  });
});
