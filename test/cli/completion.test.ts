import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS, type CommandRow } from '../../lib/cli/commands';
import { completion } from '../../lib/cli/commands/completion';
import { SHELLS } from '../../lib/cli/completion';
import { quote } from '../../lib/cli/completion/quote';
import { call } from './fake-io';
import { folderWith } from './folder';
import { toyCheck } from './toy-check';

const quoted: CommandRow = {
  name: 'quoted',
  summary: "what's in a name: 'quotes' and $dollars",
  examples: [{ args: 'quoted', does: 'quote' }],
  define: (command) => {
    command.option('--ladder <kind>', "it's a `kind`").action(() => {});
  },
};

async function script(shell: string, commands: readonly CommandRow[] = COMMANDS): Promise<string> {
  const { stdout, exitCode } = await call(['completion', shell], {}, commands);
  expect(exitCode).toBe(0);
  return stdout;
}

function has(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('completion', () => {
  it.each(SHELLS)('for %s knows every command and option, also of a new row in the table', async (shell) => {
    const text = await script(shell, [completion, toyCheck]);
    for (const word of ['check', 'toy', 'format', 'code-quality', 'strict', 'target', 'version', 'bash', 'help']) {
      expect(text).toContain(word);
    }
    expect(text).not.toContain('apparmor]');
    expect(text).not.toContain(' check apparmor');
    expect(await script(shell)).toContain(' check apparmor');
  });
});

describe.skipIf(!has('bash'))('bash', () => {
  /** What bash would offer for a line that ends in its last word. */
  async function offers(words: readonly string[], commands?: readonly CommandRow[]): Promise<readonly string[]> {
    const folder = folderWith({ 'script.bash': await script('bash', commands) });
    const list = ['container-security', ...words].map((word) => `'${word}'`).join(' ');
    const code = `set -u; . ./script.bash; COMP_WORDS=(${list}); COMP_CWORD=${words.length}; COMPREPLY=(); _container_security; printf '%s\\n' "\${COMPREPLY[@]-}"`;
    const text = execFileSync('bash', ['--norc', '-c', code], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return text.split('\n').filter(Boolean);
  }

  const rows: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['ch'], ['check']],
    [
      ['check', ''],
      ['apparmor', '-h', '--help'],
    ],
    [
      ['completion', ''],
      ['bash', 'fish', 'zsh', '-h', '--help'],
    ],
    [['check', 'apparmor', '--for'], ['--format']],
    [
      ['check', 'apparmor', '--format', ''],
      ['terminal', 'json', 'code-quality', 'sarif', 'junit'],
    ],
    [['check', 'apparmor', '--format', '=', 'sa'], ['sarif']],
    [
      ['check', 'apparmor', '--format', '='],
      ['terminal', 'json', 'code-quality', 'sarif', 'junit'],
    ],
    [['check', 'apparmor', '--strict', 'x.aa', '--js'], ['--json']],
    [['check', 'apparmor', '--target', ''], []],
    [['check', 'apparmor', 'nginx'], []],
    [['--vers'], ['--version']],
  ];
  it.each(rows)('offers for %j', async (words, expected) => {
    const found = await offers(words);
    expect(expected.length === 0 ? found : found.filter((word) => expected.includes(word))).toEqual(expected);
  });

  it('reads quoted text as it was', () => {
    const text = `it's a "test" of $HOME \\ and \`ls\``;
    expect(execFileSync('bash', ['-c', `printf %s ${quote(text)}`], { encoding: 'utf8' })).toBe(text);
  });

  it('reads quotes and dollars in descriptions as text', async () => {
    expect(await offers(['quoted', '--l'], [completion, quoted])).toEqual(['--ladder']);
  });
});

describe.each(['zsh', 'fish'].filter(has))('%s', (shell) => {
  it('can read its script, with quotes and dollars in descriptions', async () => {
    const folder = folderWith({ script: await script(shell, [completion, toyCheck, quoted]) });
    expect(execFileSync(shell, ['-n', 'script'], { cwd: folder, encoding: 'utf8' })).toBe('');
  });
});
