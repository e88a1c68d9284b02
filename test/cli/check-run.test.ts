import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { must } from '../diagnostics/must';
import { call, type FakeIo, type Recorder } from './fake-io';
import { folderWith } from './folder';
import { calls, toyCheck } from './toy-check';

const cwd = folderWith({
  'good.toy': 'bear',
  'warned.toy': 'a warning',
  'broken.toy': 'an error',
  'crash.toy': 'crash',
  'latin1.toy': Uint8Array.of(0xfc),
  'box/b.toy': 'bear',
  'box/a.toy': 'an error',
  'box/.hidden': 'an error',
  'box/attic/old.toy': 'an error',
  'empty/.keep': '',
});

const check = (line: string, fake: FakeIo = {}): Promise<Recorder> =>
  call(['check', 'toy', ...line.split(' ')], { cwd, ...fake }, [toyCheck]);

beforeEach(() => {
  calls.length = 0;
});

describe('exit codes', () => {
  const rows: readonly (readonly [string, number])[] = [
    ['good.toy', 0],
    ['warned.toy', 0],
    ['--strict warned.toy', 1],
    ['--strict good.toy', 0],
    ['broken.toy', 1],
    ['good.toy broken.toy good.toy', 1],
    ['gone.toy', 2],
    ['latin1.toy', 2],
    ['crash.toy', 2],
    ['empty', 2],
    ['broken.toy gone.toy broken.toy', 2],
    ['--format sarif broken.toy', 1],
    ['--json gone.toy', 2],
  ];
  it.each(rows)('"%s" ends with %i', async (line, code) => {
    expect((await check(line)).exitCode).toBe(code);
  });
});

describe('inputs', () => {
  it('are read from standard input for -, with characters cut between chunks', async () => {
    const { stdout } = await check('--json -', { stdin: 'ein Bär 🧸 mit error' });
    expect(JSON.parse(stdout)).toMatchObject({ file: '-', accepted: false, diagnostics: [{ file: '-', column: 16 }] });
    expect(calls[0]?.text).toBe('ein Bär 🧸 mit error');
  });

  it('are taken from folders, sorted, without what the check leaves out', async () => {
    await check('--json good.toy box ./box/ .');
    const box = ['box/a.toy', 'box/b.toy'];
    const all = ['box/a.toy', 'box/b.toy', 'broken.toy', 'crash.toy', 'good.toy', 'warned.toy'];
    expect(calls.map(({ file }) => file)).toEqual(['good.toy', ...box, ...box.map((file) => `./${file}`), ...all]);
  });

  it('named one by one are taken even if a folder would leave them out', async () => {
    expect((await check('box/.hidden box/attic/old.toy')).stdout).toContain('Checked 2 files: 2 refused (2 errors)');
  });

  it('that lead nowhere are no misspelt names of themselves', async () => {
    const folder = folderWith({ 'good.toy': 'bear' });
    symlinkSync('gone', `${folder}/link.toy`);
    expect((await check('link.toy', { cwd: folder })).stdout).toContain(
      'no such file or directory [CLI1001]\n  hint: this is a link to a file that is not there\n',
    );
  });

  it('that cannot be read are named with the reason and the nearest name, and do not stop the run', async () => {
    const { stdout } = await check('goood.toy *.bear latin1.toy empty good.toy/x good.toy');
    expect(stdout).toBe(
      [
        'goood.toy: error: cannot read this: no such file or directory [CLI1001]',
        '  hint: did you mean "good.toy"?',
        '*.bear: error: cannot read this: no such file or directory [CLI1001]',
        '  hint: the shell found no file for this pattern; a folder can be given instead',
        'latin1.toy: error: this is not UTF-8 text [CLI1002]',
        'empty: error: this folder holds no file to check [CLI1004]',
        'good.toy/x: error: cannot read this: not a directory [CLI1001]',
        'Checked 6 files: 1 accepted, 5 unreadable (5 errors)',
        'Only toys were looked at.',
        '',
      ].join('\n'),
    );
  });

  it('that are too large are given up', async () => {
    const large = new Uint8Array(4 * 1024 * 1024 + 1);
    const { stdout, exitCode } = await check('- large.toy', { stdin: large, cwd: folderWith({ 'large.toy': large }) });
    expect(stdout).toContain('<stdin>: error: this is larger than 4 MiB [CLI1003]');
    expect(stdout).toContain('large.toy: error: this is larger than 4 MiB [CLI1003]');
    expect(exitCode).toBe(2);
  });

  it('that are no files are named, and not waited for', async () => {
    const folder = folderWith({ 'good.toy': 'bear' });
    execFileSync('mkfifo', ['pipe.toy'], { cwd: folder });
    const { stdout, exitCode } = await check('pipe.toy /dev/zero good.toy', { cwd: folder });
    for (const name of ['pipe.toy', '/dev/zero'])
      expect(stdout).toContain(`${name}: error: this is a pipe, a device or a socket`);
    expect(stdout).toContain('Checked 3 files: 1 accepted, 2 unreadable');
    expect(exitCode).toBe(2);
  });

  it('keep their byte order mark: the check judges it', async () => {
    await check('-', { stdin: '\ufeffbear' });
    expect(calls[0]?.text).toBe('\ufeffbear');
  });

  it('that break the check are named, and the others are still checked', async () => {
    const { stdout, stderr } = await check('crash.toy broken.toy');
    expect(stdout).toContain('crash.toy: error: the check stopped half-way: sawdust everywhere [CLI9001]');
    expect(stdout).toContain('broken.toy:1:4: error: a toy error [TOY1]');
    expect(stderr).toBe('');
    expect((await check('crash.toy', { env: { DEBUG: '1' } })).stderr).toMatch(/sawdust everywhere\n\s+at /);
  });
});

describe('reports', () => {
  it('show the source line and the verdict to people', async () => {
    expect((await check('broken.toy good.toy')).stdout).toBe(
      [
        'broken.toy:1:4: error: a toy error [TOY1]',
        '     1 | an error',
        '       |    ^',
        'Checked 2 files: 1 accepted, 1 refused (1 error)',
        'Only toys were looked at.',
        '',
      ].join('\n'),
    );
  });

  it('list accepted inputs and what is in them with --verbose', async () => {
    expect((await check('-v good.toy')).stdout).toContain('good.toy: accepted (4 letters)\n');
  });

  it('say that warnings count with --strict', async () => {
    const { stdout } = await check('--strict warned.toy');
    expect(stdout).toContain('Checked 1 file: accepted (1 warning; warnings are findings)\n');
  });

  it('are JSON Lines with --json, one object per input and nothing else on standard output', async () => {
    const { stdout, stderr } = await check('--json broken.toy gone.toy good.toy');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line)).map(({ file, accepted }) => [file, accepted])).toEqual([
      ['broken.toy', false],
      ['gone.toy', false],
      ['good.toy', true],
    ]);
    expect(stderr).toContain('gone.toy: error: cannot read this');
    expect((await check('--format json broken.toy gone.toy good.toy')).stdout).toBe(stdout);
  });

  it('name the suite, the tool and the rules', async () => {
    expect((await check('--format junit broken.toy')).stdout).toContain('<testsuite name="check toy" tests="1"');
    const [{ tool }] = JSON.parse((await check('--format sarif broken.toy gone.toy')).stdout).runs;
    expect(tool.driver).toMatchObject({ name: 'container-security', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(tool.driver.rules).toEqual([
      { id: 'TOY1', shortDescription: { text: 'A toy is broken' } },
      { id: 'CLI1001', shortDescription: { text: 'An input cannot be read' } },
    ]);
  });

  it('take paths from the top of the GitLab project', async () => {
    const path = async (line: string, env: Record<string, string> = {}): Promise<string> =>
      JSON.parse((await check(`--format code-quality ${line}`, { env })).stdout)[0].location.path;
    expect(await path('./box/../broken.toy')).toBe('broken.toy');
    expect(await path(`${cwd}/broken.toy`)).toBe('broken.toy');
    expect(await path('broken.toy', { CI_PROJECT_DIR: `${cwd}/..` })).toBe(`${cwd.split('/').pop()}/broken.toy`);
    expect(await path('broken.toy', { CI_PROJECT_DIR: `${cwd}/box` })).toBe('broken.toy');
  });
});

describe('colours', () => {
  const colored = async (fake: FakeIo): Promise<boolean> =>
    (await check('broken.toy', fake)).stdout.includes('\u001b[');

  it('are for terminals, unless NO_COLOR is set', async () => {
    expect(await colored({ tty: true })).toBe(true);
    expect(await colored({ tty: false })).toBe(false);
    expect(await colored({ tty: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await colored({ tty: true, env: { NO_COLOR: '' } })).toBe(true);
    expect(await colored({ tty: true, env: { TERM: 'dumb' } })).toBe(false);
    expect(await colored({ tty: false, env: { FORCE_COLOR: '1' } })).toBe(true);
    expect(await colored({ tty: true, env: { FORCE_COLOR: '0' } })).toBe(false);
    expect(await colored({ env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(false);
  });

  it('never get into reports for machines', async () => {
    for (const format of ['json', 'code-quality', 'sarif', 'junit']) {
      expect((await check(`--format ${format} broken.toy`, { tty: true })).stdout).not.toContain('\u001b');
    }
  });
});

describe('progress', () => {
  const clock = Array.from({ length: 40 }, (_, index) => index * 200);

  it('is shown on standard error of a terminal when the run is long, and taken away again', async () => {
    const { stdout, stderr } = await check('box good.toy good.toy good.toy', { tty: true, clock });
    expect(stderr).toContain('\r\u001b[2K3 of 5 files');
    expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
    expect(stdout).not.toContain('of 5 files');
  });

  it('is not shown elsewhere, nor in a short run', async () => {
    expect((await check('box good.toy', { clock })).stderr).toBe('');
    expect((await check('box good.toy', { tty: true })).stderr).toBe('');
    expect((await check('box good.toy', { tty: true, clock, env: { TERM: 'dumb' } })).stderr).toBe('');
  });
});

describe('targets', () => {
  const targets = async (line: string, folder = cwd): Promise<string> => {
    await check(`${line} -`, { stdin: '', cwd: folder });
    return Object.entries(must(calls[0]).targets)
      .map((pair) => pair.join('='))
      .join(' ');
  };

  it('are the defaults, then what the settings file says, then what the command line says', async () => {
    const folder = folderWith({ 'container-security.yaml': 'target:\n  apparmor: 4.1\n' });
    expect(await targets('-v')).toBe('apparmor=3.0 kubernetes=1.36');
    calls.length = 0;
    expect(await targets('-v', folder)).toBe('apparmor=4.1 kubernetes=1.36');
    calls.length = 0;
    expect(await targets('--target apparmor=4.1 --target kubernetes=1.24 --target apparmor=3.0', folder)).toBe(
      'apparmor=3.0 kubernetes=1.24',
    );
  });

  it('that are wrong in the settings file end the run with 2 and its place', async () => {
    const folder = folderWith({ 'container-security.yaml': 'target:\n  apparmor: new\n' });
    const { stderr, exitCode } = await check('-', { cwd: folder });
    expect(stderr).toContain(
      'container-security.yaml (target): error: "apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "new"',
    );
    expect(stderr).toContain('1 error');
    expect(exitCode).toBe(2);
  });
});

describe('many files', () => {
  it('are checked in one call and one process, in seconds', { timeout: 60_000 }, async () => {
    const many = folderWith(
      Object.fromEntries(
        Array.from({ length: 3000 }, (_, index) => [`d${index % 50}/${index}.toy`, 'bear with an error']),
      ),
    );
    const start = performance.now();
    const { stdout, exitCode } = await check('--json .', { cwd: many });
    expect(stdout.trimEnd().split('\n')).toHaveLength(3000);
    expect(exitCode).toBe(1);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
