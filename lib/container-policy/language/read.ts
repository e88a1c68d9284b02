import { quote } from '../../diagnostics/describe';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { didYouMean } from '../../diagnostics/nearest';
import type { YamlNode, YamlProblem } from '../../yaml/node';
import { readYaml } from '../../yaml/read';
import { entryOf, isNothing, textOf } from '../../yaml/walk';
import { checkValue, describeNode } from './check-keys';
import { checkSpec } from './check-spec';
import { DOCUMENT_KEYS, KIND } from './keys';
import type { Policy } from './model';
import { Problems } from './problems';

/** The policies of a text, and what is wrong with it. */
export interface PolicyText {
  /** Those without errors, in the order of the text. */
  readonly policies: readonly Policy[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a YAML text with one policy or several. Never throws because of the text; all problems are told in one run. */
export function readPolicies(text: string, file?: string): PolicyText {
  const problems = Problems.ofText(text, file);
  const { documents, problems: found } = readYaml(text, '1.2');
  for (const problem of found) reportYaml(problem, problems);
  const policies: Policy[] = [];
  const names = new Set<string>();
  const filled = documents.filter((document) => !isNothing(document));
  for (const document of filled) {
    const policy = readDocument(document, names, problems);
    if (policy !== undefined) policies.push(policy);
  }
  if (filled.length === 0 && !problems.hasErrors) {
    const nowhere = { node: { start: 0, end: 0 }, key: '' };
    problems.report('noPolicy', nowhere, 'no policy stands in it', { hint: `one begins with "kind: ${KIND}"` });
  }
  return { policies, diagnostics: problems.diagnostics };
}

/** Keys that stand twice are told with what they belong to. */
function reportYaml({ kind, message, ...node }: YamlProblem, problems: Problems): void {
  if (kind === 'duplicate-key') return;
  // What a pattern is made of parts lists and maps in YAML.
  const hint = /flow collection|unexpected end of the stream within a flow/.test(message)
    ? 'a pattern with { }, [ ], a comma or a blank needs quotes: "/srv/{a,b}/**"'
    : undefined;
  problems.report('noYaml', { node, key: '' }, `no YAML: ${message}`, { hint });
}

function readDocument(document: YamlNode, names: Set<string>, problems: Problems): Policy | undefined {
  const kind = entryOf(document, 'kind')?.value;
  const other = kind === undefined ? undefined : textOf(kind);
  if (document.kind !== 'map') {
    problems.report('noPolicy', { node: document, key: '' }, `a policy is a map, not ${describeNode(document)}`, {
      hint: `it begins with "kind: ${KIND}"`,
    });
    return undefined;
  }
  // A manifest that came along; a mistyped kind is told as such.
  if (kind !== undefined && other !== undefined && didYouMean(other, [KIND]) === undefined) {
    problems.report('noPolicy', { node: kind, key: 'kind' }, `this document is a ${quote(other)}, and no ${KIND}`);
    return undefined;
  }
  const local = problems.fork();
  // What stands in spec is checked by itself, so that its parts can be set against each other.
  checkValue(
    document,
    { keys: DOCUMENT_KEYS.map((key) => (key.name === 'spec' ? { ...key, value: ANY_MAP } : key)) },
    '',
    local,
  );
  const spec = entryOf(document, 'spec')?.value;
  const name = textOf(entryOf(entryOf(document, 'metadata')?.value, 'name')?.value);
  const policy = spec?.kind === 'map' ? checkSpec(name ?? '', spec, local) : undefined;
  const named = entryOf(entryOf(document, 'metadata')?.value, 'name')?.value;
  if (name !== undefined && named !== undefined && names.has(name)) {
    local.report('nameTwice', { node: named, key: 'metadata.name' }, `two policies are called ${quote(name)}`, {
      hint: 'give each a name of its own: profiles are named after it',
    });
  }
  if (name !== undefined) names.add(name);
  return local.hasErrors ? undefined : policy;
}

/** Any map: its keys are looked at elsewhere. */
const ANY_MAP = { open: true } as const;
