import { describe, expect, it } from 'vitest';
import { call } from './fake-io';
import { folderWith } from './folder';

const SCOPE =
  'Items, keys, types, priorities, override and exceptions were read; conditions and outputs are read by Falco.\n';

const RULE = '- rule: Shell\n  condition: proc.name = sh\n  output: a shell\n  desc: A shell.\n  priority: NOTICE\n';

const cwd = folderWith({
  'shell.yaml': `${RULE}- list: shells\n  items: [sh, bash]\n`,
  'broken.yaml': RULE.replace('NOTICE', 'NOTCE').replace('  desc: A shell.\n', ''),
  'doubtful.yaml': RULE.replace('NOTICE', 'notice'),
  'rules/one.yml': RULE,
  'rules/README.md': 'no rules\n',
  'rules/.hidden.yaml': 'no rules\n',
});

describe('check falco', () => {
  it('accepts rules and says how many', async () => {
    const { stdout, exitCode } = await call(['check', 'falco', '-v', 'shell.yaml'], { cwd });
    expect(stdout).toBe(`shell.yaml: accepted (1 rule, 0 macros, 1 list)\nChecked 1 file: accepted\n${SCOPE}`);
    expect(exitCode).toBe(0);
  });

  it('tells everything that is wrong with a file, with its places', async () => {
    const { stdout, exitCode } = await call(['check', 'falco', '--json', 'broken.yaml'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'broken.yaml',
      accepted: false,
      diagnostics: [
        { code: 'FALCO1005', severity: 'error', file: 'broken.yaml', line: 1, column: 3 },
        { code: 'FALCO1007', line: 4, column: 13, endColumn: 18, hint: 'did you mean "NOTICE"?' },
      ],
    });
    expect(exitCode).toBe(1);
  });

  it('accepts what Falco takes but does not like, and refuses it when told to be strict', async () => {
    const { stdout, exitCode } = await call(['check', 'falco', 'doubtful.yaml'], { cwd });
    expect(stdout).toMatch(/^doubtful\.yaml:5:13: warning: .* \[FALCO1008\]$/m);
    expect(exitCode).toBe(0);
    expect((await call(['check', 'falco', '--strict', 'doubtful.yaml'], { cwd })).exitCode).toBe(1);
  });

  it('takes from a folder the YAML files only', async () => {
    const { stdout } = await call(['check', 'falco', '-v', 'rules'], { cwd });
    expect(stdout).toBe(`rules/one.yml: accepted (1 rule, 0 macros, 0 lists)\nChecked 1 file: accepted\n${SCOPE}`);
  });

  it('checks standard input', async () => {
    const { stdout } = await call(['check', 'falco', '-'], { cwd, stdin: RULE });
    expect(stdout).toBe(`Checked 1 file: accepted\n${SCOPE}`);
  });

  it('says in its help that conditions are not among what it reads', async () => {
    expect((await call(['check', 'falco', '--help'])).stdout).toContain(SCOPE);
  });
});
