import { resolve } from 'node:path';
import { reportAsText } from '../container-policy/report/print';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { formatDiagnostics } from '../diagnostics/format';
import {
  chartNameOf,
  type Policies,
  type PolicyInput,
  readInputs,
  reportsOf,
  textsOf,
  writeChart,
  writeProfiles,
} from '../project/generate';
import { UsageError } from './failure';
import { readInput } from './inputs';
import { EXIT, type Io } from './io';
import { painterFor } from './painter';
import { resolveTargets } from './settings';
import type { Targets } from './targets';

/** Options of `generate` as the user gave them. */
export interface GenerateOptions {
  readonly output?: string;
  readonly format: 'chart' | 'profile' | 'report';
  readonly name?: string;
  readonly chartVersion: string;
  readonly target?: Partial<Targets>;
  readonly json?: boolean;
}

/** Reads the policies and writes what was asked for. A policy that is refused is a finding; nothing is written then. */
export async function runGenerate(names: readonly string[], options: GenerateOptions, io: Io): Promise<void> {
  if (options.format === 'chart' && options.output === undefined) {
    throw new UsageError('say where the chart goes: --output charts');
  }
  const { apparmor: parser } = await resolveTargets(options.target, io);
  const inputs: PolicyInput[] = [];
  const unreadable: Diagnostic[] = [];
  for (const file of names) {
    const text = await readInput(file, io);
    if (typeof text === 'string') inputs.push({ file, text });
    else unreadable.push(text);
  }
  if (unreadable.length > 0) throw new DiagnosticError(unreadable);
  const policies = readOrTell(inputs, io);
  if (policies === undefined) return;
  const painter = painterFor(io.stderr, io.env);
  const texts = new Map(inputs.map(({ file, text }) => [file, text]));
  if (policies.warnings.length > 0) io.stderr.write(`${formatDiagnostics(policies.warnings, { painter, texts })}\n`);
  const chart = options.format === 'chart' ? (options.name ?? chartNameOf(policies, inputs)) : undefined;
  const files = write(policies, chart, parser, options, io);
  const reports = reportsOf(policies, parser, chart);
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify({ files, reports })}\n`);
  } else if (options.format === 'report' && options.output === undefined) {
    io.stdout.write(`${reports.map(reportAsText).join('\n\n')}\n`);
  } else if (files.length > 0) {
    io.stdout.write(`Written below ${options.output}:\n${files.map((file) => `  ${file}\n`).join('')}`);
  }
}

/** The policies; none when one is refused, which has been told then. */
function readOrTell(inputs: readonly PolicyInput[], io: Io): Policies | undefined {
  try {
    return readInputs(inputs);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const texts = new Map(inputs.map(({ file, text }) => [file, text]));
    io.stderr.write(`${formatDiagnostics(error.diagnostics, { painter: painterFor(io.stderr, io.env), texts })}\n`);
    io.exit(EXIT.FINDINGS);
    return undefined;
  }
}

/** Writes what was asked for, and gives back its files below the folder; none when it was printed. */
function write(
  policies: Policies,
  chart: string | undefined,
  parser: Targets['apparmor'],
  { output, format, chartVersion, json }: GenerateOptions,
  io: Io,
): readonly string[] {
  if (chart !== undefined && output !== undefined) {
    writeChart(policies, {
      name: chart,
      version: chartVersion,
      folder: resolve(io.cwd, output),
      shown: output,
      parser,
    });
    return [`${chart}/`];
  }
  const texts = textsOf(policies, format === 'report' ? 'report' : 'profile', parser);
  if (output !== undefined) {
    writeProfiles({ folder: resolve(io.cwd, output), shown: output }, texts);
    return texts.map(({ path }) => path);
  }
  if (format === 'profile' && json !== true) io.stdout.write(inOneText(texts.map(({ text }) => text)));
  return [];
}

/** Profiles one after the other: an abi rule stands above all of them, and once. */
function inOneText([first = '', ...others]: readonly string[]): string {
  return [first, ...others.map((text) => text.replace(/^abi <[^>]*>,\n+/m, ''))].join('\n');
}
