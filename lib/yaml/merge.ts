import type { YamlEntry, YamlNode } from './node';

/** The key that brings in the entries of other maps. */
export const MERGE_KEY = '<<';

/** As many entries may be brought into the maps of a text: a short text can ask for millions. */
export const MOST_MERGED = 10_000;

/** Brings entries of other maps into maps, and counts them. */
export class Merger {
  private merged = 0;

  /**
   * The own entries of a map, then those of the maps that merge keys name. Own ones count, then the map that stands first.
   *
   * @param report takes what cannot be merged
   */
  public merge(
    own: readonly YamlEntry[],
    sources: readonly YamlNode[],
    report: (node: YamlNode, message: string) => void,
  ): readonly YamlEntry[] {
    const names = new Set(own.map(({ name }) => name));
    const brought: YamlEntry[] = [];
    for (const source of sources.flatMap((each) => (each.kind === 'list' ? each.items : [each]))) {
      if (source.kind !== 'map') {
        report(source, `the merge key "${MERGE_KEY}" takes maps, or a list of maps`);
        continue;
      }
      this.merged += 1 + source.entries.length;
      if (this.merged > MOST_MERGED) {
        report(source, `merge keys bring in more than ${MOST_MERGED} entries`);
        break;
      }
      for (const entry of source.entries) {
        if (names.has(entry.name)) continue;
        names.add(entry.name);
        brought.push({ ...entry, merged: true });
      }
    }
    return [...own, ...brought];
  }
}
