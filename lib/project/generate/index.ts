import { readFileSync } from 'node:fs';
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
import {
  isFolder,
  isTaken,
  type OutputFolder,
  refuseTaken,
  type WriteRefusals,
  writeTexts,
  writing,
} from '../output-folder';
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

const REFUSALS: WriteRefusals = {
  taken: {
    code: 'PROJECT1301',
    message: 'the file is there already, and was not written by this command: nothing was written',
    hint: 'give another folder, or move it away',
  },
  failed: 'PROJECT1302',
};

/**
 * Writes files below a folder, all or none.
 * @throws DiagnosticError when one is there that was not written by this, or the system takes none
 */
export function writeProfiles(output: OutputFolder, files: readonly TextFile[]): void {
  const foreign = files.filter(({ path }) => isTaken(output, path) && !isOurs(join(output.folder, path)));
  refuseTaken(
    foreign.map(({ path }) => path),
    output,
    REFUSALS,
  );
  writeTexts(files, output, REFUSALS);
}

/** What each of our files says of itself: a profile in its head, a report by its keys. */
function isOurs(file: string): boolean {
  if (isFolder(file)) return false;
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
  writing({ folder, shown }, REFUSALS, () => app.synth());
}
