import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import * as yaml from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE } from './hostile';

const FOLDER = join(__dirname, '../../ci-templates');
const SCHEMA = process.env.GITLAB_CI_SCHEMA;

interface Input {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly regex?: string;
  readonly options?: readonly unknown[];
}

interface Header {
  readonly spec: { readonly inputs: Readonly<Record<string, Input>> };
}

type Jobs = Readonly<Record<string, { readonly script?: readonly string[] }>>;

const TEMPLATES = readdirSync(FOLDER).map((name) => {
  const [header, jobs, ...more] = yaml.loadAll(readFileSync(join(FOLDER, name), 'utf8'));
  return { name, header: header as Header, jobs: jobs as Jobs, more };
});

/** The jobs with each input replaced by its default, or by another value. */
function filled({ header, jobs }: (typeof TEMPLATES)[number]): unknown {
  const put = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replace(/\$\[\[ inputs\.([-\w]+) \]\]/g, (_, name: string) =>
        String(header.spec.inputs[name]?.default),
      );
    }
    if (Array.isArray(value)) return value.map(put);
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [put(key), put(inner)]))
      : value;
  };
  return put(jobs);
}

describe.each(TEMPLATES)('ci-templates/$name', (template) => {
  const inputs = Object.entries(template.header.spec.inputs);

  it('is a header with inputs and one document of jobs', () => {
    expect(Object.keys(template.header)).toEqual(['spec']);
    expect(inputs.length).toBeGreaterThan(0);
    expect(Object.keys(template.jobs).length).toBeGreaterThan(0);
    expect(template.more).toEqual([]);
  });

  it('describes every input, in the length that GitLab takes', () => {
    expect(inputs.filter(([, { description = '' }]) => description === '' || description.length > 1024)).toEqual([]);
  });

  it('uses the inputs that it declares and no other', () => {
    const used = new Set(
      [...JSON.stringify(template.jobs).matchAll(/\$\[\[ inputs\.([-\w]+) \]\]/g)].map(([, name]) => name),
    );
    expect([...used].sort()).toEqual(inputs.map(([name]) => name).sort());
  });

  it('has defaults that its own rules accept', () => {
    for (const [name, { default: value, regex, options }] of inputs) {
      if (regex !== undefined && value !== undefined) expect(String(value), name).toMatch(new RegExp(regex));
      if (options !== undefined && value !== undefined) expect(options, name).toContain(value);
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
    for (const [name, { script = [] }] of Object.entries(template.jobs)) {
      const bare = script.map((line) => line.replace(/"[^"]*"/g, ''));
      expect(
        bare.filter((line) => /\$/.test(line)),
        name,
      ).toEqual([]);
      expect(
        script.filter((line) => line.includes('$[[')),
        name,
      ).toEqual([]);
    }
  });

  it('has images that are pinned', () => {
    const jobs = Object.entries(filled(template) as Readonly<Record<string, { readonly image?: string }>>);
    const loose = jobs.filter(
      ([, { image }]) => image === undefined || !/(:v?\d[^/]*|@sha256:[0-9a-f]{64})$/.test(image),
    );
    expect(loose).toEqual([]);
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
      expect(problems(template.jobs)).toEqual([]);
      expect(problems(filled(template))).toEqual([]);
    });

    it('would be refused with a mistake in either', () => {
      expect(problems({ spec: { inputs: { chart: { type: 'text' } } } })).not.toEqual([]);
      expect(problems({ job: { script: ['true'], artefacts: {} } })).not.toEqual([]);
    });
  });
});
