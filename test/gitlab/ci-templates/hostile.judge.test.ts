import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { HOSTILE } from '../hostile';
import { projectOfRecorders, runJob, SHELLS } from './job';
import { TEMPLATES, type Template, templateOf } from './templates';

type Calls = readonly (readonly string[])[];

/** The templates whose jobs have no test of their own for this. */
const OTHERS = TEMPLATES.filter(({ name }) => name !== 'apparmor.gitlab-ci.yml');
const nameOf = ({ name }: Template): string => name.replace('.gitlab-ci.yml', '');

/** Variables of GitLab and of the project that scripts read. */
const READ = /\$\{?([A-Z][A-Z_]+)/g;

/** Inputs with a rule of their own, and what they are refused for. */
const RULED = OTHERS.flatMap((template) =>
  Object.entries(template.header.spec.inputs).flatMap(([name, { regex, options }]) =>
    regex === undefined && options === undefined ? [] : [{ template: nameOf(template), name }],
  ),
);

/** Inputs that are free text: how a job of theirs hands them on. */
const FREE: readonly {
  readonly template: string;
  readonly job: string;
  readonly inputs: (text: string) => Readonly<Record<string, string | readonly string[]>>;
  readonly calls: (text: string) => Calls;
}[] = [
  {
    template: 'cluster-management',
    job: 'container-security:apply',
    inputs: (text) => ({ 'kube-context': text, clusters: [text] }),
    calls: (text) => [
      ['kubectl', 'config', 'use-context', '--', text],
      ['container-security', 'apply', `--environment=${text}`, '--', '.'],
    ],
  },
  {
    template: 'cluster-management',
    job: 'container-security:diff',
    inputs: (text) => ({ 'kube-context': text, clusters: [text] }),
    calls: (text) => [
      ['kubectl', 'config', 'use-context', '--', text],
      [
        'container-security',
        'diff',
        '--offline',
        '--output=container-security-diff.txt',
        `--environment=${text}`,
        '--',
        '.',
      ],
    ],
  },
  {
    template: 'scans',
    job: 'container-security:image-scan',
    inputs: (text) => ({ images: [text] }),
    calls: () => [['gtcs', 'scan']],
  },
];

describe('hostile texts', () => {
  const project = projectOfRecorders();
  afterEach(() => project.calls());
  afterAll(() => project.remove());

  const executed = (): readonly string[] =>
    (readdirSync(project.path('.'), { recursive: true }) as string[]).filter((file) => basename(file) === 'EXECUTED');

  describe.each(Object.keys(SHELLS))('in %s', (shell) => {
    describeWith(SHELLS[shell] ?? [], 'the jobs', () => {
      it.each(FREE)('of inputs without a rule reach the programs of $job as they are', async (row) => {
        for (const text of HOSTILE) {
          const { code, said } = await runJob(project, shell, { ...row, inputs: row.inputs(text) });
          expect(code, said).toBe(0);
          expect(project.calls(), text).toEqual(row.calls(text));
          if (row.template === 'scans') expect(project.left('image')).toBe(text);
        }
        expect(executed()).toEqual([]);
      });
    });
  });

  it.each(OTHERS)('in any variable of $name are run by no job', async (template) => {
    project.write("charts/it's; touch EXECUTED/Chart.yaml", 'name: x\n');
    project.write('container-security-packages/$(touch EXECUTED).tgz', '');
    for (const [job, { script }] of Object.entries(template.jobs)) {
      const names = new Set([...script.join('\n').matchAll(READ)].map(([, name = '']) => name));
      // The shell's own: where the programs are, and where it stands.
      for (const name of ['PATH', 'PWD']) names.delete(name);
      for (const text of HOSTILE) {
        const variables = Object.fromEntries([...names].map((name) => [name, text]));
        await runJob(project, 'sh', { template: nameOf(template), job, variables });
      }
      expect(executed(), job).toEqual([]);
    }
  });

  it('of a file name are data for helm', async () => {
    const chart = "charts/it's; touch EXECUTED";
    project.write(`${chart}/Chart.yaml`, 'name: x\n');
    await runJob(project, 'sh', {
      template: 'library',
      job: 'charts:package',
      variables: { CI_COMMIT_TAG: '1.0.0' },
    });
    expect(project.calls()).toEqual([
      ['helm', 'lint', '--', chart],
      ['helm', 'package', '--destination', 'container-security-packages', '--', chart],
    ]);
  });

  describeWith(['rsync'], 'in a pipeline', () => {
    it('are data there too', async () => {
      const context = '\'; touch EXECUTED; "`touch EXECUTED`';
      const cluster = '$(touch EXECUTED)';
      project.commit({
        template: 'cluster-management.gitlab-ci.yml',
        inputs: { 'kube-context': context, clusters: [cluster] },
      });
      const { said } = await project.run(['container-security:apply', '--no-json-schema-validation']);
      expect(project.calls(), said).toEqual([
        ['kubectl', 'config', 'use-context', '--', context],
        ['container-security', 'apply', `--environment=${cluster}`, '--', '.'],
      ]);
      expect(executed()).toEqual([]);
    });

    it.each(RULED)('are refused for $name of $template before anything runs', async ({ template, name }) => {
      project.commit({ template: `${template}.gitlab-ci.yml`, inputs: { [name]: '$(touch EXECUTED)' } });
      const [job = ''] = Object.keys(templateOf(template).jobs);
      const { code, said } = await project.run([job, '--no-json-schema-validation']);
      expect(code).not.toBe(0);
      expect(said).toContain(name);
      expect([project.calls(), executed()]).toEqual([[], []]);
    });
  });
});
