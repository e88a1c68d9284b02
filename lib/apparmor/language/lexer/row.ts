import type { Lifetime } from '../versions';
import type { Fragments } from './fragments';
import type { State } from './states';
import type { Fault, TokenKind } from './tokens';

/** What happens when a pattern matches. */
export type Act =
  | { readonly does: 'skip' }
  /** The end of a line, or a comment up to it. */
  | { readonly does: 'newline' | 'comment'; readonly pop?: true }
  | {
      readonly does: 'token';
      readonly kind: TokenKind;
      readonly push?: State;
      readonly begin?: State;
      readonly pop?: true;
      /** The value is the text as it is written, with its escapes. */
      readonly raw?: true;
    }
  /** Ends the state without a token. */
  | { readonly does: 'pop' }
  /** The comma behind a rule: it ends the state of the rule. */
  | { readonly does: 'comma' }
  | { readonly does: 'keyword' }
  | { readonly does: 'include'; readonly ifExists: boolean; readonly hash: boolean }
  /** The path of an include, in 2.13 as it is written. */
  | { readonly does: 'path'; readonly raw?: true }
  | { readonly does: 'fault'; readonly fault: Fault };

/** A pattern of some states. The longest match wins, and of equal ones that which stands first. */
export interface Row extends Lifetime {
  readonly in: readonly State[];
  /** A regular expression, a piece of the version's, or a name in quotes: any, one that is not empty, one like a path. */
  readonly match: Pattern | 'quoted' | 'quoted+' | 'quoted label';
  /** What must follow. It counts for the length and is not taken. */
  readonly ahead?: RegExp;
  /** Characters that it may begin with, as a class of a regular expression. */
  readonly first: string;
  readonly act: Act;
}

export type Pattern = RegExp | { readonly piece: keyof Fragments };

/** Any character may come first. */
export const ANY = '\\s\\S';
