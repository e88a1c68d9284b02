import type { Rule, Trivia } from './rules';
import type { Span, Word } from './source';

/** An operand: a word, a set variable `@{X}`, a boolean variable `${x}`. */
export type Expression =
  | { readonly kind: 'word' | 'set' | 'boolean'; readonly word: Word }
  | { readonly kind: 'defined'; readonly variable: Word }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'compare';
      readonly operator: '==' | '!=' | 'in' | '<' | '<=' | '>' | '>=';
      readonly left: Word;
      readonly right: Word;
    };

export interface Branch {
  /** None: `else`. */
  readonly when?: Expression;
  readonly rules: readonly Rule[];
  /** The comment behind its opening brace. */
  readonly behind?: string;
  /** Comments before the closing brace. */
  readonly below?: readonly string[];
}

/** `if … { } else if … { } else { }` */
export interface IfRule extends Trivia {
  readonly kind: 'if';
  readonly span: Span;
  readonly branches: readonly Branch[];
}
