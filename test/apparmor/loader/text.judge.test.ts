/** Text from users is only ever data: names of files and profiles, and what the parser says about them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMetrics } from './metrics-text';
import { fakeNode, SHELLS } from './shells';

/** The stand-in for the kernel takes profiles out a moment later. */
const SOON = { timeout: 10_000 };

const FILES = [
  'with blank',
  '-rf',
  '--help',
  '*',
  '$(touch canary)',
  '`touch canary`',
  '"quoted"',
  "it's",
  'back\\slash',
  '%s%n',
  'ünï',
  '#',
  '~',
  'a\tb',
  'a\nb',
];

describe.each(SHELLS)('under %s', (shell) => {
  it('files of any name are loaded or reported, and never run', (context) => {
    const node = fakeNode(context, shell);
    FILES.forEach((file, index) => {
      node.profile(file, `profile p${index} { }\n`);
    });
    node.profile('.hidden', 'profile hidden { }\n');
    const { said } = node.round();
    expect(node.loaded).toEqual(FILES.flatMap((file, index) => (/[\t\n]/.test(file) ? [] : [`p${index}`])).sort());
    expect(said).toContain('file="with blank"');
    expect(said).toContain('file="back\\\\slash"');
    expect(said).toContain('file="\\"quoted\\""');
    expect(said).toContain(
      'event=name profile="" file="a?b" line="" msg="the name of the file holds a control character"',
    );
    expect(existsSync(join(node.folder, 'canary')) || existsSync('canary')).toBe(false);
    readMetrics(Buffer.from(node.read('run/www/metrics/index.prom')));
  });

  it('profiles of any name are loaded, listed and taken out under exactly that name', async (context) => {
    const node = fakeNode(context, shell);
    const names = [
      'two words',
      '--remove',
      'q"uote',
      'a$(touch canary)',
      '%s',
      'käse',
      '100',
      '1e2',
      '(enforce)',
      '{a,b}',
      'star*',
      "it's",
    ];
    const text = names.map((name) => `profile "${name.replace(/"/g, '\\"')}" { /x r, }\n`).join('');
    node.profile('names', text);
    const { code, said } = node.round();
    expect(code, said).toBe(0);
    expect(node.read('aafs/profiles')).toContain(`${Buffer.from('käse').toString()} (enforce)`);
    expect(node.loaded).toEqual([...names].sort());
    const samples = readMetrics(Buffer.from(node.read('run/www/metrics/index.prom')));
    expect(
      samples.filter(({ name }) => name === 'apparmor_loader_profile_loaded').map(({ labels }) => labels.profile),
    ).toEqual(expect.arrayContaining(names));
    node.process(42, 'two words (enforce)');
    node.process(43, '100 (enforce)');
    node.remove('names');
    const settings = { UNLOAD_REMOVED: 'true' };
    node.round(settings);
    await expect.poll(() => node.loaded, SOON).toEqual(['100', 'two words']);
    expect(node.round(settings).code).toBe(0);
    expect(existsSync(join(node.folder, 'canary'))).toBe(false);
  });

  it('names that no pod or kernel can use are refused', (context) => {
    const node = fakeNode(context, shell);
    node.profile('newline', 'profile "a\\nb" { }\n');
    node.profile('namespace', 'profile :ns:a { }\n');
    node.profile('deep', 'profile a { profile b { profile c { } } }\n');
    const { said } = node.round();
    expect(said).toContain('file="newline" line="" msg="the name of a profile holds a control character"');
    expect(said).toContain('file="namespace" line="" msg="profiles in a policy namespace');
    expect(said).toContain(
      'file="deep" line="" msg="a profile or hat stands inside a child profile: kernels take one level"',
    );
    expect(node.loaded).toEqual([]);
  });

  it('the names of variables are what the kernel gets', (context) => {
    const node = fakeNode(context, shell);
    node.profile('x', '@{B}=/bin /usr/bin\nprofile "app @{B}/x" { }\n');
    expect(node.round().code).toBe(0);
    expect(node.loader('status').said).toContain('loaded    app {/bin,/usr/bin}/x (x)');
  });

  it('bytes that are not UTF-8 spoil neither the log nor the metrics', (context) => {
    const node = fakeNode(context, shell);
    node.profile('x', Buffer.from('profile a\xff\xc3b\xe2\x82 { }\nprofile \xc3\xbc { }\n', 'latin1'));
    node.profile('bad', Buffer.from('profile b { \xff\x01, }\n', 'latin1'));
    const { said } = node.round();
    expect(said).toContain(String.raw`profile="a\\xff\\xc3b\\xe2\\x82"`);
    expect(said).toContain('profile="ü"');
    expect(said).not.toContain('\ufffd');
    const samples = readMetrics(Buffer.from(node.read('run/www/metrics/index.prom')));
    for (const profile of ['ü', String.raw`a\xff\xc3b\xe2\x82`]) {
      expect(samples).toContainEqual({ name: 'apparmor_loader_profile_loaded', labels: { profile }, value: 1 });
    }
  });

  it('hundreds of profiles in several ConfigMaps, more than one could hold, are loaded', (context) => {
    const node = fakeNode(context, shell);
    const filler = `# ${'x'.repeat(10_000)}\n`;
    for (let volume = 0; volume < 2; volume++) {
      const keys = Array.from({ length: 100 }, (_, index) => `p${volume}-${index}`);
      node.configMap(
        `volume-${volume}`,
        Object.fromEntries(keys.map((key) => [key, `${filler}profile ${key} { /x r, }\n`])),
      );
    }
    expect(node.round().code).toBe(0);
    expect(node.loaded).toHaveLength(200);
    expect(node.round().said).toBe('');
  });
});

it('a ConfigMap that is swapped while it is read is read again', (context) => {
  const node = fakeNode(context, 'sh');
  node.configMap('volume', { a: 'profile web { }\n' });
  node.round();
  node.write('profiles/volume/..new/b', 'profile web { /x r, }\n');
  const swap = 'ln -s ..new swap && mv -T swap ..data && rm a && ln -s ..data/b b';
  node.program('cat', `cd ${node.profiles}/volume && [ ! -e a ] || (${swap})\nPATH=\${PATH#*:} exec cat "$@"\n`);
  const { code, said } = node.round({ UNLOAD_REMOVED: 'true' });
  expect(said).toMatch(/^time=\S+ level=info event=load profile="web" file="volume\/b" line="" msg="replaced"\n$/);
  expect(code).toBe(0);
});
