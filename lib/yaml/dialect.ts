import type { YamlValue } from './node';

/** Types of YAML that a word without quotes can have. */
export type ScalarType = 'null' | 'bool' | 'int' | 'float';

/** A type with its value, or undefined where a word is no such thing. */
type Resolve = (text: string) => YamlValue | undefined;

/** How words without quotes are read. */
export interface Dialect {
  /** The first that gives a value says what the word is; otherwise it is a text. */
  readonly types: Readonly<Record<ScalarType, Resolve>>;
  /** Does the key `<<` bring in the entries of other maps? */
  readonly merge: boolean;
  /** Does a tag such as `!!str` say what a scalar is? */
  readonly tags: boolean;
}

/** Names of the dialects, see {@link DIALECTS}. */
export type DialectName = 'helm' | '1.2' | 'text';

const NULL = words([[null, '~ null Null NULL']]);
const NONE: Resolve = () => undefined;

const SPECIAL_FLOATS = words([
  [Number.NaN, '.nan .NaN .NAN'],
  [Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'],
  [Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'],
]);

const BASES: readonly (readonly [RegExp, number])[] = [
  [/^([-+]?)0b([01]+)$/, 2],
  [/^([-+]?)0o([0-7]+)$/, 8],
  [/^([-+]?)0x([0-9a-fA-F]+)$/, 16],
];
const DECIMAL: readonly [RegExp, number] = [/^([-+]?)([0-9]+)$/, 10];

/** Go reads `0B`, `0O`, `0X` too, and takes a leading zero for base 8, where the digits allow it. */
const GO_BASES: readonly (readonly [RegExp, number])[] = [
  ...BASES.map(([pattern, base]) => [new RegExp(pattern, 'i'), base] as const),
  [/^([-+]?)0([0-7]+)$/, 8],
  [/^([-+]?)(0|[1-9][0-9]*)$/, 10],
];

/** What begins with a dot is left to Go: there `_` must stand between digits. Elsewhere go-yaml takes every one away. */
const MISPLACED = /^\.(?:.*[^0-9])?_|^\..*_(?![0-9])/;

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * - `helm`: YAML 1.1 as Helm, kubectl and helmfile read it (go-yaml 2, below sigs.k8s.io/yaml): `yes`, `on`, `y` are flags,
 *   `0777` is 511, `1_000` is 1000; no numbers to base 60; dates are texts.
 * - `1.2`: the core schema of YAML 1.2 as js-yaml 4 reads it, with merge keys; dates are texts.
 * - `text`: as yaml-cpp gives it to Falco: each word is a text until somebody asks for more; only words for nothing are
 *   nothing; no merge keys; tags change nothing.
 *
 * Numbers are those of JavaScript: an integer beyond 2^53 loses digits, which its `text` still has.
 */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  helm: {
    types: {
      null: NULL,
      bool: words([
        [true, 'y Y yes Yes YES true True TRUE on On ON'],
        [false, 'n N no No NO false False FALSE off Off OFF'],
      ]),
      int: (text) => integer(text.replaceAll('_', ''), GO_BASES),
      float: (text) => SPECIAL_FLOATS(text) ?? (MISPLACED.test(text) ? undefined : float(text.replaceAll('_', ''))),
    },
    merge: true,
    tags: true,
  },
  '1.2': {
    types: {
      null: NULL,
      bool: words([
        [true, 'true True TRUE'],
        [false, 'false False FALSE'],
      ]),
      int: (text) => integer(text, [...BASES, DECIMAL]),
      // js-yaml takes no sign before a dot.
      float: (text) => SPECIAL_FLOATS(text) ?? (/^[-+]\./.test(text) ? undefined : float(text)),
    },
    merge: true,
    tags: true,
  },
  text: { types: { null: NULL, bool: NONE, int: NONE, float: NONE }, merge: false, tags: false },
};

/** What a word without quotes is; the empty word is nothing. */
export function resolvePlain(text: string, { types }: Dialect): YamlValue {
  if (text === '') return null;
  // Nearly all words are texts: what begins like none of the others needs no look at the tables.
  if (!/^[-+.~0-9fFnNoOtTyY]/.test(text)) return text;
  for (const resolve of [types.null, types.bool, types.int, types.float]) {
    const value = resolve(text);
    if (value !== undefined) return value;
  }
  return text;
}

function words(rows: readonly (readonly [YamlValue, string])[]): Resolve {
  const known = new Map(rows.flatMap(([value, names]) => names.split(' ').map((name) => [name, value] as const)));
  return (text) => known.get(text);
}

function integer(text: string, bases: readonly (readonly [RegExp, number])[]): number | undefined {
  for (const [pattern, base] of bases) {
    const [, sign = '', digits] = pattern.exec(text) ?? [];
    if (digits === undefined) continue;
    const value = Number.parseInt(digits, base);
    if (!Number.isFinite(value)) return undefined;
    return sign === '-' && value !== 0 ? -value : value;
  }
  return undefined;
}

function float(text: string): number | undefined {
  const value = FLOAT.test(text) ? Number.parseFloat(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
