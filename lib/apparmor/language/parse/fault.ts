import type { Token } from '../lexer/tokens';
import type { Span } from '../model/source';
import type { Code } from '../problems';

/** A mistake that ends a rule: thrown by who reads it, caught where the next one begins. */
export class SyntaxFault {
  public constructor(
    public readonly code: Code,
    /** The token that does not fit. */
    public readonly token: Token,
    public readonly message: string,
    public readonly hint?: string,
    /** The rule could have ended before the token: its comma may be what is missing. */
    public readonly mayEnd: boolean = false,
    /** Where to point instead of at the token. */
    public readonly span?: Span,
  ) {}
}
