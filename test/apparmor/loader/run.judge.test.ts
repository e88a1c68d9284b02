/** The loader as the program that stays. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freePort } from './free-port';
import { readMetrics } from './metrics-text';
import { processesIn, type Running } from './running';
import { fakeNode, SHELLS } from './shells';

describe.concurrent.each(SHELLS)('under %s, the running loader', (shell) => {
  it('follows its profiles: new, edited, bad, good again, removed', async (context) => {
    const node = fakeNode(context, shell);
    const loader = node.start('run');
    await loader.says('0 loaded');
    node.profile('web', 'profile web { }\n');
    await loader.says('profile="web" file="web" line="" msg="loaded"');
    node.profile('web', 'profile web { /x r, }\n');
    await loader.says('profile="web" file="web" line="" msg="replaced"');
    node.profile('web', 'profile web { /x }\n');
    await loader.says('event=parse profile="" file="web"');
    node.profile('web', 'profile web { /y r, }\n');
    await loader.says('1 loaded, 0 outdated, 0 missing, 0 refused, 0 kept though no longer wanted, 0 errors');
    node.remove('web');
    await loader.says('no longer wanted, stays loaded');
    expect(await loader.end()).toMatchObject({ code: 0 });
  });

  it('follows ConfigMaps, which are swapped as a whole', async (context) => {
    const node = fakeNode(context, shell);
    node.configMap('one', { a: 'profile a { }\n', b: 'profile b { }\n' });
    node.configMap('two', { c: 'profile c { }\n' });
    const loader = node.start('run', { UNLOAD_REMOVED: 'true' });
    await loader.until('all are loaded', () => node.loaded.join() === 'a,b,c');
    node.configMap('one', { a: 'profile a { /x r, }\n', b: 'profile b { }\n' });
    await loader.says('profile="a" file="one/a" line="" msg="replaced"');
    expect(loader.said).not.toContain('profile="b" file="one/b" line="" msg="replaced"');
    expect(loader.said).not.toContain('..');
    await loader.end();
  });

  it('puts a profile back that somebody took out of the kernel', async (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', 'profile web { }\n');
    const loader = node.start('run');
    await loader.until('web is loaded', () => node.loaded.includes('web'));
    await loader.says('1 loaded');
    node.write('aafs/profiles', '');
    await loader.until('web is loaded again', () => node.loaded.includes('web'));
    await loader.end();
  });

  it('tries again when a profile is gone before the round that loaded it is over', async (context) => {
    const node = fakeNode(context, shell);
    node.write('forget', '');
    node.profile('web', 'profile web { }\n');
    const loader = node.start('run');
    await loader.says('loaded, but the kernel does not list it');
    await loader.says('1 loaded');
    expect(node.loaded).toEqual(['web']);
    await loader.end();
  });

  it('does not work each time the kernel makes a name below a profile that only complains', async (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', 'profile web flags=(complain) { }\n');
    const loader = node.start('run');
    await loader.says('1 loaded');
    const worked = node.read('calls');
    node.loadedByOthers('web//null-/bin/sh');
    const beat = node.read('run/beat');
    await loader.until('it looked twice again', () => Number(node.read('run/beat')) >= Number(beat) + 200);
    expect(node.read('run/kernel')).toBe('web\n');
    expect(node.read('calls')).toBe(worked);
    await loader.end();
  });

  it('loads a profile as soon as the one of somebody else is gone', async (context) => {
    const node = fakeNode(context, shell);
    node.loadedByOthers('web');
    node.profile('web', 'profile web { }\n');
    const loader = node.start('run');
    await loader.says('event=foreign profile="web"');
    node.write('aafs/profiles', '');
    await loader.says('profile="web" file="web" line="" msg="loaded"');
    await loader.end();
  });

  it('says each thing once, however long it stays so', async (context) => {
    const node = fakeNode(context, shell);
    node.profile('bad', 'profile bad { x }\n');
    const loader = node.start('run');
    await loader.says('event=parse');
    const beat = node.read('run/beat');
    await loader.until('it looked twice again', () => Number(node.read('run/beat')) >= Number(beat) + 200);
    expect(loader.said.split('event=parse')).toHaveLength(2);
    expect(loader.said.split('event=round')).toHaveLength(2);
    await loader.end();
  });

  it.for(['SIGTERM', 'SIGINT'] as const)('ends at once and cleanly at %s', async (signal, context) => {
    const node = fakeNode(context, shell);
    node.profile('web', 'profile web { }\n');
    const loader = node.start('run', { POLL_SECONDS: '600' });
    await loader.says('1 loaded');
    const { code, ms } = await loader.end(signal);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5000);
    expect(loader.said).toContain(`event=stop profile="" file="" line="" msg="ended by ${signal}: 1 loaded`);
    expect(node.read('termination-log')).toContain(`ended by ${signal}: 1 loaded`);
    expect(processesOf(loader)).toEqual([]);
  });

  it('ends at once while the parser works, and leaves no process behind', async (context) => {
    const node = fakeNode(context, shell);
    node.write('slow', '600');
    node.profile('web', 'profile web { }\n');
    const loader = node.start('run', { PARSE_TIMEOUT_SECONDS: '600' });
    await loader.until('the parser works', () => processesOf(loader).some((line) => /\bsleep 600$/.test(line)));
    const { code, ms } = await loader.end();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5000);
    // The watcher of busybox' timeout looks once a second whether there is still something to watch.
    await context.expect.poll(() => processesOf(loader), { timeout: 10_000 }).toEqual([]);
  });

  it('looks at once at SIGHUP', async (context) => {
    const node = fakeNode(context, shell);
    const loader = node.start('run', { POLL_SECONDS: '600' });
    await loader.says('0 loaded');
    node.profile('web', 'profile web { }\n');
    await loader.until('web is loaded', () => {
      loader.child.kill('SIGHUP');
      return node.loaded.includes('web');
    });
    await loader.says('1 loaded');
    expect(loader.said).not.toContain('event=crash');
    await loader.end();
  });

  it('loses no SIGHUP that comes while it works or is about to wait', async (context) => {
    const node = fakeNode(context, shell);
    const loader = node.start('run', { POLL_SECONDS: '600' });
    await loader.says('0 loaded');
    for (let edit = 1; edit <= 10; edit++) {
      node.profile('web', `profile web { /x${edit} r, }\n`);
      loader.child.kill('SIGHUP');
      await loader.until(
        `edit ${edit} is loaded`,
        () => loader.said.split('event=load profile="web"').length - 1 === edit,
      );
    }
    await loader.end();
  });

  it('needs little memory while it waits, however often it loaded', async (context) => {
    const node = fakeNode(context, shell);
    const loader = node.start('run', { POLL_SECONDS: '600' });
    await loader.says('0 loaded');
    const residentOf = (pid: number): number => {
      const status = `/proc/${pid}/status`;
      return existsSync(status) ? Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1]) : Number.NaN;
    };
    // A process beside it may also be a round that has just begun: only its sleep says that it waits.
    const waiting = async (): Promise<readonly number[]> => {
      let sizes: readonly number[] = [];
      await loader.until('only its sleep is beside it', () => {
        const found = processesIn(loader.child.pid);
        sizes = found.map(({ pid }) => residentOf(pid));
        return (
          found.length === 2 &&
          found.some(({ command }) => /\bsleep 600$/.test(command)) &&
          sizes.every(Number.isFinite)
        );
      });
      return sizes;
    };
    const [before = 0] = await waiting();
    for (let edit = 1; edit <= 10; edit++) {
      node.profile('web', `profile web { /x${edit} r, }\n`);
      await loader.until(`edit ${edit} is loaded`, () => {
        loader.child.kill('SIGHUP');
        return node.read('run/www/metrics/index.prom').includes(`loads_total ${edit}\n`);
      });
    }
    const after = await waiting();
    expect(after.reduce((sum, each) => sum + each)).toBeLessThan(8 * 1024);
    expect(after[0]).toBeLessThan(before + 256);
    await loader.end();
  });

  it('is alive as long as it looks, and not when it stopped looking', async (context) => {
    const node = fakeNode(context, shell);
    expect(node.loader('alive').code).toBe(1);
    const loader = node.start('run');
    await loader.says('0 loaded');
    expect(node.loader('alive')).toEqual({ code: 0, said: '' });
    await loader.end();
    node.write('run/beat', '000000000001\n');
    expect(node.loader('alive')).toMatchObject({ code: 1, said: expect.stringContaining('no sign of life') });
    expect(node.loader('ready').code).toBe(1);
  });

  it('forgets nothing when a round breaks off, and tries again', async (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', 'profile web { }\n');
    const loader = node.start('run');
    await loader.says('1 loaded');
    const state = node.read('state/loaded');
    // A directory where the round has to write a file stands in for a full disk.
    node.write('state/loaded.new/in-the-way', '');
    node.profile('db', 'profile db { }\n');
    await loader.says('event=crash');
    expect(node.read('state/loaded')).toBe(state);
    node.erase('state/loaded.new');
    await loader.says('2 loaded');
    await loader.end();
  });
});

// The server is busybox's own.
it('under busybox, the loader serves its metrics from a process of its own', async (context) => {
  const node = fakeNode(context, 'busybox ash');
  const port = await freePort();
  node.profile('web', 'profile web { }\n');
  const server = node.start('serve', { METRICS_PORT: `${port}` });
  const loader = node.start('run');
  await loader.says('1 loaded');
  await context.expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/metrics/`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBe(200);
  for (const path of ['/metrics', '/metrics/']) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(answer.headers.get('content-type')).toBe('text/plain;version=0.0.4');
    const samples = readMetrics(Buffer.from(await answer.arrayBuffer()));
    expect(samples).toContainEqual({ name: 'apparmor_loader_profile_loaded', labels: { profile: 'web' }, value: 1 });
  }
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${port}/metrics/../../state`)).status).toBe(404);
  await loader.end();
  expect(await server.end()).toMatchObject({ code: 0 });
});

/** Command lines of the processes in the session of a loader. */
const processesOf = (loader: Running): readonly string[] => processesIn(loader.child.pid).map(({ command }) => command);
