/** A pattern of RE2 in the words of JavaScript, which reads a little more and a little less. */
export interface Translated {
  readonly text: string;
  readonly flags: string;
}

/** Classes of POSIX, inside brackets. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

const SPACE = '\\t\\n\\f\\r ';

/** Escapes that mean something else in JavaScript, or nothing; outside brackets and inside. */
const ESCAPES: Readonly<Record<string, readonly [string, string | undefined]>> = {
  A: ['(?<![^])', undefined],
  z: ['(?![^])', undefined],
  a: ['\\x07', '\\x07'],
  s: [`[${SPACE}]`, SPACE],
  S: [`[^${SPACE}]`, undefined],
  C: ['[^]', undefined],
  '-': ['-', '\\-'],
};

const PLAIN_ESCAPE = /^[dDwWbBfnrtv\\/^$.*+?()[\]{}|]$/;
const PUNCTUATION = /^[!-/:-@[-`{-~]$/;

/** One pass over a pattern; a fault makes it none. */
class Translation {
  #at = 0;
  #text = '';
  #flags = '';
  #multiline = false;

  public constructor(private readonly pattern: string) {}

  public run(): Translated | undefined {
    while (this.#at < this.pattern.length) {
      if (!this.#step()) return undefined;
    }
    return { text: this.#text, flags: this.#flags };
  }

  #rest(): string {
    return this.pattern.slice(this.#at);
  }

  #emit(text: string, length: number): true {
    this.#text += text;
    this.#at += length;
    return true;
  }

  #step(): boolean {
    const rest = this.#rest();
    const [character = ''] = rest;
    if (character === '\\') return this.#escape(rest);
    if (character === '[') return this.#brackets(rest);
    if (rest.startsWith('(?')) return this.#group(rest);
    // Without (?m) the end is the end of the text, as in JavaScript.
    if (character === '{') return this.#repeat(rest);
    if (character === '}' || character === ']') return this.#emit(`\\${character}`, 1);
    if (/^(?:\*|\+|\?)(?:\*|\+|\{\d)/.test(rest)) return false;
    if (character === '.') return this.#emit(this.#flags.includes('s') ? '[^]' : '[^\\n]', 1);
    if (character === '$' && this.#multiline) return this.#emit('(?=\\n|(?![^]))', 1);
    if (character === '^' && this.#multiline) return this.#emit('(?<=\\n|(?<![^]))', 1);
    const whole = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    return this.#emit(whole, whole.length);
  }

  #repeat(rest: string): boolean {
    const match = /^\{(\d+)(,?)(\d*)\}/.exec(rest);
    if (match === null) return this.#emit('\\{', 1);
    const [whole, least = '', , most = ''] = match;
    if (Number(least) > 1000 || Number(most) > 1000 || (most !== '' && Number(most) < Number(least))) return false;
    return this.#emit(whole, whole.length);
  }

  #escape(rest: string): boolean {
    const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
    if (quoted) return this.#emit((quoted[1] ?? '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), quoted[0].length);
    const made = escapeOf(rest, false);
    return made !== undefined && this.#emit(made.text, made.length);
  }

  #group(rest: string): boolean {
    const named = /^\(\?P?<([A-Za-z_]\w*)>/.exec(rest);
    if (named) return this.#emit(`(?<${named[1]}>`, named[0].length);
    if (rest.startsWith('(?:')) return this.#emit('(?:', 3);
    const flags = /^\(\?([imsU]*)\)/.exec(rest);
    // Flags count for the rest of the pattern: only at its beginning can JavaScript do that.
    if (!flags || this.#text !== '' || flags[1]?.includes('U')) return false;
    this.#flags = [...new Set(flags[1])].filter((flag) => flag !== 'm').join('');
    this.#multiline = flags[1]?.includes('m') ?? false;
    this.#at += flags[0].length;
    return true;
  }

  #brackets(rest: string): boolean {
    let at = rest.startsWith('[^') ? 2 : 1;
    let body = rest.slice(0, at);
    let first = true;
    while (at < rest.length && (first || rest[at] !== ']')) {
      const part = bracketPart(rest.slice(at));
      if (part === undefined) return false;
      body += part.text;
      at += part.length;
      first = false;
    }
    return at < rest.length && this.#emit(`${body}]`, at + 1);
  }
}

interface Piece {
  readonly text: string;
  readonly length: number;
}

function bracketPart(rest: string): Piece | undefined {
  const posix = /^\[:(\^?)(\w+):\]/.exec(rest);
  if (posix) {
    const body = POSIX[posix[2] ?? ''];
    return body === undefined || posix[1] === '^' ? undefined : { text: body, length: posix[0].length };
  }
  if (rest.startsWith('\\')) return escapeOf(rest, true);
  const [character = ''] = rest;
  if (['[', ']', '{', '}', '(', ')', '|', '/'].includes(character)) return { text: `\\${character}`, length: 1 };
  const whole = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return { text: whole, length: whole.length };
}

function escapeOf(rest: string, inside: boolean): Piece | undefined {
  const letter = rest[1];
  if (letter === undefined) return undefined;
  const own = ESCAPES[letter];
  if (own !== undefined) {
    const text = own[inside ? 1 : 0];
    return text === undefined ? undefined : { text, length: 2 };
  }
  const property = /^\\([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/.exec(rest);
  if (property) return propertyOf(property);
  const hex = /^\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/.exec(rest);
  if (hex) return { text: `\\u{${hex[1] ?? hex[2]}}`, length: hex[0].length };
  const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
  if (octal) return { text: `\\u{${Number.parseInt(octal[1] ?? '0', 8).toString(16)}}`, length: octal[0].length };
  if (PLAIN_ESCAPE.test(letter)) return inside && /[bB]/.test(letter) ? undefined : { text: `\\${letter}`, length: 2 };
  return PUNCTUATION.test(letter) ? { text: letter, length: 2 } : undefined;
}

/** Categories have the same names in both, scripts are asked for by theirs. */
function propertyOf([whole, kind = 'p', not, long, short]: RegExpExecArray): Piece {
  const name = long ?? short ?? '';
  const letter = not === '^' ? (kind === 'p' ? 'P' : 'p') : kind;
  return { text: `\\${letter}{${name.length > 2 ? 'Script=' : ''}${name}}`, length: whole.length };
}

/** Undefined: it is no pattern of RE2, or has something of it that JavaScript cannot do. */
export const translate = (pattern: string): Translated | undefined => new Translation(pattern).run();
