import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { type Include, type Inputs, Project } from '../pipeline';
import { JOBS, SITUATIONS, type Situation, SYNTH, type Variables } from './situations';
import { TEMPLATES } from './templates';
import { writeAutoDevOps } from './upstream';

/** The schema takes a second and a half; the tests of single templates ask it. */
const UNJUDGED = '--no-json-schema-validation';

interface Listed {
  readonly name: string;
  readonly when: string;
}

const templateOfJob = (job: string): string | undefined =>
  TEMPLATES.find(({ jobs }) => job in jobs)?.name.replace('.gitlab-ci.yml', '');

/** Names of the jobs that are in a pipeline. */
async function listed(
  project: Project,
  variables: Variables,
  ...options: readonly string[]
): Promise<readonly string[]> {
  const names = Object.keys(variables);
  const given = names.flatMap((name) => ['--variable', `${name}=${variables[name]}`]);
  const ignored = names.length > 0 ? ['--ignore-predefined-vars', names.join(',')] : [];
  const { code, said } = await project.run(['--list-json', UNJUDGED, ...given, ...ignored, ...options]);
  expect(code, said).toBe(0);
  const all = JSON.parse(said.slice(said.indexOf('['), said.lastIndexOf(']') + 1)) as readonly Listed[];
  return all.flatMap(({ name, when }) => (when === 'never' ? [] : [name]));
}

describeWith(['rsync'], 'in a pipeline', () => {
  const project = new Project();
  beforeAll(() => writeAutoDevOps(project));
  afterAll(() => project.remove());

  const include = (...includes: readonly Include[]): void => project.commit(...includes);

  it.each(TEMPLATES)(
    "$name passes gitlab-ci-local's schema with its defaults and shows its jobs",
    async ({ name, jobs }) => {
      include({ template: name });
      const { code, said } = await project.run(['--list-all']);
      expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
      for (const job of Object.keys(jobs)) expect(said).toContain(job);
    },
  );

  describe('with all templates', () => {
    beforeAll(() => {
      project.write('package.json', '{}');
      include(...TEMPLATES.map(({ name }) => ({ template: name })));
    });

    it.each(Object.keys(SITUATIONS) as Situation[])(
      'the jobs of a %s are those that are documented',
      async (situation) => {
        const found: Record<string, readonly string[]> = {};
        for (const job of await listed(project, SITUATIONS[situation])) {
          const name = job.replace(/: \[.*\]$/, '');
          const template = templateOfJob(name);
          if (template !== undefined) found[template] = [...new Set([...(found[template] ?? []), name])].sort();
        }
        const expected = Object.entries(JOBS[situation]).map(([name, jobs]) => [name, [...jobs].sort()]);
        expect(found).toEqual(Object.fromEntries(expected));
      },
    );
  });

  describe('the program of a cluster management project', () => {
    const pipelines: readonly (readonly [string, boolean, Inputs, boolean])[] = [
      ['runs where package.json stands', true, {}, true],
      ['does not where there is none', false, {}, false],
      ['runs without one when the input says always', false, { synth: 'always' }, true],
      ['does not with one when the input says never', true, { synth: 'never' }, false],
    ];
    it.each(pipelines)('%s', async (_, hasProgram, inputs, runs) => {
      const own = new Project();
      try {
        if (hasProgram) own.write('package.json', '{}');
        own.commit({ template: 'cluster-management.gitlab-ci.yml', inputs });
        for (const situation of ['merge request', 'default branch', 'schedule'] as const) {
          const jobs = await listed(own, SITUATIONS[situation]);
          expect(jobs.includes(SYNTH), situation).toBe(runs);
        }
      } finally {
        own.remove();
      }
    });
  });

  it('several clusters are several jobs, each with an environment and a lock of its own', async () => {
    include({ template: 'cluster-management.gitlab-ci.yml', inputs: { clusters: ['berlin', 'paris'] } });
    const jobs = await listed(project, SITUATIONS['default branch']);
    expect(jobs.filter((name) => name.includes(':apply'))).toEqual([
      'container-security:apply: [berlin]',
      'container-security:apply: [paris]',
    ]);
    const { said } = await project.run(['--preview', UNJUDGED]);
    expect(said).toContain('resource_group: container-security/$CONTAINER_SECURITY_CLUSTER');
    expect(said).toMatch(/CONTAINER_SECURITY_CLUSTER:\n\s+- berlin\n\s+- paris\n/);
  });

  it('two hundred clusters, as many as a matrix may have, are two hundred jobs of each kind', async () => {
    const own = new Project();
    try {
      const clusters = [...Array(200).keys()].map((index) => `cluster-${index}`);
      own.commit({ template: 'cluster-management.gitlab-ci.yml', inputs: { clusters } });
      const jobs = await listed(own, SITUATIONS['default branch']);
      for (const job of ['apply', 'coverage']) {
        expect(jobs.filter((name) => name.startsWith(`container-security:${job}: [`)).length).toBe(200);
      }
    } finally {
      own.remove();
    }
  });

  describe('from another place', () => {
    const template = 'cluster-management.gitlab-ci.yml';
    const inputs = { clusters: ['berlin'], folder: 'infra' };
    const text = readFileSync(`${__dirname}/../../../ci-templates/${template}`, 'utf8');
    const cache = '.gitlab-ci-local/includes';

    it.each([
      [
        'project',
        `${cache}/gitlab.example.com/acme/security/v1/${template}`,
        { project: 'acme/security', ref: 'v1', file: template },
      ],
      ['remote', `${cache}/example.com/${template}`, { remote: `https://example.com/${template}` }],
      [
        'component',
        'templates/cluster-management.yml',
        { component: '$CI_SERVER_FQDN/$CI_PROJECT_PATH/cluster-management@$CI_COMMIT_SHA' },
      ],
    ])('it can be included as %s', async (_, path, from) => {
      project.write(path, text);
      project.commitPipeline({ include: [{ ...from, inputs }] });
      expect(await listed(project, SITUATIONS['default branch'])).toContain('container-security:apply: [berlin]');
      const { said } = await project.run(['--preview', UNJUDGED]);
      expect(said).toContain('CONTAINER_SECURITY_FOLDER: infra');
    });
  });
});
