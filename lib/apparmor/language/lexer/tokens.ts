import type { Source } from '../model/source';

/** Signs. `{` is also the word `open`: the parser of AppArmor takes one for the other. */
export type Sign =
  | '{'
  | '}'
  | '('
  | ')'
  | ','
  | '='
  | '+='
  | '?='
  | ':='
  | '->'
  | '<='
  | '<'
  | '>'
  | '>='
  | '=='
  | '!='
  | ':'
  | '+'
  | '^';

/** Words of the author's. */
export type WordKind = 'id' | 'value' | 'mode' | 'condition' | 'condition_list' | 'set_variable' | 'bool_variable';

/** Keywords, each under its usual name: `owner` for `user`, `alias` for `rewrite`, `umount` for `unmount`. */
export type Keyword =
  | 'abi'
  | 'alias'
  | 'all'
  | 'allow'
  | 'and'
  | 'audit'
  | 'capability'
  | 'change_profile'
  | 'dbus'
  | 'defined'
  | 'delete'
  | 'deny'
  | 'else'
  | 'file'
  | 'flags'
  | 'hat'
  | 'identities'
  | 'if'
  | 'in'
  | 'io_uring'
  | 'link'
  | 'mount'
  | 'mqueue'
  | 'network'
  | 'not'
  | 'or'
  | 'other'
  | 'override_creds'
  | 'owner'
  | 'peer'
  | 'pivot_root'
  | 'priority'
  | 'profile'
  | 'prompt'
  | 'ptrace'
  | 'remount'
  | 'rlimit'
  | 'safe'
  | 'set'
  | 'signal'
  | 'sqpoll'
  | 'subset'
  | 'umount'
  | 'unix'
  | 'unsafe'
  | 'userns'
  | 'accept'
  | 'bind'
  | 'connect'
  | 'create'
  | 'eavesdrop'
  | 'getattr'
  | 'getopt'
  | 'listen'
  | 'read'
  | 'readby'
  | 'receive'
  | 'send'
  | 'setattr'
  | 'setopt'
  | 'shutdown'
  | 'trace'
  | 'tracedby'
  | 'write';

/** What the text has that no rule of the lexer takes: the parser of AppArmor ends there. */
export type Fault = 'character' | 'quote' | 'comment' | 'comma';

export type TokenKind = Sign | WordKind | Keyword | `bad ${Fault}` | 'end';

/** Comments and empty lines before a token. */
export interface Lead {
  /** The comment behind what stands before, on its line. */
  readonly behind?: string;
  /** Comment lines with their `#`, empty lines as ''. */
  readonly above: readonly string[];
}

export interface Token {
  readonly kind: TokenKind;
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  /** What it means: without quotes and escapes. */
  readonly value: string;
  readonly lead?: Lead;
}

/** An include that stands between two tokens. */
export interface IncludeMark {
  /** From its first character to the end of its path. */
  readonly start: number;
  readonly end: number;
  /** Where its path stands. */
  readonly pathStart: number;
  readonly path: string;
  readonly magic: boolean;
  readonly ifExists: boolean;
  readonly hash: boolean;
  readonly lead?: Lead;
}

/** The tokens of a piece of text: up to an include, to its end, or as many as are read at a time. */
export interface Segment {
  readonly tokens: readonly Token[];
  readonly include?: IncludeMark;
  /** Where the text goes on. None: it does not. */
  readonly next?: number;
  /** The states of the lexer behind it. */
  readonly states: number;
  /** Comments and empty lines at the end of the text. */
  readonly lead?: Lead;
}
