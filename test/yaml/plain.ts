import { FAILSAFE_SCHEMA, loadAll } from 'js-yaml';
import type { YamlNode } from '../../lib/yaml/node';
import { everyNode } from '../../lib/yaml/walk';

/** What js-yaml reads; dates are texts, as our dialects have them. */
export function judged(yaml: string): unknown {
  return withoutDates(loadAll(yaml), yaml);
}

/** What js-yaml reads when every scalar is a text. */
export function judgedTexts(yaml: string): unknown {
  return loadAll(yaml, null, { schema: FAILSAFE_SCHEMA, json: true });
}

function withoutDates(value: unknown, yaml: string): unknown {
  if (value instanceof Date) throw new Error(`${yaml} holds a date: the judge reads it in another way`);
  if (Array.isArray(value)) return value.map((item) => withoutDates(item, yaml));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutDates(part, yaml)]));
}

/** A node with every scalar as text; what is not written is null. Of doubled keys the last counts, as for the judge. */
export function textsOf(node: YamlNode): unknown {
  if (node.kind === 'list') return node.items.map(textsOf);
  if (node.kind === 'scalar')
    return node.style === 'plain' && node.text === '' && node.tag === undefined ? null : node.text;
  return Object.fromEntries(node.entries.map(({ key, value }) => [String(textsOf(key)), textsOf(value)]));
}

/** All scalars that are written below a node: values and keys. */
export function scalarsOf(root: YamlNode): readonly (YamlNode & { readonly kind: 'scalar' })[] {
  return [...everyNode(root)].flatMap(({ node }) => {
    if (node.kind === 'scalar') return [node];
    if (node.kind !== 'map' || node.alias !== undefined) return [];
    return node.entries.filter(({ merged }) => !merged).map(({ key }) => key);
  });
}
