import { unescapeName } from '../escapes';
import type { Source } from '../model/source';
import { LeadKeeper } from './lead';
import { endOfQuoted } from './quoted';
import type { Act } from './row';
import { begun, popped, pushed, type StateStack, topOf } from './states';
import { type LexerTable, type Matcher, OTHER } from './table';
import type { Fault, IncludeMark, Segment, Token, TokenKind } from './tokens';

/**
 * Reads tokens from an offset, up to the next include or to the end of the text, as flex does: of all patterns of the
 * state the longest match wins. What no pattern takes becomes a `bad` token: one for all such characters in a row.
 *
 * @param most so many tokens are read at a time: who goes back to read again does not pay for the whole text
 */
export function scanSegment(
  table: LexerTable,
  source: Source,
  from: number,
  states: StateStack,
  most: number,
): Segment {
  return new Scan(table, source, from, states, most).run();
}

class Scan {
  private readonly tokens: Token[] = [];
  private readonly lead: LeadKeeper;
  private readonly text: string;
  /** The keyword of the include whose path is looked for. */
  private include: { readonly start: number; readonly ifExists: boolean; readonly hash: boolean } | undefined;
  private found: IncludeMark | undefined;

  public constructor(
    private readonly table: LexerTable,
    private readonly source: Source,
    private at: number,
    private states: StateStack,
    private readonly most: number,
  ) {
    this.text = source.text;
    this.lead = new LeadKeeper(at === 0);
  }

  public run(): Segment {
    const { text } = this;
    while (this.at < text.length && this.found === undefined && this.tokens.length < this.most) {
      const code = text.charCodeAt(this.at);
      const matchers = this.table.matchers[topOf(this.states)]?.[code < OTHER ? code : OTHER] ?? [];
      let best: Matcher | undefined;
      let longest = this.at;
      for (const matcher of matchers) {
        const end = matcher.full(text, this.at);
        if (end > longest) {
          longest = end;
          best = matcher;
        }
      }
      if (best === undefined) this.takeBad();
      else this.take(best.act, best.head === undefined ? longest : best.head(text, this.at));
    }
    const lead = this.lead.take();
    return {
      tokens: this.tokens,
      states: this.states,
      ...(this.found !== undefined && { include: this.found }),
      ...(lead !== undefined && { lead }),
      ...(this.tokens.length >= this.most && { next: this.at }),
    };
  }

  private take(act: Act, end: number): void {
    const start = this.at;
    this.at = end;
    switch (act.does) {
      case 'skip':
        return;
      case 'pop':
        this.states = popped(this.states);
        return;
      case 'newline':
      case 'comment':
        if (act.does === 'comment') this.lead.comment(this.text.slice(start, end).replace(/\r?\n$/, ''));
        else this.lead.newline();
        if (act.pop) this.states = popped(this.states);
        return;
      case 'token':
        this.push(act.kind, start, end, act.raw ? this.text.slice(start, end) : this.valueOf(start, end));
        if (act.pop) this.states = popped(this.states);
        else if (act.push !== undefined) this.states = pushed(this.states, act.push);
        else if (act.begin !== undefined) this.states = begun(this.states, act.begin);
        return;
      case 'comma':
        this.push(',', start, end, ',');
        if (topOf(this.states) !== 0) this.states = popped(this.states);
        return;
      case 'keyword':
        this.takeKeyword(start, end);
        return;
      case 'include':
        this.include = { start, ifExists: act.ifExists, hash: act.hash };
        this.states = pushed(this.states, act.ifExists ? 'include_exists' : 'include');
        return;
      case 'path':
        this.takePath(start, end);
        return;
      case 'fault':
        this.push(`bad ${act.fault}`, start, end, this.text.slice(start, end));
        return;
    }
  }

  private takeKeyword(start: number, end: number): void {
    const word = this.text.slice(start, end);
    const keyword = this.table.keywords.get(word);
    this.push(keyword?.kind ?? 'id', start, end, word);
    if (keyword !== undefined) this.states = pushed(this.states, keyword.state);
  }

  private takePath(pathStart: number, end: number): void {
    const raw = this.text.slice(pathStart, end);
    const lead = this.lead.take();
    this.states = popped(this.states);
    this.found = {
      ...(this.include ?? { start: pathStart, ifExists: false, hash: false }),
      end,
      pathStart,
      path: this.table.version === '2.13' ? pathAsWritten(raw) : pathOf(raw),
      magic: isMagic(raw),
      ...(lead !== undefined && { lead }),
    };
  }

  /** What is inside of `<…>` is trimmed, quotes and escapes are taken out, and C strings end at a NUL. */
  private valueOf(start: number, end: number): string {
    const raw = this.text.slice(start, end);
    const value = raw.includes('\\') || raw.startsWith('"') ? unescapeName(raw) : raw;
    const nul = value.indexOf('\0');
    return nul === -1 ? value : value.slice(0, nul);
  }

  private takeBad(): void {
    const { text, at } = this;
    const { fault, end } = faultAt(text, at);
    const last = this.tokens[this.tokens.length - 1];
    this.at = end;
    // One mistake for all that is not understood in a row.
    if (fault === 'character' && last?.kind === 'bad character' && last.end === at) {
      this.tokens[this.tokens.length - 1] = { ...last, end, value: last.value + text.slice(at, end) };
      return;
    }
    this.push(`bad ${fault}`, at, end, text.slice(at, end));
  }

  private push(kind: TokenKind, start: number, end: number, value: string): void {
    const lead = this.lead.take();
    this.tokens.push(
      lead === undefined
        ? { kind, source: this.source, start, end, value }
        : { kind, source: this.source, start, end, value, lead },
    );
  }
}

/** What no pattern takes: a quote that nothing closes and a comment without a newline go to the end of their line. */
function faultAt(text: string, at: number): { readonly fault: Fault; readonly end: number } {
  const newline = text.indexOf('\n', at);
  const lineEnd = newline === -1 ? text.length : newline;
  if (text[at] === '"') {
    const end = endOfQuoted(text, at);
    return end === -1 ? { fault: 'quote', end: lineEnd } : { fault: 'character', end };
  }
  return text[at] === '#' && newline === -1 ? { fault: 'comment', end: lineEnd } : { fault: 'character', end: at + 1 };
}

export const isMagic = (raw: string): boolean => raw.startsWith('<') && raw.endsWith('>');

/** The path of an include or an abi rule, as versions from 3.0 on read it: brackets, blanks inside of them, then quotes. */
export function pathOf(raw: string): string {
  return unescapeName(isMagic(raw) ? withoutBlanks(raw.slice(1, -1)) : raw);
}

const isBlank = (character: string | undefined): boolean => character !== undefined && ' \t\v\f'.includes(character);

/** A regular expression for blanks at the end would begin anew at each blank in the middle. */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start += 1;
  while (start < end && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

/** 2.13 takes brackets and quotes off and leaves the rest. */
const pathAsWritten = (raw: string): string => (isMagic(raw) ? raw.slice(1, -1) : raw).replace(/^"([\s\S]*)"$/, '$1');
