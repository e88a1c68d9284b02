import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { type Include, type PipelineResult, Project } from '../pipeline';
import { DEPLOY_JOBS, writeAutoDevOps } from './upstream';

const UNJUDGED = '--no-json-schema-validation';
/** Each job in a folder of its own: what it needs has to come as an artifact. */
const APART = ['--shell-isolation', '--no-artifacts-to-source', UNJUDGED];

describeWith(['rsync'], 'from job to job', () => {
  let project: Project;
  beforeEach(() => {
    project = new Project();
  });
  afterEach(() => project.remove());

  /** Runs jobs of a commit, each in its own folder. */
  const runApart = (
    jobs: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<PipelineResult> => {
    const given = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
    return project.run([...jobs, ...APART, ...given]);
  };

  describe('cluster-management', () => {
    const MERGE_REQUEST = { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: '', KUBE_CONTEXT: 'agent' };
    const include: Include = {
      template: 'cluster-management.gitlab-ci.yml',
      inputs: { clusters: ['berlin', 'paris'], folder: 'infra' },
    };
    const artifact = (job: string, file: string): string =>
      readFileSync(project.path(`.gitlab-ci-local/artifacts/${job}/${file}`), 'utf8');

    it('lint and diff see what the program wrote, and each cluster has a diff of its own', async () => {
      project.write('package.json', '{}');
      project.addRecorder(
        'npm',
        'if [ "$1" = run ]; then mkdir -p infra; echo "written: true" >infra/helmfile.yaml; fi',
      );
      project.addRecorder('kubectl');
      project.addRecorder(
        'container-security',
        'cat infra/helmfile.yaml; for a in "$@"; do case "$a" in --output=*) echo "$@" >"${a#*=}" ;; esac; done',
      );
      project.commit(include);
      const { code, said } = await runApart([], MERGE_REQUEST);
      expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
      const lint = readdirSync(project.path('.gitlab-ci-local/artifacts')).find((job) => job.includes('lint')) ?? '';
      expect(artifact(lint, 'gl-code-quality-report.json')).toBe('written: true\n');
      const diffs = readdirSync(project.path('.gitlab-ci-local/artifacts')).filter((job) => job.includes('diff'));
      const clusters = diffs.map(
        (job) => /--environment=(\w+)/.exec(artifact(job, 'container-security-diff.txt'))?.[1],
      );
      expect(clusters.sort()).toEqual(['berlin', 'paris']);
    });

    it('coverage comes after every apply; what is missing is a warning, an error a failure', async () => {
      for (const [exit, verdict] of [
        ['1', 'WARN'],
        ['2', 'FAIL'],
      ] as const) {
        project.addRecorder('kubectl');
        project.addRecorder('container-security', `[ "$1" != coverage ] || exit ${exit}`);
        project.commit(include);
        const { said } = await runApart([], { CI_COMMIT_REF_PROTECTED: 'true', KUBE_CONTEXT: 'agent' });
        expect(said).toMatch(new RegExp(`${verdict} +container-security:coverage: \\[berlin\\]`));
        const ran = project.calls().flatMap(([name, what = '']) => (name === 'kubectl' ? [] : [what]));
        expect(ran).toEqual(['lint', 'lint', 'lint', 'apply', 'apply', 'coverage', 'coverage']);
      }
    });
  });

  describe('cluster-management beside jobs of the project', () => {
    const template = 'cluster-management.gitlab-ci.yml';
    const variables = { CI_COMMIT_REF_PROTECTED: 'true', KUBE_CONTEXT: 'agent' };
    const commands = (): readonly string[] =>
      project.calls().flatMap(([name, what = '']) => (name === 'container-security' ? [what] : []));
    beforeEach(() => {
      project.addRecorder('kubectl');
      project.addRecorder('container-security');
      project.copy(`ci-templates/${template}`);
    });
    const commit = (jobs: object): void =>
      project.commitPipeline({ include: [{ local: `/ci-templates/${template}` }], ...jobs });

    it('nothing is installed when a test of the project fails', async () => {
      commit({ 'own:test': { stage: 'test', script: ['exit 1'] } });
      const { code } = await runApart([], variables);
      expect(code).not.toBe(0);
      expect(new Set(commands())).toEqual(new Set(['lint']));
    });

    it('a job that is named again keeps what it does, and gets what is said', async () => {
      commit({ 'container-security:apply': { tags: ['cluster'] } });
      const { said } = await project.run(['--preview', UNJUDGED]);
      expect(said).toMatch(/container-security:apply:[\s\S]*?tags:\n\s+- cluster/);
      await runApart([], variables);
      expect(commands()).toContain('apply');
    });

    it('drift that is found leaves coverage as it is', async () => {
      project.addRecorder('container-security', '[ "$2" != --drift ]');
      commit({});
      const { said } = await project.run([
        ...APART,
        ...Object.entries({ ...variables, CI_PIPELINE_SOURCE: 'schedule' }).flatMap(([name, value]) => [
          '--variable',
          `${name}=${value}`,
        ]),
        '--ignore-predefined-vars',
        'CI_PIPELINE_SOURCE',
      ]);
      expect(said).toMatch(/FAIL +container-security:drift/);
      expect(commands()).toEqual(['diff', 'coverage']);
    });
  });

  describe('auto-devops', () => {
    const include: Include = { template: 'auto-devops.gitlab-ci.yml', inputs: { values: 'out/values.yaml' } };
    const VALUES_JOB = 'container-security:auto-deploy-values';
    const IN_REVIEW = { CI_COMMIT_BRANCH: 'topic' };

    beforeEach(() => {
      writeAutoDevOps(project);
      project.write('package.json', '{}');
      project.addRecorder('npm', 'if [ "$1" = run ]; then mkdir -p out; echo "replicaCount: 2" >out/values.yaml; fi');
      project.addRecorder(
        'auto-deploy',
        'cat .gitlab/auto-deploy-values.yaml >>"$calls/seen" || echo nothing >>"$calls/seen"',
      );
    });

    it('every job that deploys on the default branch has the values of this pipeline', async () => {
      project.commit(include);
      const { code, said } = await runApart([VALUES_JOB, ...DEPLOY_JOBS]);
      expect(code, said).toBe(0);
      expect(project.left('seen')).toBe('replicaCount: 2\n'.repeat(DEPLOY_JOBS.length));
    });

    it('a review app has them too, and stopping it asks for none', async () => {
      project.commit(include);
      await runApart([VALUES_JOB, 'review', 'stop_review'], IN_REVIEW);
      expect(project.left('seen')).toBe('replicaCount: 2\nnothing\n');
    });

    it("with GitLab's own template alone no file arrives: that is what it is for", async () => {
      project.copy('ci-templates/auto-devops.gitlab-ci.yml');
      project.commitPipeline({
        include: [
          { local: '/ci-templates/auto-devops.gitlab-ci.yml', inputs: include.inputs },
          { template: 'Jobs/Deploy.gitlab-ci.yml' },
        ],
      });
      await runApart([VALUES_JOB, 'production']);
      expect(project.left('seen')).toBe('nothing\n');
    });

    it('deploy jobs still wait for the stages before them', async () => {
      project.commit(include);
      const { said } = await project.run(['--preview', UNJUDGED]);
      expect(said).not.toMatch(/^ {2}needs:/m);
    });
  });

  describe.each(['helm3', 'helm4'])('library and scans with %s', (helm) => {
    describeWith([helm], 'as helm', () => {
      const packages = '.gitlab-ci-local/artifacts';
      const filesOf = (job: string, folder: string): readonly string[] => {
        const name = readdirSync(project.path(packages)).find((made) => made.includes(job)) ?? '';
        const path = project.path(join(packages, name, folder));
        return existsSync(path) ? readdirSync(path) : [];
      };

      it('package what the program wrote as the version of the chart, or as one before it', async () => {
        project.addProgram(helm, 'helm');
        project.copy('charts/apparmor', 'program/apparmor');
        project.write('package.json', '{}');
        project.addRecorder('npm', 'if [ "$1" = run ]; then mkdir -p charts; cp -R program/apparmor charts/; fi');
        project.commit({ template: 'library.gitlab-ci.yml' });
        const version = /^version: "?([^"\n]*)/m.exec(
          readFileSync(project.path('program/apparmor/Chart.yaml'), 'utf8'),
        )?.[1];
        for (const [variables, suffix] of [
          [{ CI_PIPELINE_IID: '41' }, '-dev.41'],
          [{ CI_COMMIT_TAG: '1.0.0', CI_COMMIT_BRANCH: '' }, ''],
        ] as const) {
          const { code, said } = await runApart(['charts:synth', 'charts:package'], variables);
          expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
          expect(filesOf('package', 'container-security-packages')).toEqual([`apparmor-${version}${suffix}.tgz`]);
        }
      });

      it('render the charts for the scan', async () => {
        project.addProgram(helm, 'helm');
        project.copy('charts/apparmor');
        project.write('values/apparmor.yaml', JSON.stringify({ profiles: { 'deny-write': 'profile deny-write { }' } }));
        project.addRecorder('analyzer', 'cat "$ANALYZER_TARGET_DIR"/apparmor.yaml >"$calls/scanned"');
        project.commit({ template: 'scans.gitlab-ci.yml' });
        const { code, said } = await runApart(['container-security:render', 'container-security:chart-scan'], {
          CI_PIPELINE_SOURCE: 'schedule',
          CI_COMMIT_REF_PROTECTED: 'true',
        });
        expect(code, said).toBe(0);
        expect(project.left('scanned')).toContain('profile deny-write');
      });
    });
  });
});
