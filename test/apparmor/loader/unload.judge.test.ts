/** Profiles that nobody wants any more. */
import { describe, expect, it, type TestContext } from 'vitest';
import type { FakeNode } from './fake-node';
import { fakeNode, SHELLS } from './shells';

/** The stand-in for the kernel takes profiles out a moment later. */
const SOON = { timeout: 10_000 };

const UNLOAD = { UNLOAD_REMOVED: 'true' };

describe.each(SHELLS)('under %s, a profile whose file is gone', (shell) => {
  const webGone = (context: TestContext): FakeNode => {
    const node = fakeNode(context, shell);
    node.profile('web', 'profile web { ^hat { } }\n');
    node.profile('db', 'profile db { }\n');
    node.round();
    node.remove('web');
    return node;
  };

  it('stays loaded, and that is said once', (context) => {
    const node = webGone(context);
    const { code, said } = node.round();
    expect(code).toBe(0);
    expect(said).toContain(
      'event=unload profile="web" file="web" line="" msg="no longer wanted, stays loaded (unloading is off)"',
    );
    expect(node.loaded).toEqual(['db', 'web', 'web//hat']);
    expect(node.loader('status').said).toContain('kept      web (web)');
    expect(node.round().said).toBe('');
  });

  it('is taken out if that is asked for, with its children, and is forgotten', async (context) => {
    const node = webGone(context);
    expect(node.round(UNLOAD).said).toContain('event=unload profile="web" file="web" line="" msg="unloaded"');
    await expect.poll(() => node.loaded, SOON).toEqual(['db']);
    node.round(UNLOAD);
    expect(node.read('state/loaded')).not.toContain('web');
  });

  it.for(['web (enforce)', 'web//hat (complain)', 'unconfined//&web (enforce)', 'web//&:ns://other (mixed)'])(
    'stays loaded while a thread runs under %s',
    async (label, context) => {
      const node = webGone(context);
      node.process(42, 'unconfined');
      node.write('proc/42/task/43/attr/current', `${label}\n`);
      expect(node.round(UNLOAD).said).toContain('no longer wanted, stays loaded: a process runs under it');
      expect(node.loaded).toContain('web');
      node.endProcess(42);
      node.process(44, 'website (enforce)');
      node.round(UNLOAD);
      await expect.poll(() => node.loaded, SOON).toEqual(['db']);
    },
  );

  it('is found in attr/apparmor/current before attr/current, which may belong to another module', (context) => {
    const node = webGone(context);
    node.process(42, 'system_u:system_r:container_t:s0');
    node.write('proc/42/task/42/attr/apparmor/current', 'web (enforce)\n');
    expect(node.round(UNLOAD).said).toContain('stays loaded: a process runs under it');
  });

  it('stays loaded when the processes of the node are not visible', (context) => {
    const node = webGone(context);
    node.write('proc/2/comm', 'sh\n');
    expect(node.round(UNLOAD).said).toContain('level=warn event=unload profile="web"');
    node.erase('proc');
    const { said } = node.round(UNLOAD);
    expect(said).toBe('');
    expect(node.loader('status').said).toContain(`the processes of the node are not visible in ${node.path('proc')}`);
    expect(node.loaded).toContain('web');
  });

  it('stays loaded when a process does not tell its profile', (context) => {
    const node = webGone(context);
    node.process(42, '');
    expect(node.round(UNLOAD).said).toContain('stays loaded: some process does not tell its profile');
    expect(node.loaded).toContain('web');
  });

  it('stays loaded while a bad file might define it', (context) => {
    const node = webGone(context);
    node.profile('renamed', 'profile web {\n');
    expect(node.round(UNLOAD).said).toContain('stays loaded until all files are good');
    expect(node.loaded).toContain('web');
  });

  it('stays loaded for a while, so that moving it between ConfigMaps does no harm', (context) => {
    const node = webGone(context);
    const later = { ...UNLOAD, UNLOAD_AFTER_SECONDS: '600' };
    expect(node.round(later).said).toContain('is unloaded if that stays so for 600 s');
    node.profile('elsewhere', 'profile web { ^hat { } }\n');
    node.round(later);
    expect(node.loader('status').said).toContain('loaded    web (elsewhere)');
    node.remove('elsewhere');
    node.round(later);
    node.write('state/loaded', node.read('state/loaded').replace(/\t\d{6,}\t/g, '\t1700000000\t'));
    expect(node.round(later).said).toContain('msg="unloaded"');
  });

  it('that somebody else loaded is never taken out', async (context) => {
    const node = webGone(context);
    node.loadedByOthers('docker-default', 'web2');
    node.round(UNLOAD);
    await expect.poll(() => node.loaded, SOON).toEqual(['db', 'docker-default', 'web2']);
    node.remove('db');
    node.round(UNLOAD);
    await expect.poll(() => node.loaded, SOON).toEqual(['docker-default', 'web2']);
  });

  it("that the node defines itself by now is the node's, and is never taken out", (context) => {
    const node = webGone(context);
    node.write('node/web', 'profile web { }\n');
    expect(node.round(UNLOAD).said).not.toContain('event=unload');
    expect(node.loaded).toEqual(['db', 'web', 'web//hat']);
    expect(node.read('state/loaded')).not.toMatch(/\tweb$/m);
    node.erase('node/web');
    node.round(UNLOAD);
    expect(node.loaded).toContain('web');
  });
});
