import { dump } from 'js-yaml';
import { commented, type TextFile } from '../text-file';

/** Data that YAML can say. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

/** An input of a template: what `spec: inputs` says of it. */
export interface Input {
  readonly description: string;
  readonly type?: 'string' | 'array';
  readonly default?: string | readonly string[];
  readonly options?: readonly string[];
  /** What a text has to match; GitLab judges it with RE2, before any job runs. The default must match too. */
  readonly regex?: string;
}

/** A GitLab CI template, usable by `include` and as a component of the catalog. */
export interface CiTemplate {
  /** The file is `<name>.gitlab-ci.yml`. */
  readonly name: string;
  /** Comment at the top: what it does and how it is included. */
  readonly header: readonly string[];
  readonly inputs: Readonly<Record<string, Input>>;
  /** Jobs by name, and other keys at the top such as `include`. */
  readonly jobs: Readonly<Record<string, Yaml>>;
}

const YAML_OPTIONS = { lineWidth: -1, noRefs: true } as const;

/** What an input is replaced by, where it stands alone or in a text. */
export const input = (name: string): string => `$[[ inputs.${name} ]]`;

/**
 * Variables of a job, each with the text of an input. Inputs reach the shell as variables, never as text of the script:
 * an input with a quote or a `$(…)` in it stays an input.
 */
export const variables = (names: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(names).map(([variable, name]) => [variable, input(name)]));

/** Lines that the shell runs as one, so that an `if` can span them. */
export const block = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** The file of a template. */
export function templateFile({ name, header, inputs, jobs }: CiTemplate): TextFile {
  const text = `${dump({ spec: { inputs } }, YAML_OPTIONS)}---\n${dump(jobs, YAML_OPTIONS)}`;
  return { path: `${name}.gitlab-ci.yml`, text: commented(header) + text };
}
