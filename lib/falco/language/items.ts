// What Falco's loader knows of a file of rules. Read from falco 0.44.1: userspace/engine/rule_loader_reader.cpp and
// rule_json_schema.h. Nothing here knows conditions or fields.

/** What stands behind a key. */
export type ValueKind = 'text' | 'flag' | 'milliseconds' | 'texts' | 'priority' | 'any';

/** Keys of an item and what each must be. `any` is looked at by a check of its own. */
export type Keys = Readonly<Record<string, ValueKind>>;

/** One kind of item. Its name is also the key by which Falco knows it. */
export interface ItemKind {
  readonly keys: Keys;
  /** Keys that can be changed in an item that stands earlier, and how. */
  readonly overridable?: Readonly<Record<string, readonly ('append' | 'replace')[]>>;
}

const BOTH = ['append', 'replace'] as const;
const REPLACE = ['replace'] as const;

/** Kinds in the order in which Falco looks for them: the first key that is there decides. */
export const ITEMS = {
  required_engine_version: { keys: { required_engine_version: 'any' } },
  required_plugin_versions: { keys: { required_plugin_versions: 'any' } },
  list: {
    keys: { list: 'text', items: 'texts', append: 'flag', override: 'any' },
    overridable: { items: BOTH },
  },
  macro: {
    keys: { macro: 'text', condition: 'text', append: 'flag', override: 'any' },
    overridable: { condition: BOTH },
  },
  rule: {
    keys: {
      rule: 'text',
      condition: 'text',
      output: 'text',
      desc: 'text',
      priority: 'priority',
      source: 'text',
      enabled: 'flag',
      capture: 'flag',
      capture_duration: 'milliseconds',
      warn_evttypes: 'flag',
      'skip-if-unknown-filter': 'flag',
      tags: 'texts',
      exceptions: 'any',
      override: 'any',
      append: 'flag',
    },
    overridable: {
      condition: BOTH,
      output: BOTH,
      desc: BOTH,
      tags: BOTH,
      exceptions: BOTH,
      priority: REPLACE,
      capture: REPLACE,
      capture_duration: REPLACE,
      enabled: REPLACE,
      warn_evttypes: REPLACE,
      'skip-if-unknown-filter': REPLACE,
    },
  },
} as const satisfies Readonly<Record<string, ItemKind>>;

export type ItemName = keyof typeof ITEMS;

export const ITEM_NAMES = Object.keys(ITEMS) as readonly ItemName[];

/** Without these a rule is no rule of its own. */
export const RULE_BODY = ['condition', 'output', 'desc', 'priority'] as const;

/** As Falco's JSON schema writes them, from the most to the least urgent; `INFO` is short for `INFORMATIONAL`. */
export const PRIORITIES = [
  'EMERGENCY',
  'ALERT',
  'CRITICAL',
  'ERROR',
  'WARNING',
  'NOTICE',
  'INFORMATIONAL',
  'INFO',
  'DEBUG',
] as const;

export const EXCEPTION_KEYS = ['name', 'fields', 'comps', 'values'] as const;
export const PLUGIN_KEYS = ['name', 'version', 'alternatives'] as const;
export const ALTERNATIVE_KEYS = ['name', 'version'] as const;

/** How an exception compares; a modifier may follow. Read from libs 0.25.4: userspace/libsinsp/filter/parser.cpp. */
export const OPERATORS = [
  '=',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'glob',
  'iglob',
  'regex',
  'in',
  'intersects',
  'pmatch',
] as const;
export const MODIFIERS = ['oneof', 'anyof', 'allof'] as const;

/** Names that a condition can hold. */
export const NAMES = { macro: /^[a-zA-Z]+[a-zA-Z0-9_]*$/, list: /^[^()"'\s=,]+$/ } as const;

/** What Falco's YAML reader takes as true or false: in one case, or with a capital at its begin. */
export const FLAG = /^(?:y|Y|n|N|(?:[Yy]es|YES|[Nn]o|NO|[Tt]rue|TRUE|[Ff]alse|FALSE|[Oo]n|ON|[Oo]ff|OFF))$/;
export const TRUE = /^(?:y|yes|true|on)$/i;

/** A version of three numbers: SemVer 2. */
export const VERSION = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
