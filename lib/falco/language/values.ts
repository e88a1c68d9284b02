import { oneOf, quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import type { YamlEntry, YamlNode } from '../../yaml/node';
import { entriesOf, entryOf, itemsOf, textOf } from '../../yaml/walk';
import { FLAG, PRIORITIES, type ValueKind } from './items';
import { describeNode, type Problems } from './problems';

/** The value of the first entry with this key: the one that Falco's reader takes. */
export function valueAt(map: YamlNode, key: string): YamlNode | undefined {
  return entryOf(map, key)?.value;
}

/** Keys that Falco passes over, and keys that stand twice: it takes such a file, but not as it was meant. */
export function checkKeys(map: YamlNode, known: readonly string[], problems: Problems, owner: string): void {
  const seen = new Set<string>();
  for (const { name, key } of entriesOf(map)) {
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
  return entriesOf(map)[0]?.key ?? map;
}

/** Checks one value; true when it is right. */
export function checkValue({ name, value }: YamlEntry, kind: ValueKind, problems: Problems): boolean {
  return CHECKS[kind](value, name, problems);
}

type ValueCheck = (value: YamlNode, key: string, problems: Problems) => boolean;

const CHECKS: Readonly<Record<ValueKind, ValueCheck>> = {
  any: () => true,
  text: (value, key, problems) => mustBe(value, key, 'a text that is not empty', isText(value), problems),
  flag: (value, key, problems) => mustBe(value, key, 'true or false', FLAG.test(textOf(value) ?? ''), problems),
  milliseconds: (value, key, problems) =>
    mustBe(value, key, 'a number of milliseconds', /^\d+$/.test(textOf(value) ?? ''), problems),
  texts: (value, key, problems) => {
    if (!mustBe(value, key, 'a list', value.kind === 'list', problems)) return false;
    const wrong = itemsOf(value).filter((item) => textOf(item) === undefined);
    for (const item of wrong) {
      const message = `each item of "${key}" must be a text, not ${describeNode(item)}`;
      problems.report('valueWrong', item, message, { hint: 'a word that YAML takes for nothing needs quotes' });
    }
    return wrong.length === 0;
  },
  priority: (value, key, problems) => {
    if (!CHECKS.text(value, key, problems)) return false;
    const text = textOf(value) ?? '';
    const upper = text.toUpperCase();
    const known = PRIORITIES.some((name) => name === upper);
    if (!known) {
      problems.report('priorityUnknown', value, `${quote(text)} is no priority`, {
        hint: nearestHint(text, PRIORITIES) ?? oneOf(PRIORITIES),
      });
    } else if (text !== upper) {
      const message = `Falco's schema of rules has the priority ${upper} in capitals only`;
      problems.report('priorityLowerCase', value, message, { hint: `write ${upper}`, severity: 'warning' });
    }
    return known;
  },
};

export function isText(node: YamlNode): boolean {
  return (textOf(node) ?? '') !== '';
}

/** Reports a value that is not what it must be. */
export function mustBe(value: YamlNode, key: string, noun: string, right: boolean, problems: Problems): boolean {
  if (!right) problems.report('valueWrong', value, `"${key}" must be ${noun}, not ${describeNode(value)}`);
  return right;
}
