import { DiagnosticCollector, type Report } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { checkPolicy } from './checks/check-policy';
import { complaints } from './complain';
import { flatItems } from './expand/declare';
import type { IncludeResolver } from './includes';
import type { Assignment, Item, PolicyFile, Profile } from './model/policy';
import type { Rule } from './model/rules';
import { parsePolicy } from './parse/parse';
import { placeOf } from './place';
import { CODES, shown } from './problems';
import type { ProfileKind, ProfileName, ProfileNames } from './profile-name';
import { expandVariables, type Variables } from './variables';
import { DEFAULT_PARSER, type ParserVersion } from './versions';

export type { ProfileKind, ProfileName, ProfileNames } from './profile-name';

/**
 * Reads the profiles that a text defines, says their names, and what is wrong with them. All problems are reported in
 * one run, in the order of their lines.
 *
 * With a resolver, and for a text that includes nothing, the verdict is that of apparmor_parser. Without one includes are not
 * followed: a variable that such a text does not declare is not judged, and in a name it is a warning. So are, in both cases,
 * children inside of children.
 *
 * @param text content of a profile file
 * @param file name for the places of diagnostics
 * @param parser version of apparmor_parser that will read the text
 */
export function profileNames(
  text: string,
  file?: string,
  parser: ParserVersion = DEFAULT_PARSER,
  includes?: IncludeResolver,
): ProfileNames {
  const collector = new DiagnosticCollector();
  const source = { ...(file !== undefined && { file }), text };
  const policy = parsePolicy(source, { version: parser, report: collector.report, ...(includes && { includes }) });
  const complain = complaints(collector.report);
  const items = [...flatItems(policy.items)];
  const profiles = items.filter((item): item is Profile => item.kind === 'profile');
  const judged = includes !== undefined || !includesAny(policy.items);
  const broken = collector.hasErrors;
  const expanded = checkPolicy(policy, parser, judged ? collector.report : unlessIncluded(collector.report));
  const variables = variablesOf(items);
  const named = profiles.flatMap((profile) => namesOf(profile, undefined, variables));
  for (const { node, deep, unknown } of named) {
    if (deep) {
      const message = `${shown(node.name.value)} stands inside a child profile, and kernels take children one level deep`;
      complain('childTooDeep', node.name, message, 'make it a child of the outer profile', 'warning');
    }
    for (const variable of judged ? [] : unknown) {
      const message = `the name holds @{${shown(variable)}}, which this text does not set`;
      complain('variableUnknown', node.name, message, undefined, 'warning');
    }
  }
  if (named.length === 0 && collector.diagnostics.length === 0) collector.report(noProfile(policy));
  for (const { name, node, first } of twins(named)) {
    // The parser compares names as they are written; that they mean the same only the kernel would notice.
    if (first.written === name.written) continue;
    const message = `the profile ${shown(name.name)} is defined twice, first in line ${first.line}`;
    complain('nameTwice', node.name, message, 'give each profile a name of its own', 'warning');
  }
  return {
    names: named.map(({ name }) => name),
    abi: items.some(({ kind }) => kind === 'abi'),
    diagnostics: byLine(collector.diagnostics, file),
    ...(!broken && { policy: { file: policy, expanded } }),
  };
}

function includesAny(items: readonly (Item | Rule)[]): boolean {
  return items.some((item) => {
    if (item.kind === 'include') return true;
    if (item.kind === 'profile' || item.kind === 'block') return includesAny(item.rules);
    return item.kind === 'if' && item.branches.some(({ rules }) => includesAny(rules));
  });
}

/** What an included file could declare is not missing. */
function unlessIncluded(report: Report): Report {
  return (problem) => {
    if (problem.code !== CODES.variableUndeclared) report(problem);
  };
}

/** A name, and the profile that has it. */
interface Named {
  readonly name: ProfileName;
  readonly node: Profile;
  /** Inside of a child. */
  readonly deep: boolean;
  /** Variables of the name that the text does not set. */
  readonly unknown: readonly string[];
}

function namesOf(node: Profile, parent: ProfileName | undefined, variables: Variables): readonly Named[] {
  const { text, unknown } = expandVariables(node.name.value, variables);
  const { line = 1, column = 1 } = placeOf(node.name.span);
  const name: ProfileName = {
    name: (parent ? `${parent.name}//` : '') + canonicalNamespace(text),
    written: (parent ? `${parent.written}//` : '') + canonicalNamespace(node.name.value),
    kind: kindOf(node, parent !== undefined),
    ...(parent && { parent: parent.name }),
    line,
    column,
  };
  const children = profilesIn(node.rules).flatMap((child) => namesOf(child, name, variables));
  return [{ name, node, unknown, deep: parent?.parent !== undefined }, ...children];
}

/** Children and hats, those in blocks and branches too. */
function profilesIn(rules: readonly Rule[]): readonly Profile[] {
  return rules.flatMap((rule) => {
    if (rule.kind === 'profile') return [rule];
    if (rule.kind === 'block') return profilesIn(rule.rules);
    return rule.kind === 'if' ? rule.branches.flatMap((branch) => profilesIn(branch.rules)) : [];
  });
}

function kindOf({ keyword }: Profile, inside: boolean): ProfileKind {
  if (keyword === 'hat' || keyword === '^') return 'hat';
  return inside ? 'child' : 'profile';
}

/** `:ns:name` and `:ns://name` are one; the parser prints the second. */
function canonicalNamespace(name: string): string {
  return name.replace(/^:([^:]+):(?:\/\/)?/, ':$1://');
}

/** What the text itself sets its variables to. */
function variablesOf(items: readonly (Item | Rule)[]): Variables {
  const variables = new Map<string, readonly string[]>();
  const assignments = items.filter((item): item is Assignment => item.kind === 'assignment' && !item.boolean);
  for (const { variable, operator, values } of assignments) {
    const name = variable.value.replace(/^@\{?|\}$/g, '');
    const before = variables.get(name) ?? [];
    if (operator === '?=' && variables.has(name)) continue;
    variables.set(name, [...(operator === '+=' ? before : []), ...values.map(({ value }) => value)]);
  }
  return variables;
}

function twins(named: readonly Named[]): readonly (Named & { readonly first: ProfileName })[] {
  const known = new Map<string, ProfileName>();
  return named.flatMap((each) => {
    const first = known.get(each.name.name);
    if (first !== undefined) return [{ ...each, first }];
    known.set(each.name.name, each.name);
    return [];
  });
}

function noProfile({ source }: PolicyFile): Diagnostic {
  return {
    code: CODES.noProfile,
    severity: 'error',
    message: 'there is no profile in this text',
    hint: 'write: profile my-app { … }',
    place: placeOf({ source, start: 0, end: 0 }),
  };
}

/** What is told of one line stays in its order; what is told of included files comes last. */
function byLine(diagnostics: readonly Diagnostic[], file: string | undefined): readonly Diagnostic[] {
  const line = ({ place }: Diagnostic): number => (place?.file === file ? (place?.line ?? 0) : Number.MAX_SAFE_INTEGER);
  return [...diagnostics].sort((a, b) => line(a) - line(b));
}
