import { type Command, InvalidArgumentError, Option } from 'commander';
import { PARSER_VERSIONS } from '../apparmor/language/versions';
import { nearestHint } from '../diagnostics/nearest';
import { FORMATS, type Format } from '../diagnostics/printers/formats';
import { KUBERNETES_VERSIONS } from '../kubernetes/versions';
import { DEFAULT_TARGETS, formatTargets, parseTargets, type Targets } from './targets';
import { SETTINGS_FILE } from './tool';

/** Options that every command has which prints a report, as the user gave them. */
export interface ReportOptions {
  readonly format: Format;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly target?: Partial<Targets>;
  readonly verbose?: boolean;
}

/** Adds the options to a command. */
export function addReportOptions(command: Command): Command {
  return addTargetOption(
    command
      .addOption(
        new Option('--format <format>', 'how to print the report')
          .default('terminal')
          .choices([...FORMATS])
          .argParser(parseFormat),
      )
      .addOption(
        new Option('--json', 'the same as --format json: JSON Lines, one object per input').conflicts('format'),
      )
      .option('--strict', 'warnings are findings too (exit code 1)'),
  ).option('-v, --verbose', 'list accepted inputs too');
}

/** Adds the option that says which versions texts are for. */
export function addTargetOption(command: Command): Command {
  return command.option(
    '--target <name=version>',
    `what will read the text: apparmor (the parser: ${PARSER_VERSIONS.join(', ')}), kubernetes (the cluster: ${KUBERNETES_VERSIONS[0]} to ${KUBERNETES_VERSIONS.at(-1)}) (default: ${formatTargets(DEFAULT_TARGETS)}, or what ${SETTINGS_FILE} says)`,
    parseTarget,
  );
}

/** An argument parser for one of these names: a near miss gets a hint. */
export function parseName<T extends string>(names: readonly T[]): (value: string) => T {
  return (value) => {
    const found = names.find((name) => name === value);
    if (found !== undefined) return found;
    const hint = nearestHint(value, names);
    throw new InvalidArgumentError(`Allowed: ${names.join(', ')}.${hint === undefined ? '' : ` ${capital(hint)}`}`);
  };
}

/** What the API server takes as the name of a namespace. */
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** An argument parser for the name of a namespace. */
export function parseNamespace(value: string): string {
  if (NAMESPACE.test(value)) return value;
  throw new InvalidArgumentError('A namespace has a DNS label as its name: lower-case letters, digits and "-".');
}

const parseFormat = parseName(FORMATS);

/** May be given more than once: the last one counts. */
function parseTarget(value: string, before: Partial<Targets> = {}): Partial<Targets> {
  const { targets, problems } = parseTargets(value);
  if (problems.length > 0) throw new InvalidArgumentError(problems.map((problem) => `\n  ${problem}`).join(''));
  return { ...before, ...targets };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
