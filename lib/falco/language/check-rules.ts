import { quote } from '../../diagnostics/describe';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { didYouMean } from '../../diagnostics/nearest';
import type { Position } from '../../yaml/lines';
import type { YamlNode, YamlProblem } from '../../yaml/node';
import { readYaml } from '../../yaml/read';
import { entriesOf, entryOf, isNothing, textOf } from '../../yaml/walk';
import { checkExceptions } from './exceptions';
import { ITEM_NAMES, ITEMS, type ItemKind, type ItemName, NAMES, RULE_BODY, TRUE } from './items';
import { checkOverride } from './overrides';
import { describeNode, Problems } from './problems';
import { checkEngineVersion, checkPluginVersions } from './requirements';
import { checkKeys, checkRequired, checkValue, headOf, valueAt } from './values';

/** A name that a file gives to a rule, a macro or a list, and where. */
export interface NamedItem extends Position {
  readonly name: string;
}

/** What is in a file of rules, and what is wrong with it. */
export interface RulesFile {
  readonly rules: readonly NamedItem[];
  readonly macros: readonly NamedItem[];
  readonly lists: readonly NamedItem[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks the structure of a file of Falco rules: documents, items, keys, types, priorities, `override`, the shapes of
 * exceptions. All problems are told, each with its place. Conditions and outputs are not read: they are texts here.
 *
 * What Falco refuses is an error; what it takes but passes over, or warns of, is a warning.
 */
export function checkRules(text: string, file?: string): RulesFile {
  const problems = new Problems(text, file);
  const { documents, problems: found } = readYaml(text, 'text');
  for (const problem of found) reportYaml(problem, problems);
  const items = documents.flatMap((document) => ruleItemsOf(document, problems));
  for (const item of items) checkItem(item, problems);
  if (items.length === 0 && problems.diagnostics.length === 0) {
    problems.reportAt('empty', 0, 'no rule, macro or list stands in it', { severity: 'warning' });
  }
  const named = (kind: ItemName): readonly NamedItem[] => items.flatMap((item) => nameOf(item, kind, problems));
  return { rules: named('rule'), macros: named('macro'), lists: named('list'), diagnostics: problems.diagnostics };
}

/** What is wrong with the YAML. Keys that stand twice are told where it is known what they belong to. */
function reportYaml({ kind, message, ...place }: YamlProblem, problems: Problems): void {
  if (kind === 'duplicate-key') return;
  if (kind === 'key-not-scalar') problems.report('keyUnknown', place, message, { severity: 'warning' });
  else problems.report('noYaml', place, `no YAML: ${message}`);
}

/** The items of a document; what is nothing at all is passed over, as Falco does. */
function ruleItemsOf(document: YamlNode, problems: Problems): readonly YamlNode[] {
  if (isNothing(document)) return [];
  if (document.kind !== 'list') {
    const hint = 'each begins with a dash: - rule: …';
    problems.report('noItems', document, `a file of rules is a list of items, not ${describeNode(document)}`, { hint });
    return [];
  }
  return document.items.filter((item) => {
    if (item.kind === 'map') return true;
    if (!isNothing(item)) {
      problems.report('noItems', item, `an item must be a mapping, not ${describeNode(item)}`);
    }
    return false;
  });
}

/** The first of these keys that is there says what an item is. */
function kindOf(item: YamlNode): ItemName | undefined {
  return ITEM_NAMES.find((name) => entryOf(item, name) !== undefined);
}

function nameOf(item: YamlNode, kind: ItemName, problems: Problems): readonly NamedItem[] {
  const name = kindOf(item) === kind ? valueAt(item, kind) : undefined;
  const text = textOf(name) ?? '';
  return name === undefined || text === '' ? [] : [{ name: text, ...problems.position(name.start) }];
}

function checkItem(item: YamlNode, problems: Problems): void {
  const name = kindOf(item);
  if (name === undefined) {
    reportUnknown(item, problems);
    return;
  }
  const kind: ItemKind = ITEMS[name];
  const owner = ownerOf(item, name);
  checkKeys(item, Object.keys(kind.keys), problems, owner);
  for (const entry of entriesOf(item)) {
    // Of doubled keys the first counts; what the second holds is of no interest.
    const counts = Object.hasOwn(kind.keys, entry.name) && entryOf(item, entry.name) === entry;
    if (counts) checkValue(entry, kind.keys[entry.name] ?? 'any', problems);
  }
  CHECKS[name](item, owner, problems);
}

type ItemCheck = (item: YamlNode, owner: string, problems: Problems) => void;

const CHECKS: Readonly<Record<ItemName, ItemCheck>> = {
  required_engine_version: (item, _owner, problems) => {
    checkEngineVersion(valueAt(item, 'required_engine_version') as YamlNode, problems);
  },
  required_plugin_versions: (item, _owner, problems) => {
    checkPluginVersions(valueAt(item, 'required_plugin_versions') as YamlNode, problems);
  },
  list: (item, owner, problems) => checkNamed(item, 'list', 'items', owner, problems),
  macro: (item, owner, problems) => checkNamed(item, 'macro', 'condition', owner, problems),
  rule: checkRule,
};

function checkNamed(item: YamlNode, kind: 'list' | 'macro', body: string, owner: string, problems: Problems): void {
  checkChange(item, kind, problems);
  checkRequired(item, [body], problems, owner);
  const name = valueAt(item, kind);
  const text = textOf(name) ?? '';
  if (name !== undefined && text !== '' && !NAMES[kind].test(text)) {
    problems.report('nameUnusable', name, `a condition cannot hold the name ${quote(text)}`, {
      hint: kind === 'macro' ? 'letters, digits and _, a letter first' : 'no blank, quote, comma, = or parenthesis',
      severity: 'warning',
    });
  }
}

function checkRule(item: YamlNode, owner: string, problems: Problems): void {
  const changes = checkChange(item, 'rule', problems);
  const exceptions = valueAt(item, 'exceptions');
  if (exceptions !== undefined) checkExceptions(exceptions, changes, problems);
  if (changes) return;
  const enabled = entryOf(item, 'enabled');
  if (enabled !== undefined && RULE_BODY.every((key) => entryOf(item, key) === undefined)) {
    problems.report('deprecated', enabled.key, '"enabled" alone, without "override", is deprecated', {
      hint: 'write beside it: override: { enabled: replace }',
      severity: 'warning',
    });
    return;
  }
  checkRequired(item, RULE_BODY, problems, owner);
}

/** Whether an item changes an earlier one: by `override`, or by `append` as it was done before. */
function checkChange(item: YamlNode, kind: 'list' | 'macro' | 'rule', problems: Problems): boolean {
  const overrides = checkOverride(item, ITEMS[kind].overridable, kind === 'rule', problems);
  const append = entryOf(item, 'append');
  if (append === undefined || !TRUE.test(textOf(append.value) ?? '')) return overrides;
  if (overrides) {
    problems.report('override', append.key, '"append" and "override" cannot stand in one item', {
      hint: 'take "append" away',
    });
  } else {
    problems.report('deprecated', append.key, '"append" is deprecated', {
      hint: `write instead: override: { ${kind === 'list' ? 'items' : 'condition'}: append }`,
      severity: 'warning',
    });
  }
  return true;
}

function reportUnknown(item: YamlNode, problems: Problems): void {
  const keys = entriesOf(item).map(({ name }) => name);
  const near = keys.map((key) => didYouMean(key, ITEM_NAMES)).find((name) => name !== undefined);
  problems.report('itemUnknown', headOf(item), 'Falco passes over an item that is none of its kinds', {
    hint: near === undefined ? `its kinds: ${ITEM_NAMES.join(', ')}` : `did you mean "${near}"?`,
    severity: 'warning',
  });
}

/** An item as messages name it: `the rule "Shell in a pod"`. */
function ownerOf(item: YamlNode, kind: ItemName): string {
  const text = textOf(valueAt(item, kind)) ?? '';
  return text === '' || kind.startsWith('required') ? `the item "${kind}"` : `the ${kind} ${quote(text)}`;
}
