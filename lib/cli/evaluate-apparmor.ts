import { IncludeFiles } from '../apparmor/include-files';
import { checkPolicy } from '../apparmor/language/checks/check-policy';
import type { Act } from '../apparmor/language/evaluate/act';
import type { Answer } from '../apparmor/language/evaluate/answer';
import { evaluate } from '../apparmor/language/evaluate/evaluate';
import { type Mediated, mediatedBy, namesAbi } from '../apparmor/language/evaluate/policy';
import { readAct } from '../apparmor/language/evaluate/read-act';
import type { ExpandedProfile } from '../apparmor/language/expand/model';
import type { Rule } from '../apparmor/language/model/rules';
import type { Source } from '../apparmor/language/model/source';
import { parsePolicy } from '../apparmor/language/parse/parse';
import { placeOf } from '../apparmor/language/place';
import { CODES } from '../apparmor/language/problems';
import type { ParserVersion } from '../apparmor/language/versions';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { nearestHint } from '../diagnostics/nearest';

/** A text with a name, as it was read. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** An act as it was asked for, and what the kernel answers. */
export interface Evaluated {
  /** Name of the profile, with its parents. */
  readonly profile: string;
  /** As it was written. */
  readonly asked: string;
  readonly act: Act;
  readonly answer: Answer;
}

export interface EvaluateRequest {
  readonly policies: readonly NamedText[];
  /** Name of the profile; none: the only one. */
  readonly profile?: string;
  /** Acts with the place where each stands. */
  readonly acts: readonly AskedAct[];
  /** Folders where `<path>` is looked up. */
  readonly includes: readonly string[];
  readonly version: ParserVersion;
}

export interface AskedAct {
  readonly text: string;
  /** None: an argument of the command line. */
  readonly place?: { readonly file: string; readonly line: number };
}

/** Answers all acts. @throws DiagnosticError with everything that is wrong with the policy and with the acts. */
export function evaluateActs({
  policies,
  profile: name,
  acts,
  includes,
  version,
}: EvaluateRequest): readonly Evaluated[] {
  const problems = new DiagnosticCollector();
  const files = new IncludeFiles(includes);
  // Answers rest on the name of an abi alone: its file is looked for only where somebody said that it could be.
  const report = (problem: Diagnostic): void => {
    if (includes.length > 0 || problem.code !== CODES.abiFileMissing) problems.report(problem);
  };
  const candidates = policies.flatMap(({ file, text }) => {
    const source: Source = { file, text };
    const parsed = parsePolicy(source, { version, includes: files, report });
    const mediated = mediatedBy(version, namesAbi(parsed.items));
    return checkPolicy(parsed, version, report).profiles.flatMap((profile) =>
      withChildren(profile).map((each) => ({ profile: each, isTop: each === profile, mediated })),
    );
  });
  const found = problems.hasErrors ? undefined : chosen(candidates, name, problems);
  const read = acts.flatMap((asked) => {
    const result = readAct(asked.text);
    if ('act' in result) return [{ asked: asked.text, act: result.act }];
    for (const problem of result.problems) problems.report({ ...problem, ...badAct(asked) });
    return [];
  });
  if (problems.hasErrors || found === undefined)
    throw new DiagnosticError(problems.diagnostics, { texts: new Map(policies.map(({ file, text }) => [file, text])) });
  return read.map(({ asked, act }) => {
    // Which other profiles are loaded is not known here: a profile that is named counts as loaded.
    const answer = evaluate(found.profile, act, { version, mediated: found.mediated });
    return { profile: found.profile.name, asked, act, answer };
  });
}

function badAct({ text, place }: AskedAct): Pick<Diagnostic, 'code' | 'severity' | 'place'> {
  return { code: 'CLI1010', severity: 'error', place: place ?? { key: text } };
}

/** A profile that can be asked about. */
interface Candidate {
  readonly profile: ExpandedProfile;
  readonly isTop: boolean;
  /** What parser and kernel look at under the abi of its file. */
  readonly mediated: readonly Mediated[];
}

function chosen(
  all: readonly Candidate[],
  name: string | undefined,
  problems: DiagnosticCollector,
): Candidate | undefined {
  const [first, ...others] = all.filter(({ profile, isTop }) =>
    name === undefined ? isTop : [profile.name, fullName(profile)].includes(name),
  );
  if (first !== undefined && (others.length === 0 || name !== undefined)) return first;
  const names = all.map(({ profile }) => fullName(profile));
  const message =
    name === undefined
      ? names.length === 0
        ? 'there is no profile in these files'
        : 'there are several profiles: it must be said which one is meant'
      : `there is no profile "${name}"`;
  const hint = names.length === 0 ? undefined : (nearest(name, names) ?? `--profile with one of ${names.join(', ')}`);
  problems.report({ code: 'CLI1011', severity: 'error', message, ...(hint !== undefined && { hint }) });
  return undefined;
}

/** As it is written: `:ns:name` for one in another namespace. */
const fullName = ({ namespace, name }: ExpandedProfile): string =>
  namespace === undefined ? name : `:${namespace}:${name}`;

const nearest = (name: string | undefined, names: readonly string[]): string | undefined =>
  name === undefined ? undefined : nearestHint(name, names);

const withChildren = (profile: ExpandedProfile): readonly ExpandedProfile[] => [
  profile,
  ...profile.children.flatMap(withChildren),
];

/** A rule that an answer rests on, with its place. */
export interface ShownRule {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly text: string;
}

/** The rules behind an answer, each once, as they are written. */
export function rulesOf({ entries }: Answer): readonly ShownRule[] {
  const rules = new Set(entries.flatMap(({ rule }) => (rule === undefined ? [] : [rule])));
  return [...rules].map(shown);
}

function shown({ span }: Rule): ShownRule {
  const { file, line, column } = placeOf(span);
  const text = span.source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    text,
  };
}
