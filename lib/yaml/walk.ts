import type { YamlEntry, YamlNode, YamlValue } from './node';

/** What a node holds, without places. Values of one anchor are one object. */
export type YamlData = YamlValue | readonly YamlData[] | { readonly [key: string]: YamlData };

/** Is nothing written there, or a word for nothing? */
export function isNothing(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** The value of a text; undefined for numbers, flags, lists and all else. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** What is written of a text, number or flag; undefined for nothing, lists and maps. `1.10` stays `1.10`. */
export function wordOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** The entries of a map; none for everything else. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The items of a list; none for everything else. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The first entry of a map with this name: of doubled keys it is the one that counts here. */
export function entryOf(node: YamlNode | undefined, name: string): YamlEntry | undefined {
  return entriesOf(node).find((entry) => entry.name === name);
}

/** The node at a path of keys. */
export function nodeAt(node: YamlNode | undefined, path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((at, name) => entryOf(at, name)?.value, node);
}

/** A node with the keys that lead to it. */
export interface Visited {
  readonly path: readonly string[];
  readonly node: YamlNode;
}

/**
 * All nodes that are written below one, itself included, in the order of the text. Items of lists count as keys `0`, `1` ….
 * What an alias or a merge key stands for is visited once: where it is written.
 */
export function* everyNode(node: YamlNode, path: readonly string[] = []): Generator<Visited> {
  yield { path, node };
  if (node.alias !== undefined) return;
  for (const { name, value, merged } of entriesOf(node)) if (!merged) yield* everyNode(value, [...path, name]);
  for (const [index, item] of itemsOf(node).entries()) yield* everyNode(item, [...path, String(index)]);
}

/** The data of a node. */
export function dataOf(node: YamlNode): YamlData {
  return new DataReader().read(node);
}

/** An alias shares the items or entries of its anchor: each is made into data once, however often it is named. */
class DataReader {
  private readonly known = new Map<unknown, YamlData>();

  public read(node: YamlNode): YamlData {
    if (node.kind === 'scalar') return node.value;
    const content = node.kind === 'list' ? node.items : node.entries;
    const known = this.known.get(content);
    if (known !== undefined) return known;
    const data = node.kind === 'list' ? node.items.map((item) => this.read(item)) : this.map(node.entries);
    this.known.set(content, data);
    return data;
  }

  private map(entries: readonly YamlEntry[]): YamlData {
    const values = new Map<string, YamlData>();
    for (const { name, value } of entries) if (!values.has(name)) values.set(name, this.read(value));
    return Object.fromEntries(values);
  }
}
