import { oneOf, quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import { FLAG, PRIORITIES, type ValueKind } from './items';
import { describeNode, type Problems } from './problems';
import type { YamlEntry, YamlNode } from './yaml';

/** The value of the first entry with this key: the one that Falco's reader takes. */
export function valueAt(map: YamlNode, key: string): YamlNode | undefined {
  return entryOf(map, key)?.value;
}

export function entryOf(map: YamlNode, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key.text === key);
}

/** Keys that Falco passes over, and keys that stand twice: it takes such a file, but not as it was meant. */
export function checkKeys(map: YamlNode, known: readonly string[], problems: Problems, owner: string): void {
  const seen = new Set<string>();
  for (const { key } of map.entries) {
    const name = key.text;
    if (!known.includes(name)) {
      const hint = nearestHint(name, known) ?? `allowed: ${known.join(', ')}`;
      problems.report('keyUnknown', key, `${quote(name)} is no key of ${owner}: Falco passes over it`, {
        hint,
        severity: 'warning',
      });
    } else if (seen.has(name)) {
      problems.report('keyTwice', key, `${quote(name)} stands twice in ${owner}: only one of them counts`, {
        hint: 'take one away',
        severity: 'warning',
      });
    }
    seen.add(name);
  }
}

/** Reports keys that are not there. */
export function checkRequired(map: YamlNode, required: readonly string[], problems: Problems, owner: string): void {
  for (const key of required) {
    if (entryOf(map, key) === undefined) problems.report('keyMissing', headOf(map), `${owner} has no ${quote(key)}`);
  }
}

/** The part of an item that a message points at: its first key. */
export function headOf(map: YamlNode): YamlNode {
  return map.entries[0]?.key ?? map;
}

/** Checks one value; true when it is right. */
export function checkValue({ key, value }: YamlEntry, kind: ValueKind, problems: Problems): boolean {
  return CHECKS[kind](value, key.text, problems);
}

type ValueCheck = (value: YamlNode, key: string, problems: Problems) => boolean;

const CHECKS: Readonly<Record<ValueKind, ValueCheck>> = {
  any: () => true,
  text: (value, key, problems) => mustBe(value, key, 'a text that is not empty', isText(value), problems),
  flag: (value, key, problems) =>
    mustBe(value, key, 'true or false', value.kind === 'scalar' && FLAG.test(value.text), problems),
  milliseconds: (value, key, problems) =>
    mustBe(value, key, 'a number of milliseconds', value.kind === 'scalar' && /^\d+$/.test(value.text), problems),
  texts: (value, key, problems) => {
    if (!mustBe(value, key, 'a list', value.kind === 'sequence', problems)) return false;
    const wrong = value.items.filter(({ kind }) => kind !== 'scalar');
    for (const item of wrong) {
      const message = `each item of "${key}" must be a text, not ${describeNode(item)}`;
      problems.report('valueWrong', item, message, { hint: 'a word that YAML takes for nothing needs quotes' });
    }
    return wrong.length === 0;
  },
  priority: (value, key, problems) => {
    if (!CHECKS.text(value, key, problems)) return false;
    const upper = value.text.toUpperCase();
    const known = PRIORITIES.some((name) => name === upper);
    if (!known) {
      problems.report('priorityUnknown', value, `${quote(value.text)} is no priority`, {
        hint: nearestHint(value.text, PRIORITIES) ?? oneOf(PRIORITIES),
      });
    } else if (value.text !== upper) {
      const message = `Falco's schema of rules has the priority ${upper} in capitals only`;
      problems.report('priorityLowerCase', value, message, { hint: `write ${upper}`, severity: 'warning' });
    }
    return known;
  },
};

export function isText({ kind, text }: YamlNode): boolean {
  return kind === 'scalar' && text !== '';
}

/** Reports a value that is not what it must be. */
export function mustBe(value: YamlNode, key: string, noun: string, right: boolean, problems: Problems): boolean {
  if (!right) problems.report('valueWrong', value, `"${key}" must be ${noun}, not ${describeNode(value)}`);
  return right;
}
