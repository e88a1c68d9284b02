import { resolve } from 'node:path';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { formatDiagnostics } from '../diagnostics/format';
import { changesOf } from '../project/migrate/changes';
import { mustMakeChart } from '../project/migrate/chart';
import { type Form, readMigration } from '../project/migrate/policies';
import { programText } from '../project/migrate/program';
import { reportOf, reportText } from '../project/migrate/report';
import { changesOfScope, type Scope } from '../project/migrate/scope';
import { valuesText } from '../project/migrate/values';
import { writeChart, writeFiles } from '../project/migrate/write';
import { jsonLine } from './cluster-options';
import { UsageError } from './failure';
import { EXIT, type Io } from './io';
import { readManifests } from './manifests';
import { painterFor } from './painter';

/** Options of `migrate psp` as the user gave them. */
export interface MigrateOptions {
  readonly to: Form;
  readonly output?: string;
  readonly name: string;
  readonly chartVersion: string;
  readonly namespace: string;
  readonly mode: Scope['mode'];
  readonly namespaces?: readonly string[];
  readonly exemptNamespaces?: readonly string[];
  readonly force?: boolean;
  readonly json?: boolean;
}

/** The file of the report beside a file of values or a program. */
const REPORT = 'MIGRATION.md';

/** How codes of what is wrong with policies begin. */
const POLICIES = 'PODSECURITY';

/** Reads the policies, writes what was asked for, and tells what changes. */
export async function runMigrate(files: readonly string[], options: MigrateOptions, io: Io): Promise<void> {
  const { to, output, force = false } = options;
  if (to === 'chart' && output === undefined) throw new UsageError('say where the chart goes: --output charts');
  if (output === '') throw new UsageError('--output has an empty name: give a folder');
  const scope = scopeOf(options);
  const { texts, unreadable } = await readManifests(files, io);
  if (unreadable.length > 0) throw new DiagnosticError(unreadable);
  const migration = orTell(() => readMigration(texts, options.namespace, to), io);
  if (migration === undefined) return;
  const { policies, problems } = migration;
  if (problems.length > 0) {
    const sources = new Map(texts.map(({ file, text }) => [file, text]));
    const painter = painterFor(io.stderr, io.env);
    io.stderr.write(`${formatDiagnostics(problems, { painter, texts: sources })}\n`);
  }
  const report = reportOf(policies, [...changesOfScope(scope), ...changesOf(policies)], { to, chart: options.name });
  const said = reportText(report);
  const place = output === undefined ? undefined : { folder: resolve(io.cwd, output), shown: output, force };
  const chart = { name: options.name, version: options.chartVersion, readme: said, scope };
  const text = (): string => (to === 'yaml' ? valuesText(policies, scope) : programText(policies, chart));
  const path = to === 'yaml' ? 'values.yaml' : 'main.ts';
  const written = orTell(() => {
    if (to === 'typescript') mustMakeChart(policies, chart);
    if (place === undefined) return [];
    if (to === 'chart') return writeChart(policies, chart, place);
    const migration = { path: REPORT, text: `# Migration of PodSecurityPolicies\n\n${said}` };
    return writeFiles([{ path, text: text() }, migration], place);
  }, io);
  if (written === undefined) return;
  if (options.json === true) {
    const printed = place === undefined ? { text: text() } : {};
    io.stdout.write(jsonLine({ files: written, ...printed, ...report }));
    return;
  }
  if (place === undefined) {
    io.stdout.write(text());
    io.stderr.write(said);
    return;
  }
  io.stdout.write(`Written below ${output}:\n${written.map((file) => `  ${file}\n`).join('')}\n${said}`);
}

/** @throws UsageError when no pod would be judged */
function scopeOf({ mode, namespaces = [], exemptNamespaces = [] }: MigrateOptions): Scope {
  if (namespaces.length > 0 && namespaces.every((name) => exemptNamespaces.includes(name))) {
    throw new UsageError(
      '--exempt-namespaces has all of --namespaces, so that no pod would be judged: give each name to one of them',
    );
  }
  return { mode, namespaces, exemptNamespaces };
}

/** What was made; none when policies are refused, which is a finding and has been told then. */
function orTell<T>(make: () => T, io: Io): T | undefined {
  try {
    return make();
  } catch (error) {
    const isFinding =
      error instanceof DiagnosticError && error.diagnostics.some(({ code }) => code.startsWith(POLICIES));
    if (!isFinding) throw error;
    io.stderr.write(`${error.message}\n`);
    io.exit(EXIT.FINDINGS);
    return undefined;
  }
}
