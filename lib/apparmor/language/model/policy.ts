import type { Expression } from './conditions';
import type { Condition, Rule, Trivia } from './rules';
import type { Source, Span, Word } from './source';

/** `include <path>`, `include "path"`, `#include …`, `include if exists …` */
export interface Include extends Trivia {
  readonly kind: 'include';
  readonly span: Span;
  /** Path without its brackets or quotes. */
  readonly path: Word;
  /** `<…>`: looked up below the roots; else relative to them or absolute. */
  readonly magic: boolean;
  readonly ifExists: boolean;
  /** Written `#include`. */
  readonly hash: boolean;
  /** What was included here: one for a file, several for a folder, none when it was not there or is there already. */
  readonly files: readonly IncludedFile[];
}

/** What an included file holds, as far as it is whole rules or declarations. */
export interface IncludedFile {
  readonly source: Source;
  readonly items: readonly (Item | Rule)[];
}

/** `abi <abi/3.0>,` */
export interface Abi extends Trivia {
  readonly kind: 'abi';
  readonly span: Span;
  readonly path: Word;
  readonly magic: boolean;
}

/** `@{NAME} = a b`, `${name} = true` */
export interface Assignment extends Trivia {
  readonly kind: 'assignment';
  readonly span: Span;
  /** `@{NAME}` or `${name}` as written. */
  readonly variable: Word;
  readonly boolean: boolean;
  readonly operator: '=' | '+=' | '?=' | ':=';
  readonly values: readonly Word[];
  /** Value of a boolean variable. */
  readonly expression?: Expression;
}

/** `alias /a -> /b,` */
export interface Alias extends Trivia {
  readonly kind: 'alias';
  readonly span: Span;
  readonly from: Word;
  readonly to: Word;
}

export interface Profile extends Trivia {
  readonly kind: 'profile';
  readonly span: Span;
  /** How it began: `profile`, `hat`, `^`, or with its name. */
  readonly keyword: 'profile' | 'hat' | '^' | undefined;
  readonly name: Word;
  readonly attachment?: Word;
  /** `xattrs=(…)`; its name is kept, because another one is a mistake of its own. */
  readonly xattrs?: { readonly name: Word; readonly conditions: readonly Condition[] };
  /** From 5.0 on: `+identities=(…)`, all of them. */
  readonly identities?: readonly Word[];
  readonly flags: readonly Word[];
  /** Whether `flags=` stands before the parentheses. */
  readonly flagsKeyword: boolean;
  readonly rules: readonly Rule[];
  /** Comments before the closing brace. */
  readonly below?: readonly string[];
}

/** What stands at the top of a file. */
export type Item = Include | Abi | Assignment | Alias | Profile;

/** A file of profiles. */
export interface PolicyFile {
  readonly source: Source;
  readonly items: readonly Item[];
  /** Comments and empty lines after the last item. */
  readonly below?: readonly string[];
}
