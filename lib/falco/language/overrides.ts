import { oneOf, quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import type { YamlEntry, YamlNode } from '../../yaml/node';
import { entriesOf, entryOf, textOf } from '../../yaml/walk';
import type { ItemKind } from './items';
import { describeNode, type Problems } from './problems';
import { valueAt } from './values';

type Overridable = NonNullable<ItemKind['overridable']>;

/**
 * Checks `override` of an item: each key of it is one that can be changed in that way, and stands in the item itself; each
 * key of the item that can be changed has its entry. True when the item changes an earlier one.
 */
export function checkOverride(item: YamlNode, overridable: Overridable, rule: boolean, problems: Problems): boolean {
  const override = valueAt(item, 'override');
  if (override === undefined) return false;
  if (override.kind !== 'map') {
    const hint = 'such as: override: { condition: append }';
    problems.report('override', override, `"override" must be a mapping, not ${describeNode(override)}`, { hint });
    return true;
  }
  for (const entry of override.entries) checkEntry(entry, item, overridable, problems);
  if (!rule || override.entries.length === 0) return override.entries.length > 0;
  for (const { name, key } of entriesOf(item)) {
    if (Object.hasOwn(overridable, name) && entryOf(override, name) === undefined) {
      const message = `${quote(name)} stands in the item, but "override" does not say what to do with it`;
      const ways = overridable[name]?.join(' or ');
      problems.report('override', key, message, { hint: `write below override: ${name}: ${ways}` });
    }
  }
  return true;
}

function checkEntry(
  { name, key, value }: YamlEntry,
  item: YamlNode,
  overridable: Overridable,
  problems: Problems,
): void {
  const ways = Object.hasOwn(overridable, name) ? (overridable[name] as readonly string[]) : [];
  if (ways.length === 0) {
    const names = Object.keys(overridable);
    const hint = nearestHint(name, names) ?? `what can be changed: ${names.join(', ')}`;
    problems.report('override', key, `${quote(name)} cannot be changed by "override"`, { hint });
    return;
  }
  const way = textOf(value) ?? '';
  if (!ways.includes(way)) {
    const hint = nearestHint(way, ways);
    const message = `"override" of ${quote(name)} must be ${oneOf(ways)}, not ${describeNode(value)}`;
    problems.report('override', value, message, { hint });
  }
  if (entryOf(item, name) === undefined) {
    const message = `"override" speaks of ${quote(name)}, which does not stand in the item`;
    problems.report('override', key, message, { hint: `give the item its ${quote(name)}` });
  }
}
