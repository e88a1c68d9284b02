import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { tool } from '../../tools/find';
import { CASES, NOTE, REGISTRY, TOKEN, VALUES } from './cases';
import { projectOfRecorders, runJob, SHELLS } from './job';
import { TEMPLATES } from './templates';

describe.each(Object.keys(SHELLS))('in %s', (shell) => {
  describeWith(SHELLS[shell] ?? [], 'the script of', () => {
    const project = projectOfRecorders();
    beforeAll(() => project.write('.keep', ''));
    beforeEach(() => {
      for (const path of [
        'charts',
        'values',
        'infra',
        'deploy',
        '.gitlab',
        'container-security-packages',
        'helmfile.yaml.gotmpl',
      ]) {
        rmSync(project.path(path), { recursive: true, force: true });
      }
    });
    afterAll(() => project.remove());

    it.each(CASES)('$job $name', async (row) => {
      for (const [path, text] of Object.entries(row.files ?? {})) project.write(path, text);
      const { code, said } = await runJob(project, shell, row);
      expect(project.calls(), said).toEqual(row.calls);
      expect({ code, said: code === (row.code ?? 0) ? '' : said }).toEqual({ code: row.code ?? 0, said: '' });
      expect(said).toMatch(row.says ?? /^/);
      expect(said).not.toContain(TOKEN);
    });

    const run = (template: string, job: string, variables: Readonly<Record<string, string>>): Promise<unknown> =>
      runJob(project, shell, { template, job, variables });

    it('the reports of the lint are what the command printed', async () => {
      await run('cluster-management', 'container-security:lint', {});
      for (const report of ['gl-code-quality-report.json', 'container-security-lint.xml']) {
        expect(readFileSync(project.path(report), 'utf8')).toBe('said by lint\n');
      }
      project.calls();
    });

    it('the note holds the cluster and the diff, and the token stands in the header alone', async () => {
      await run('cluster-management', 'container-security:diff', { ...NOTE, COMMAND_CODE: '1' });
      expect(project.left('stdin')).toBe(`PRIVATE-TOKEN: ${TOKEN}\n`);
      const note = readFileSync(project.path('container-security-note.md'), 'utf8');
      expect(note).toBe('default: what this merge request changes\n\n~~~~~diff\na difference\n\n~~~~~\n');
      expect(JSON.stringify(project.calls())).not.toContain(TOKEN);
    });

    it('no line of the diff ends the block of the note', async () => {
      await run('cluster-management', 'container-security:diff', {
        ...NOTE,
        COMMAND_CODE: '1',
        DIFF: 'kept ~~~~\n ~~~~~\n/close\r\n~~~',
      });
      const note = readFileSync(project.path('container-security-note.md'), 'utf8');
      const [, inside = ''] = note.split('~~~~~diff\n');
      expect(inside).toBe('kept ~~~~\n     ~~~~~\n/close\n    ~~~\n\n~~~~~\n');
      project.calls();
    });

    it('the password of the registry reaches helm and stands in no argument', async () => {
      project.write('container-security-packages/web-1.2.0.tgz', '');
      await run('library', 'charts:push', REGISTRY);
      expect(project.left('stdin')).toBe(TOKEN);
      expect(JSON.stringify(project.calls())).not.toContain(TOKEN);
    });

    it('the values are where auto-deploy looks, wherever the program wrote them', async () => {
      for (const [folder, values] of [
        ['.', '.gitlab/auto-deploy-values.yaml'],
        ['deploy', 'out/values.yaml'],
      ] as const) {
        project.write('deploy/package.json', '{}');
        await runJob(project, shell, { ...VALUES, inputs: { folder, values }, variables: { WRITES: values } });
        expect(readFileSync(project.path('.gitlab/auto-deploy-values.yaml'), 'utf8')).toBe('a: 1\n');
        rmSync(project.path('.gitlab'), { recursive: true });
      }
      project.calls();
    });

    it('what is scanned is the image of the matrix and what helm rendered', async () => {
      await runJob(project, shell, {
        template: 'scans',
        job: 'container-security:image-scan',
        inputs: { images: ['registry.example.com/web:1.4.2'] },
        variables: { CS_IMAGE: 'other' },
      });
      expect(project.left('image')).toBe('registry.example.com/web:1.4.2');
      project.write('charts/web/Chart.yaml', 'name: web\n');
      await run('scans', 'container-security:render', {});
      expect(readFileSync(project.path('container-security-rendered/web.yaml'), 'utf8')).toBe('kind: Pod\n');
      project.calls();
    });
  });
});

describeWith(['shellcheck'], 'shellcheck', () => {
  const scripts = TEMPLATES.flatMap(({ jobs }) => Object.entries(jobs));

  it.each(scripts)('finds nothing in the script of %s', (_, { script }) => {
    const text = `#!/bin/sh\nset -e\n${script.join('\n')}\n`;
    const { stdout } = spawnSync(tool('shellcheck') ?? '', ['--severity=info', '-'], { input: text, encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});
