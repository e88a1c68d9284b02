import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS, type CommandRow, GROUPS } from '../../lib/cli/commands';
import { UsageError } from '../../lib/cli/failure';
import { buildProgram } from '../../lib/cli/program';
import { call, recorder } from './fake-io';
import { toyCheck } from './toy-check';

const failing = (error: unknown): CommandRow => ({
  name: 'fail',
  summary: 'fail',
  examples: [{ args: 'fail', does: 'fail' }],
  define: (command) => {
    command.action(() => {
      throw error;
    });
  },
});

describe('help', () => {
  it.each(COMMANDS.map(({ name }) => name))(
    'of "%s" has a summary, options and examples that begin with it',
    async (name) => {
      const { stdout, stderr, exitCode } = await call([...name.split(' '), '--help']);
      const row = COMMANDS.find((command) => command.name === name);
      expect(exitCode).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toContain(`Usage: container-security ${name} `);
      expect(stdout).toContain('-h, --help');
      expect(row?.examples.length).toBeGreaterThan(0);
      for (const { args, does } of row?.examples ?? []) {
        expect(args.startsWith(name)).toBe(true);
        expect(stdout).toContain(`$ container-security ${args}\n      ${does}`);
      }
    },
  );

  it('of the program lists all commands, examples and exit codes', async () => {
    const { stdout, exitCode } = await call(['--help']);
    expect(exitCode).toBe(0);
    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name.split(' ')[0]} `, 'm'));
    expect(stdout).toContain('$ container-security check apparmor');
    expect(stdout).toContain('2  wrong usage');
  });

  it('of a group lists its commands, and every group says what it is about', async () => {
    const { stdout } = await call(['check', '--help']);
    expect(stdout).toMatch(/^ {2}apparmor /m);
    const groups = new Set(
      COMMANDS.filter(({ name }) => name.includes(' ')).map(({ name }) => name.replace(/ .*/, '')),
    );
    expect([...groups].filter((group) => GROUPS[group] === undefined)).toEqual([]);
  });

  it('of a check says the default targets', async () => {
    const { stdout } = await call(['check', 'apparmor', '--help']);
    expect(stdout.replace(/\s+/g, ' ')).toContain('default: apparmor=3.0');
  });

  it('also comes from the command help', async () => {
    const { stdout, exitCode } = await call(['help', 'completion']);
    expect([stdout.split('\n')[0], exitCode]).toEqual(['Usage: container-security completion [options] <shell>', 0]);
  });
});

describe('--version', () => {
  it('prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { stdout, exitCode } = await call(['--version']);
    expect([stdout, exitCode]).toEqual([`${version}\n`, 0]);
  });
});

describe('wrong usage', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['', 'Usage: container-security'],
    ['check', 'Usage: container-security check'],
    ['chekc', "unknown command 'chekc'\n(Did you mean check?)"],
    ['check aparmor x', "unknown command 'aparmor'\n(Did you mean apparmor?)"],
    ['check apparmor', "missing required argument 'files'\n(help: container-security check apparmor --help)"],
    ['check apparmor --fromat json x', "unknown option '--fromat'\n(Did you mean --format?)"],
    ['check apparmor --format jsno x', 'Allowed: terminal, json, code-quality, sarif, junit. Did you mean "json"?'],
    ['check apparmor --json --format sarif x', "'--json' cannot be used with option '--format <format>'"],
    ['check apparmor --target aparmor=4.1 x', '"aparmor" is no target: did you mean "apparmor"?'],
    ['check apparmor --target apparmor=9.9 x', '"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "9.9"'],
    ['check apparmor --target apparmor=new,falco x', '"falco" is no target'],
    ['check apparmor - -', 'standard input can be read only once'],
    ['completion', "missing required argument 'shell'"],
    ['completion bahs', 'Allowed: bash, fish, zsh. Did you mean "bash"?'],
    ['completion bash zsh', 'too many arguments'],
  ];
  it.each(rows)('"%s" ends with 2, says why on standard error and prints nothing else', async (line, message) => {
    const { stdout, stderr, exitCode } = await call(line.split(' ').filter(Boolean));
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});

describe('an empty name', () => {
  it('is wrong usage, and not the folder where the program runs', async () => {
    const { stdout, stderr, exitCode } = await call(['check', 'apparmor', '']);
    expect(stderr).toBe('error: an input has an empty name: give a file, a folder, or - for standard input\n');
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});

describe('failures', () => {
  it('show no stack trace, but tell how to get one', async () => {
    const { stderr, exitCode } = await call(['fail'], {}, [failing(new TypeError('x is not a function'))]);
    expect(stderr).toBe('error: x is not a function\n(set DEBUG=1 to see where it happened)\n');
    expect(exitCode).toBe(2);
  });

  it('show the stack trace when DEBUG is set', async () => {
    const { stderr } = await call(['fail'], { env: { DEBUG: '1' } }, [failing(new TypeError('x is not a function'))]);
    expect(stderr).toMatch(/^error: TypeError: x is not a function\n\s+at /);
  });

  it('of usage need no stack trace', async () => {
    const { stderr } = await call(['fail'], {}, [failing(new UsageError('two things at once'))]);
    expect(stderr).toBe('error: two things at once\n');
  });

  it('that are no errors are shown too', async () => {
    const { stderr, exitCode } = await call(['fail'], {}, [failing('a string')]);
    expect([stderr.split('\n')[0], exitCode]).toEqual(['error: a string', 2]);
  });
});

describe('buildProgram', () => {
  it('takes commands from a table: one row is one command', async () => {
    const { stdout, exitCode } = await call(['check', 'toy', '-'], { stdin: 'bear' }, [toyCheck]);
    expect([stdout, exitCode]).toEqual(['Checked 1 file: accepted\nOnly toys were looked at.\n', 0]);
  });

  it('writes nothing, ends nothing and shares nothing', () => {
    const first = recorder();
    const program = buildProgram(first.io);
    expect(buildProgram(recorder().io)).not.toBe(program);
    expect([first.stdout, first.stderr, first.exitCode]).toEqual(['', '', 0]);
  });

  it('names each command once', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
