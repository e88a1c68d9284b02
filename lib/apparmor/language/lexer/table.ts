import { livesIn, PARSER_VERSIONS, type ParserVersion } from '../versions';
import { type Fragments, fragmentsOf } from './fragments';
import { KEYWORDS } from './keywords';
import { endOfQuoted } from './quoted';
import type { Act, Pattern, Row } from './row';
import { ROWS } from './rows';
import { STATES, type State } from './states';
import type { TokenKind } from './tokens';

/** A row made ready for one version. */
export interface Matcher {
  readonly act: Act;
  /** How far it matches here, what must follow included; -1 when it does not. */
  full(text: string, at: number): number;
  /** The same without what must follow, once `full` has matched. */
  head?(text: string, at: number): number;
}

export interface Keyword {
  readonly kind: TokenKind;
  readonly state: State;
}

export interface LexerTable {
  readonly version: ParserVersion;
  /** Of each state, and of each first character (from 128 on one for all), what may match. */
  readonly matchers: readonly (readonly (readonly Matcher[])[])[];
  readonly keywords: ReadonlyMap<string, Keyword>;
}

/** One more than the characters that are told apart. */
export const OTHER = 128;

const TABLES = new Map<ParserVersion, LexerTable>();

/** The lexer of a version. Made once. */
export function tableOf(version: ParserVersion): LexerTable {
  const known = TABLES.get(version);
  if (known !== undefined) return known;
  const table = { version, matchers: matchersOf(version), keywords: keywordsOf(version) };
  TABLES.set(version, table);
  return table;
}

function matchersOf(version: ParserVersion): LexerTable['matchers'] {
  const fragments = fragmentsOf(version);
  const rows = ROWS.filter((row) => livesIn(row, version)).map((row) => ({
    row,
    matcher: matcherOf(row, fragments),
    first: new RegExp(`[${row.first}]`, 'u'),
  }));
  return STATES.map((state) => {
    const mine = rows.filter(({ row }) => row.in.includes(state));
    return Array.from({ length: OTHER + 1 }, (_, code) => {
      const character = code === OTHER ? '\u00e9' : String.fromCharCode(code);
      return mine.filter(({ first }) => first.test(character)).map(({ matcher }) => matcher);
    });
  });
}

function matcherOf({ match, ahead, act }: Row, fragments: Fragments): Matcher {
  if (typeof match === 'string') return { act, full: QUOTED[match] };
  const head = sourceOf(match, fragments);
  if (ahead === undefined) return { act, full: sticky(head) };
  return { act, full: sticky(`(?:${head})(?:${ahead.source})`), head: sticky(head) };
}

const QUOTED = {
  quoted: endOfQuoted,
  'quoted+': (text: string, at: number): number => (text[at + 1] === '"' ? -1 : endOfQuoted(text, at)),
  'quoted label': (text: string, at: number): number =>
    '/@:&'.includes(text[at + 1] ?? ' ') ? endOfQuoted(text, at) : -1,
} as const;

const sourceOf = (match: Pattern, fragments: Fragments): string =>
  match instanceof RegExp ? match.source : fragments[match.piece];

function sticky(source: string): (text: string, at: number) => number {
  const pattern = new RegExp(source, 'y');
  return (text, at) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
}

function keywordsOf(version: ParserVersion): ReadonlyMap<string, Keyword> {
  const entries = Object.entries(KEYWORDS).filter(([, entry]) => livesIn(entry, version));
  return new Map(
    entries.map(([word, { kind, state, stateFrom5 }]) => {
      const latest = version === PARSER_VERSIONS[PARSER_VERSIONS.length - 1] ? stateFrom5 : undefined;
      return [word, { kind: kind ?? (word as TokenKind), state: latest ?? state ?? 'initial' }];
    }),
  );
}
