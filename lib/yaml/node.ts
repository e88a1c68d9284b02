/** How a scalar is written: bare, `'…'`, `"…"`, `|` or `>`. */
export type YamlStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** What a scalar can mean. Dates stay text, as Helm and Falco have them. */
export type YamlValue = string | number | boolean | null;

/** Where a value stands. Offsets count UTF-16 code units from the begin of the text. */
interface Placed {
  /** Offset of its first character, behind its anchor and tag. */
  readonly start: number;
  /** Offset after its last character; equal to `start` for a value that is not written. */
  readonly end: number;
  /** Tag as it was resolved, such as `tag:yaml.org,2002:str` or `!reference`. */
  readonly tag?: string;
  /** Name of the anchor whose value this is. `start` and `end` are those of the alias (`*name`), all below is the anchor's. */
  readonly alias?: string;
}

/** A text, a number, a flag or nothing. */
export interface YamlScalar extends Placed {
  readonly kind: 'scalar';
  readonly style: YamlStyle;
  /** What is written, after quotes, escapes and folds are taken away; the empty string for what is not written. */
  readonly text: string;
  /** What it means in the dialect of the reader. */
  readonly value: YamlValue;
}

/** `- a` or `[a]`. */
export interface YamlList extends Placed {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

/** `a: b` or `{a: b}`. */
export interface YamlMap extends Placed {
  readonly kind: 'map';
  /** In the order of the text, doubled keys too; then what merge keys (`<<`) bring in. */
  readonly entries: readonly YamlEntry[];
}

/** A key of a map and its value. */
export interface YamlEntry {
  /** The key as data has it: `1` for `0x1` where the dialect reads numbers. */
  readonly name: string;
  readonly key: YamlScalar;
  readonly value: YamlNode;
  /** It stands in another map, which a merge key brings in. */
  readonly merged?: true;
}

export type YamlNode = YamlScalar | YamlList | YamlMap;

/** What can be wrong with a text. After `syntax` nothing more was read; what is too deep (`depth`) or too much (`aliases`) is left out. */
export type YamlProblemKind =
  | 'syntax'
  | 'depth'
  | 'duplicate-key'
  | 'key-not-scalar'
  | 'merge'
  | 'alias-of-itself'
  | 'aliases'
  | 'tag';

/** One thing that is wrong, and where. */
export interface YamlProblem {
  readonly kind: YamlProblemKind;
  /** Without a full stop. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** The documents of a text (those before the place where it is no YAML), and its problems in the order of the text. */
export interface YamlText {
  readonly documents: readonly YamlNode[];
  readonly problems: readonly YamlProblem[];
}
