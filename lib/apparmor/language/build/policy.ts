import type { Assignment, Include, Item, PolicyFile, Profile } from '../model/policy';
import type { Rule } from '../model/rules';
import type { Word } from '../model/source';
import { composed, includeWord, NOWHERE, nameWord, pathWord, textWord } from './words';

/** A profile, a child or a hat. */
export interface ProfileParts {
  readonly keyword: 'profile' | 'hat';
  readonly name: string;
  readonly attachment?: string;
  /** As written between the parentheses, values of flags included. */
  readonly flags?: readonly Word[];
  readonly includes?: readonly string[];
  readonly includesIfExist?: readonly string[];
  readonly rules: readonly Rule[];
}

/** What stands above a profile. */
export interface PreambleParts {
  /** Path below the include roots. */
  readonly abi?: string;
  readonly tunables?: readonly string[];
  readonly variables?: Readonly<Record<string, readonly string[]>>;
}

/** `include if exists <abstractions/base>` */
const includeOf = (path: string, ifExists = false): Include => ({
  kind: 'include',
  span: NOWHERE,
  path: includeWord(path, 'include'),
  magic: true,
  ifExists,
  hash: false,
  files: [],
});

export function profileOf(parts: ProfileParts): Profile {
  const { keyword, name, attachment, flags = [], includes = [], includesIfExist = [], rules } = parts;
  const head = [...includes.map((each) => includeOf(each)), ...includesIfExist.map((each) => includeOf(each, true))];
  const [first, ...rest] = rules;
  const spaced = first && head.length > 0 ? [{ ...first, above: ['', ...(first.above ?? [])] }, ...rest] : rules;
  return {
    kind: 'profile',
    span: NOWHERE,
    keyword,
    name: textWord(name, 'name of the profile'),
    ...(attachment === undefined ? {} : { attachment: pathWord(attachment, 'attachment') }),
    flags,
    flagsKeyword: true,
    rules: [...head, ...spaced],
  };
}

/** One flag; of those with a value, `name=value`. */
export function flagWord(name: string, value?: string): Word {
  const word = nameWord(name, 'flag');
  if (value === undefined) return word;
  const raw = `${word.raw}=${name.endsWith('.path') ? pathWord(value, name).raw : nameWord(value, name).raw}`;
  return composed(raw);
}

/** A file with one profile. */
export function policyFileOf({ abi, tunables = [], variables = {} }: PreambleParts, profile: Profile): PolicyFile {
  const preamble: readonly Item[] = [
    ...(abi === undefined ? [] : [{ kind: 'abi', span: NOWHERE, path: includeWord(abi, 'abi'), magic: true } as const]),
    ...tunables.map((each) => includeOf(each)),
    ...Object.entries(variables).map(([name, values]) => assignment(name, values)),
  ];
  const above = preamble.length === 0 ? [] : [''];
  return { source: NOWHERE.source, items: [...preamble, { ...profile, above }] };
}

/** A value that is empty is written as two quotes. */
const valueWord = (value: string): Word =>
  value === '' ? { value, raw: '""', span: NOWHERE } : textWord(value, 'value of a variable');

function assignment(name: string, values: readonly string[]): Assignment {
  const raw = `@{${nameWord(name, 'variable').raw}}`;
  return {
    kind: 'assignment',
    span: NOWHERE,
    variable: composed(raw),
    boolean: false,
    operator: '=',
    values: (values.length === 0 ? [''] : values).map(valueWord),
  };
}
