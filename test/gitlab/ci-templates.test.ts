import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_VERSION } from '../../lib/gitlab/ci-templates/inputs';
import { GITLAB_CI_SCHEMA as SCHEMA } from '../tools/upstream';
import { JOBS } from './ci-templates/situations';
import { filled, TEMPLATES, templateOf } from './ci-templates/templates';
import { HOSTILE } from './hostile';

/** What stands outside of quotes when the shell reads a script. */
const bare = (script: string): string => script.replace(/'[^']*'|"[^"]*"/g, '');

describe.each(TEMPLATES)('ci-templates/$name', (template) => {
  const inputs = Object.entries(template.header.spec.inputs);

  it('is a header with inputs and one document of jobs', () => {
    expect(Object.keys(template.header)).toEqual(['spec']);
    expect(inputs.length).toBeGreaterThan(0);
    expect(Object.keys(template.jobs).length).toBeGreaterThan(0);
    expect(template.documents).toBe(2);
  });

  it('describes every input, in the length that GitLab takes', () => {
    expect(inputs.filter(([, { description = '' }]) => description === '' || description.length > 1024)).toEqual([]);
  });

  it('uses the inputs that it declares and no other', () => {
    const used = new Set(
      [...JSON.stringify(template.body).matchAll(/\$\[\[ inputs\.([-\w]+) \]\]/g)].map(([, name]) => name),
    );
    expect([...used].sort()).toEqual(inputs.map(([name]) => name).sort());
  });

  it('has defaults of their type that its own rules accept', () => {
    for (const [name, { default: value, type = 'string', regex, options }] of inputs) {
      expect(Array.isArray(value) ? 'array' : typeof value, name).toBe(type);
      if (regex !== undefined) expect(String(value), name).toMatch(new RegExp(regex));
      if (options !== undefined) expect(options, name).toContain(value);
    }
  });

  it('has rules that let no hostile text through', () => {
    for (const [name, { regex }] of inputs) {
      if (regex === undefined) continue;
      expect(regex.startsWith('^') && regex.endsWith('$'), `${name} is not anchored`).toBe(true);
      expect(
        HOSTILE.filter((text) => new RegExp(regex).test(text)),
        name,
      ).toEqual([]);
    }
  });

  it('puts no input into a script, and every variable of a script into quotes', () => {
    for (const [name, { script }] of Object.entries(template.jobs)) {
      expect(
        script.filter((line) => bare(line).includes('$')),
        name,
      ).toEqual([]);
      expect(
        script.filter((line) => line.includes('$[[')),
        name,
      ).toEqual([]);
    }
  });

  it('has images that are pinned', () => {
    const jobs = Object.entries(filled(template, template.jobs));
    const loose = jobs.filter(
      ([, { image }]) => image === undefined || !/(:v?\d[^/]*|@sha256:[0-9a-f]{64})$/.test(image),
    );
    expect(loose).toEqual([]);
  });

  it('keeps every report as a file too, and links only to what GitLab can link to', () => {
    for (const [name, { artifacts }] of Object.entries(template.jobs)) {
      const { reports = {}, paths = [], expose_as: link } = artifacts ?? {};
      for (const report of Object.values(reports)) expect(paths, name).toContain(report);
      if (link === undefined) continue;
      expect(link, name).toMatch(/^\w[-\w ]*$/);
      expect(
        paths.filter((path) => /[*$]/.test(path)),
        name,
      ).toEqual([]);
    }
  });

  describe.skipIf(SCHEMA === undefined)("in the eyes of GitLab's CI schema (set GITLAB_CI_SCHEMA to its file)", () => {
    let validate: ValidateFunction;
    beforeAll(() => {
      const schema = JSON.parse(readFileSync(SCHEMA ?? '', 'utf8'));
      validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    });

    const problems = (document: unknown): unknown => (validate(document) ? [] : validate.errors);

    it('has a valid header', () => {
      expect(problems(template.header)).toEqual([]);
    });

    it('has valid jobs, with inputs as they stand and with their defaults', () => {
      expect(problems(template.body)).toEqual([]);
      expect(problems(filled(template, template.body))).toEqual([]);
    });

    it('would be refused with a mistake in either', () => {
      expect(problems({ spec: { inputs: { chart: { type: 'text' } } } })).not.toEqual([]);
      expect(problems({ job: { script: ['true'], artefacts: {} } })).not.toEqual([]);
    });
  });
});

describe('who may write', () => {
  it('is no job of a merge request: none has an environment, nor takes the credentials of the registry', () => {
    const writers = TEMPLATES.flatMap(({ jobs }) => Object.entries(jobs)).filter(
      ([, job]) => job.environment !== undefined || /CI_REGISTRY_PASSWORD/.test(job.script.join('\n')),
    );
    expect(writers.map(([name]) => name).sort()).toEqual([
      'apparmor:install',
      'charts:push',
      'container-security:apply',
      'container-security:coverage',
      'container-security:drift',
    ]);
    expect(writers.filter(([, { rules = [] }]) => JSON.stringify(rules).includes('merge_request_event'))).toEqual([]);
  });

  it('reads nothing of a cluster in a variable with a common name, which one of the project would beat', () => {
    const { jobs } = templateOf('cluster-management');
    const names = Object.values(jobs).flatMap(({ variables = {}, parallel }) => [
      ...Object.keys(variables),
      ...(parallel?.matrix ?? []).flatMap(Object.keys),
    ]);
    expect([...new Set(names)].filter((name) => !name.startsWith('CONTAINER_SECURITY_'))).toEqual([]);
  });
});

describe('the templates on GitLab', () => {
  it('can be given as many clusters as GitLab takes: no job needs a matrix, of which GitLab counts every job', () => {
    for (const { name, jobs } of TEMPLATES) {
      const matrices = Object.keys(jobs).filter((job) => jobs[job]?.parallel !== undefined);
      const needed = Object.values(jobs).flatMap(({ needs = [] }) =>
        needs.map((need) => (typeof need === 'string' ? need : need.job)),
      );
      expect(
        needed.filter((job) => matrices.includes(job)),
        name,
      ).toEqual([]);
    }
  });

  it('let nothing stop a job that writes halfway', () => {
    const writers = ['apparmor:install', 'charts:push', 'container-security:apply'];
    const jobs = TEMPLATES.flatMap((template) => Object.entries(template.jobs));
    expect(jobs.flatMap(([job, { interruptible }]) => (interruptible === false ? [job] : [])).sort()).toEqual(writers);
  });

  it('show what is in a cluster to nobody but developers', () => {
    const { jobs } = templateOf('cluster-management');
    const open = Object.entries(jobs).filter(([, { artifacts, script }]) => {
      const reads = /container-security (diff|coverage)/.test(script.join('\n'));
      return reads && artifacts?.access !== 'developer';
    });
    expect(open).toEqual([]);
  });
});

it('the image with the command line has the version of this package', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(PACKAGE_VERSION).toBe(version);
});

describe('docs/ci-templates.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/ci-templates.md'), 'utf8');
  const sectionOf = (name: string): string => page.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? '';

  it.each(TEMPLATES)('names every input of $name', ({ name, header }) => {
    const section = sectionOf(name.replace('.gitlab-ci.yml', ''));
    const inputs = Object.keys(header.spec.inputs);
    expect(inputs.filter((input) => !section.includes(`\`${input}\``))).toEqual([]);
  });

  it.each(TEMPLATES)('says which jobs of $name are in which pipeline', ({ name }) => {
    const template = name.replace('.gitlab-ci.yml', '');
    const rows = [...sectionOf(template).matchAll(/^\| ([\w ]+) \| (`\S+:.*`) \|$/gm)];
    const said = Object.fromEntries(rows.map(([, situation, jobs = '']) => [situation, jobs.match(/[^\s`]+/g)]));
    const expected = Object.entries(JOBS).flatMap(([situation, jobs]) =>
      jobs[template] === undefined ? [] : [[situation, jobs[template]]],
    );
    expect(said).toEqual(Object.fromEntries(expected));
  });
});
