import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type KubeObject, nameOf, sorted } from '../../charts/objects';
import { constructOf, SHIPPED } from '../../charts/shipped';
import { describeWith } from '../../tools/describe';
import { HOSTILE } from '../hostile';
import { Project } from '../pipeline';

const CI_TEMPLATES = join(__dirname, '../../../ci-templates');
const APPARMOR = 'apparmor.gitlab-ci.yml';
/** The schema takes a second and a half; the first tests ask it. */
const UNJUDGED = '--no-json-schema-validation';
const VALUES = { profiles: { 'deny-write': 'profile deny-write {\n  file,\n  deny /** w,\n}\n' } };

interface Header {
  readonly spec: { readonly inputs: Readonly<Record<string, { readonly default: string }>> };
}

type Jobs = Readonly<
  Record<string, { readonly script: readonly string[]; readonly variables: Readonly<Record<string, string>> }>
>;

const mapValues = <T, R>(record: Readonly<Record<string, T>>, to: (value: T) => R): Readonly<Record<string, R>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));

describeWith(['rsync'], 'in a pipeline', () => {
  let project: Project;
  beforeEach(() => {
    project = new Project();
  });
  afterEach(() => project.remove());

  describe.each(['helm3', 'helm4'])('with %s', (helm) => {
    describeWith([helm], 'as helm', () => {
      it('the lint job writes the objects of the chart with the values of the project', async () => {
        project.addProgram(helm, 'helm');
        for (const { name } of SHIPPED) project.copy(`charts/${name}`);
        project.write('security/values.yaml', JSON.stringify(VALUES));
        project.commit({
          template: APPARMOR,
          inputs: { values: 'security/values.yaml', release: 'shop', namespace: 'guard' },
        });
        const { code, said } = await project.run(['apparmor:lint']);
        expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
        const rendered = yaml.loadAll(readFileSync(project.path('apparmor.rendered.yaml'), 'utf8')) as KubeObject[];
        const ours = constructOf({ name: 'apparmor' }).render({
          releaseName: 'shop',
          releaseNamespace: 'guard',
          values: VALUES,
        });
        expect(sorted(rendered).map(nameOf)).toEqual(sorted(ours as KubeObject[]).map(nameOf));
        expect(JSON.stringify(rendered)).toContain('profile deny-write');
      });

      it('the lint job fails when the values are wrong, and says which', async () => {
        project.addProgram(helm, 'helm');
        project.copy('charts/apparmor');
        project.write('apparmor-values.yaml', JSON.stringify({ loader: { pollSeconds: 0 } }));
        project.commit({ template: APPARMOR });
        const { code, said } = await project.run(['apparmor:lint']);
        expect(code).not.toBe(0);
        expect(said).toContain('/loader/pollSeconds');
      });
    });
  });
});

/** What both jobs call when three inputs have these texts. */
const callsWith = (chart: string, values: string, context: string): readonly (readonly string[])[] => {
  const given = ['--namespace', 'apparmor', '--values', values];
  const upgrade = ['helm', 'upgrade', '--install', '--create-namespace', '--wait', '--timeout', '5m'];
  return [
    ['helm', 'template', ...given, '--', 'apparmor', chart],
    ['kubectl', 'config', 'use-context', '--', context],
    [...upgrade, ...given, '--', 'apparmor', chart],
  ];
};

describe('hostile inputs', () => {
  const project = new Project();
  beforeAll(() => {
    for (const name of ['helm', 'kubectl']) project.addRecorder(name);
  });
  afterAll(() => project.remove());

  const executed = (): readonly string[] =>
    (readdirSync(project.path('.'), { recursive: true }) as string[]).filter((file) => file.endsWith('EXECUTED'));

  it.each(['sh', 'bash'])('reach helm and kubectl as they are, and nothing of them is run by %s', async (shell) => {
    const [header, jobs] = yaml.loadAll(readFileSync(join(CI_TEMPLATES, APPARMOR), 'utf8')) as [Header, Jobs];
    for (const text of HOSTILE) {
      const inputs: Record<string, string> = {
        ...mapValues(header.spec.inputs, (input) => input.default),
        chart: text,
        values: text,
        'kube-context': text,
      };
      for (const { script, variables } of Object.values(jobs)) {
        const filled = mapValues(variables, (value) => inputs[value.slice('$[[ inputs.'.length, -' ]]'.length)] ?? '');
        const { code, said } = await project.shell(shell, script.join('\n'), filled);
        expect(code, said).toBe(0);
      }
      expect(project.calls(), text).toEqual(callsWith(text, text, text));
      expect(executed(), text).toEqual([]);
    }
  });

  describeWith(['rsync'], 'in a pipeline', () => {
    it('are data there too', async () => {
      const [chart = '', values = '', context = ''] = [
        '$(touch EXECUTED)',
        '\'; touch EXECUTED; "`touch EXECUTED`',
        '--kubeconfig=x y',
      ];
      project.commit({ template: APPARMOR, inputs: { chart, values, 'kube-context': context } });
      const { code, said } = await project.run(['apparmor:lint', 'apparmor:install', UNJUDGED]);
      expect(code, said).toBe(0);
      expect(project.calls()).toEqual(callsWith(chart, values, context));
      expect(executed()).toEqual([]);
    });

    it.each(['release', 'namespace', 'timeout', 'version'])('are refused for %s before anything runs', async (name) => {
      project.commit({ template: APPARMOR, inputs: { [name]: '$(touch EXECUTED)' } });
      const { code, said } = await project.run(['apparmor:lint', UNJUDGED]);
      expect(code).not.toBe(0);
      expect(said).toContain(name);
      expect([project.calls(), executed()]).toEqual([[], []]);
    });

    it('or none at all: without a cluster the job says so, and helm is not asked', async () => {
      project.addRecorder('kubectl', 'exit 1');
      project.commit({ template: APPARMOR });
      const { code, said } = await project.run(['apparmor:install', UNJUDGED], { KUBE_CONTEXT: '' });
      project.addRecorder('kubectl');
      expect(code).not.toBe(0);
      expect(said).toContain('No cluster is given: set the variable KUBE_CONTEXT to PROJECT-PATH:AGENT');
      expect(project.calls()).toEqual([['kubectl', 'config', 'current-context']]);
    });

    it('give helm a version only where there is one', async () => {
      project.commit({ template: APPARMOR, inputs: { version: '~1.2' } });
      await project.run(['apparmor:lint', UNJUDGED]);
      expect(project.calls().map((call) => call.slice(6, 8))).toEqual([['--version', '~1.2']]);
    });
  });
});
