import { NotEvaluable } from '../../go-value';

/** A pattern that Go's package `regexp` refuses. */
export class InvalidPattern extends Error {}

/** Reads a pattern character by character (code points). */
export class Reader {
  private readonly characters: readonly string[];
  private at = 0;

  constructor(readonly pattern: string) {
    this.characters = Array.from(pattern);
  }

  get done(): boolean {
    return this.at >= this.characters.length;
  }

  /** Number of characters read so far. */
  get position(): number {
    return this.at;
  }

  peek(ahead = 0): string {
    return this.characters[this.at + ahead] ?? '';
  }

  next(): string {
    const character = this.peek();
    if (character === '') throw new InvalidPattern(`unexpected end of the pattern ${this.pattern}`);
    this.at += 1;
    return character;
  }

  /** Reads a text if it comes next. */
  accept(text: string): boolean {
    const found = Array.from(text).every((character, index) => this.peek(index) === character);
    if (found) this.at += Array.from(text).length;
    return found;
  }

  /** Everything up to a text, which is read, too; `undefined` and nothing read where it does not come. */
  until(text: string): string | undefined {
    const rest = this.characters.slice(this.at).join('');
    const end = rest.indexOf(text);
    if (end < 0) return undefined;
    this.at += Array.from(rest.slice(0, end + text.length)).length;
    return rest.slice(0, end);
  }

  rest(): string {
    const text = this.characters.slice(this.at).join('');
    this.at = this.characters.length;
    return text;
  }
}

/** A character as JavaScript's `v` mode takes it everywhere, also in classes. */
export function literal(character: string): string {
  return /^[0-9A-Za-z]$/.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const PERL: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r\\u{20}', w: '0-9A-Za-z\\u{5f}' };

/** `\d`, `\W` … as a JavaScript class; `undefined` for other escapes. JavaScript's own `\s` takes more. */
export function perlClass(name: string): string | undefined {
  const ranges = PERL[name.toLowerCase()];
  return ranges && (name === name.toLowerCase() ? `[${ranges}]` : `[^${ranges}]`);
}

/** `\pL`, `\p{Greek}`, after the `p`. @throws NotEvaluable for what the two sides may see differently. */
export function unicodeClass(reader: Reader, negated: boolean): string {
  const name = reader.accept('{') ? reader.until('}') : reader.next();
  if (name === undefined || !/^\^?[A-Za-z_]+$/.test(name))
    throw new NotEvaluable(`\\p in the pattern ${reader.pattern}`);
  const inverse = name.startsWith('^') !== negated;
  const property = name.replace('^', '');
  if (!/^(L|Lu|Ll|Lt|Lm|Lo|M|Mn|Mc|Me|N|Nd|Nl|No|P|Pc|Pd|Ps|Pe|Pi|Pf|Po|Z|Zs|Zl|Zp|S|Sm|Sc|Sk|So|Cc)$/.test(property)) {
    throw new NotEvaluable(`\\p{${property}} in a pattern`);
  }
  return inverse ? `\\P{${property}}` : `\\p{${property}}`;
}

const LETTERS: Readonly<Record<string, string>> = { a: '\u0007', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The character that an escape stands for, after the backslash. */
export function escapedCharacter(reader: Reader): string {
  const character = reader.next();
  if (character <= '\u007f' && !/^[0-9A-Za-z]$/.test(character)) return character;
  const known = LETTERS[character];
  if (known !== undefined) return known;
  if (character === 'x') return fromHex(reader);
  if (/^[0-7]$/.test(character) && (character === '0' || /^[0-7]$/.test(reader.peek()))) {
    let digits = character;
    while (digits.length < 3 && /^[0-7]$/.test(reader.peek())) digits += reader.next();
    return String.fromCodePoint(Number.parseInt(digits, 8));
  }
  throw new InvalidPattern(`invalid escape sequence: \\${character}`);
}

function fromHex(reader: Reader): string {
  const digits = reader.accept('{') ? reader.until('}') : reader.next() + reader.next();
  const code = digits !== undefined && /^[0-9a-f]+$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
  if (!(code <= 0x10ffff)) throw new InvalidPattern('invalid escape sequence: \\x');
  if (code >= 0xd800 && code <= 0xdfff) throw new NotEvaluable('a surrogate in a pattern');
  return String.fromCodePoint(code);
}
