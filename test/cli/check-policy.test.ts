import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from './fake-io';
import { folderWith } from './folder';

const SCOPE =
  'Keys, values and what they mean together were read; audit mode shows whether a program works under it.\n';

const POLICY =
  'apiVersion: container-security/v1\nkind: ContainerPolicy\nmetadata: { name: web }\nspec: { mode: enforce }\n';
const EXAMPLES = join(__dirname, '../../examples/policies');

const cwd = folderWith({
  'web.yaml': POLICY,
  'broken.yaml': POLICY.replace('enforce', 'enforc').replace('ContainerPolicy', 'ContainerPolicy # ours'),
  'doubtful.yaml': POLICY.replace('mode: enforce', 'processes: none, commands: [[sh, -c, curl]]'),
  'policies/one.yml': POLICY,
  'policies/README.md': 'no policy\n',
  'policies/.hidden.yaml': 'no policy\n',
  'nginx.yaml': readFileSync(join(EXAMPLES, 'nginx.yaml'), 'utf8'),
});

describe('check policy', () => {
  it('accepts a policy and says its name and mode', async () => {
    const { stdout, exitCode } = await call(['check', 'policy', '-v', 'web.yaml', 'nginx.yaml'], { cwd });
    expect(stdout).toBe(
      `web.yaml: accepted (policy web (enforce))\nnginx.yaml: accepted (policy web (audit))\nChecked 2 files: 2 accepted\n${SCOPE}`,
    );
    expect(exitCode).toBe(0);
  });

  it('tells what is wrong with its place, key and the nearest word', async () => {
    const { stdout, exitCode } = await call(['check', 'policy', '--json', 'broken.yaml'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'broken.yaml',
      accepted: false,
      diagnostics: [
        { code: 'POLICY1006', severity: 'error', line: 4, column: 15, endColumn: 21, hint: 'did you mean "enforce"?' },
      ],
    });
    expect(exitCode).toBe(1);
  });

  it('accepts what is only doubtful, and refuses it when told to be strict', async () => {
    expect((await call(['check', 'policy', 'doubtful.yaml'], { cwd })).exitCode).toBe(0);
    expect((await call(['check', 'policy', '--strict', 'doubtful.yaml'], { cwd })).exitCode).toBe(1);
  });

  it('takes from a folder the YAML files only, and standard input', async () => {
    const { stdout } = await call(['check', 'policy', '-v', 'policies'], { cwd });
    expect(stdout).toBe(`policies/one.yml: accepted (policy web (enforce))\nChecked 1 file: accepted\n${SCOPE}`);
    expect((await call(['check', 'policy', '-'], { cwd, stdin: POLICY })).stdout).toBe(
      `Checked 1 file: accepted\n${SCOPE}`,
    );
  });

  it('ends with 2 for what cannot be read', async () => {
    expect((await call(['check', 'policy', 'none.yaml'], { cwd })).exitCode).toBe(2);
  });
});
