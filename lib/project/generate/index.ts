import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ParserVersion } from '../../apparmor/language/versions';
import { compileToAppArmor, profilesOf } from '../../container-policy/compile';
import { CODES } from '../../container-policy/language/problems';
import { readPolicies } from '../../container-policy/language/read';
import type { EnforcementReport } from '../../container-policy/report/model';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { hasErrors } from '../../diagnostics/place';
import type { TextFile } from '../../gitlab/text-file';
import { Stage } from '../../helm/write';
import { problem, reasonOf } from '../problem';
import { policyChart, type ReadPolicy } from './policy-chart';

/** One text with policies. */
export interface PolicyInput {
  /** As the user named it, for messages. */
  readonly file: string;
  readonly text: string;
}

/** Policies of all inputs, and what is doubtful about them. */
export interface Policies {
  readonly policies: readonly ReadPolicy[];
  readonly warnings: readonly Diagnostic[];
}

/** Reads all inputs. @throws DiagnosticError with every problem of every input, and their lines. */
export function readInputs(inputs: readonly PolicyInput[]): Policies {
  const read = inputs.map((input) => ({ ...input, ...readPolicies(input.text, input.file) }));
  const found = read.flatMap(({ diagnostics }) => diagnostics);
  const policies = read.flatMap(({ file, text, policies: own }) => own.map((policy) => ({ file, text, policy })));
  const problems = [...found, ...sameNames(policies)];
  if (hasErrors(problems)) {
    throw new DiagnosticError(problems, { texts: new Map(inputs.map(({ file, text }) => [file, text])) });
  }
  return { policies, warnings: found };
}

function sameNames(policies: readonly (ReadPolicy & { readonly file: string })[]): readonly Diagnostic[] {
  return policies.flatMap(({ file, policy: { name } }, index) => {
    const first = policies.findIndex(({ policy }) => policy.name === name);
    if (first === index) return [];
    const message = `the policy ${JSON.stringify(name)} is in ${policies[first]?.file ?? 'another file'} too`;
    return [
      { code: CODES.nameTwice, severity: 'error', message, hint: 'give each a name of its own', place: { file } },
    ];
  });
}

/** What is generated besides charts, by the word of the command line. */
export type TextFormat = 'profile' | 'report';

/** The texts of a format: one file for each profile; reports both for people and for programs. */
export function textsOf({ policies }: Policies, format: TextFormat, parser: ParserVersion): readonly TextFile[] {
  return policies.flatMap(({ policy }) =>
    profilesOf(policy, policy.name).flatMap((profile) => {
      const { text, report } = compileToAppArmor(policy, { ...profile, parser });
      if (format === 'profile') return [{ path: `${profile.name}.aa`, text }];
      return [{ path: `${profile.name}.report.json`, text: `${JSON.stringify(report, undefined, 2)}\n` }];
    }),
  );
}

/** The reports of all profiles. */
export function reportsOf({ policies }: Policies, parser: ParserVersion, chart?: string): readonly EnforcementReport[] {
  return policies.flatMap(({ policy }) =>
    profilesOf(policy, chart === undefined ? policy.name : `${chart}-${policy.name}`).map(
      (profile) => compileToAppArmor(policy, { ...profile, parser }).report,
    ),
  );
}

/**
 * Writes files below a folder, all or none.
 * @throws DiagnosticError when one is there that was not written by this, or the system takes none
 */
export function writeTexts(folder: string, shown: string, files: readonly TextFile[]): void {
  const foreign = files.filter(({ path }) => existsSync(join(folder, path)) && !isOurs(join(folder, path)));
  if (foreign.length > 0) {
    throw new DiagnosticError(
      foreign.map(({ path }) => ({
        code: 'PROJECT1301',
        severity: 'error',
        message: 'the file is there already, and was not written by this command: nothing was written',
        hint: 'give another folder, or move it away',
        place: { file: join(shown, path) },
      })),
    );
  }
  const stage = new Stage(folder);
  try {
    for (const { path, text } of files) stage.writeAlone(path, text);
    stage.moveIntoPlace();
  } catch (error) {
    throw cannotWrite(shown, error);
  } finally {
    stage.remove();
  }
}

/** What each of our files says of itself: a profile in its head, a report by its keys. */
function isOurs(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return text.includes('Written by container-security') || /^\{\s*"policy": /.test(text);
}

/** The name of a chart for policies: of the one that there is, else of the file. */
export function chartNameOf({ policies }: Policies, inputs: readonly PolicyInput[]): string {
  const [first, ...others] = policies;
  if (first !== undefined && others.length === 0) return first.policy.name;
  const file = basename(inputs[0]?.file ?? '').replace(/\.ya?ml$/, '');
  const name = file
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'container-policies' : name;
}

/** How a chart is written. */
export interface WriteChartOptions {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly shown: string;
  readonly parser: ParserVersion;
}

/** Writes a chart with the loader and all profiles, completely or not at all. @throws DiagnosticError that says why not */
export function writeChart({ policies }: Policies, { name, version, folder, shown, parser }: WriteChartOptions): void {
  const app = policyChart(policies, { name, version, outdir: folder, parser });
  try {
    app.synth();
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    throw cannotWrite(shown, error);
  }
}

function cannotWrite(shown: string, error: unknown): DiagnosticError {
  const message = `nothing can be written below "${shown}": ${reasonOf(error)}`;
  return problem('PROJECT1302', message, 'give a folder that you may write into, and that holds nothing of others');
}
