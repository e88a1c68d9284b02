/** The templates as a test reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import type { Inputs } from '../pipeline';

const FOLDER = join(__dirname, '../../../ci-templates');

export interface InputSpec {
  readonly type?: string;
  readonly description?: string;
  readonly default?: string | readonly string[];
  readonly regex?: string;
  readonly options?: readonly unknown[];
}

export interface Job {
  readonly image?: string;
  readonly script: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly environment?: { readonly name: string };
  readonly artifacts?: {
    readonly paths: readonly string[];
    readonly reports?: object;
    readonly expose_as?: string;
    readonly access?: string;
  };
  readonly interruptible?: boolean;
  readonly needs?: readonly (string | { readonly job: string })[];
  readonly parallel?: { readonly matrix: readonly Readonly<Record<string, string>>[] };
  readonly rules?: readonly { readonly if?: string }[];
}

export interface Template {
  /** Name of the file. */
  readonly name: string;
  readonly header: { readonly spec: { readonly inputs: Readonly<Record<string, InputSpec>> } };
  /** Jobs, and keys of other kinds such as `include` and `.auto-deploy`. */
  readonly body: Readonly<Record<string, Partial<Job>>>;
  /** What has a script. */
  readonly jobs: Readonly<Record<string, Job>>;
  readonly documents: number;
}

const isJob = (entry: readonly [string, Partial<Job>]): entry is [string, Job] => entry[1].script !== undefined;

function read(name: string): Template {
  const documents = yaml.loadAll(readFileSync(join(FOLDER, name), 'utf8'));
  const [header, body] = documents as [Template['header'], Template['body']];
  return {
    name,
    header,
    body,
    jobs: Object.fromEntries(Object.entries(body).filter(isJob)),
    documents: documents.length,
  };
}

export const TEMPLATES: readonly Template[] = readdirSync(FOLDER).map(read);

/** A template by the name of its file without `.gitlab-ci.yml`. */
export function templateOf(name: string): Template {
  const found = TEMPLATES.find((template) => template.name === `${name}.gitlab-ci.yml`);
  if (found === undefined) throw new Error(`no template "${name}"`);
  return found;
}

/** A part of a template as GitLab fills it: an input alone is replaced as it is, one in a text as text. */
export function filled<T>(template: Template, part: T, inputs: Inputs = {}): T {
  const given = (name: string): string | readonly string[] =>
    inputs[name] ?? template.header.spec.inputs[name]?.default ?? '';
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const alone = /^\$\[\[ inputs\.([-\w]+) \]\]$/.exec(value)?.[1];
      if (alone !== undefined) return given(alone);
      return value.replace(/\$\[\[ inputs\.([-\w]+) \]\]/g, (_, name: string) => String(given(name)));
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [fill(key), fill(inner)]));
  };
  return fill(part) as T;
}

/** Variables of the jobs of a matrix, one after another; of a job without one, none. */
export function matrixOf({ parallel }: Job): readonly Readonly<Record<string, string>>[] {
  if (parallel === undefined) return [{}];
  return parallel.matrix.flatMap((variables) =>
    Object.entries(variables).flatMap(([name, values]) => [values].flat().map((value) => ({ [name]: value }))),
  );
}
