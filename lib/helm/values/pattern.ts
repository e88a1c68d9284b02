/**
 * Regular expressions that Go (RE2: Helm judges the values with it) and ECMA-262 (editors, ajv, this library) read
 * alike. What only one of them knows, or what they read differently, is refused: lookaround, back references, named
 * groups, inline flags, `\u`, `\A`, `\z`, `[[:alpha:]]`, bare braces, repeats above 1,000.
 */

/** A pattern that can be used. */
export interface Pattern {
  readonly kind: 'pattern';
  /** Gives Go's verdict: `.` takes everything but a line feed, `\s` only the blanks of ASCII. */
  readonly regexp: RegExp;
  /** A text made from the pattern, meant to match; other variants give other texts where the pattern leaves a choice. */
  readonly sample: (variant: number) => string;
}

/** Why a pattern cannot be used. */
export interface PatternProblem {
  readonly kind: 'problem';
  /** The rest of the sentence that begins with `the pattern`. */
  readonly says: string;
  readonly hint?: string;
}

/** A piece of a pattern: how JavaScript says it, what it may give, how often its innermost part can repeat. */
interface Part {
  readonly js: string;
  readonly sample: (variant: number) => string;
  readonly weight: number;
}

class Refusal extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

const MAX_REPEAT = 1000;
const GO_SPACE = '\\t\\n\\f\\r ';
const NOTHING: Part = { js: '', sample: () => '', weight: 1 };
/** Tried in this order when a class has to give a character; after them some others and those of the class itself. */
const ASCII = ['a-z', 'A-Z', '0-9', '-/', ':-@', ' -,', '[-`', '{-~'].flatMap((range) => {
  const [from = 0, to = from] = [range.charCodeAt(0), range.charCodeAt(range.length - 1)];
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));
});
const BEYOND_ASCII = ['é', 'ß', 'É', '日', '👍', '\t', '\n'];

const parsed = new Map<string, Pattern | PatternProblem>();

/** The pattern, or what is wrong with it. Remembers what it has seen. */
export function parsePattern(text: string): Pattern | PatternProblem {
  let result = parsed.get(text);
  if (result === undefined) {
    result = parseNow(text);
    parsed.set(text, result);
  }
  return result;
}

function parseNow(text: string): Pattern | PatternProblem {
  try {
    const { js, sample } = new Parser([...text]).whole();
    return { kind: 'pattern', regexp: new RegExp(js, 'u'), sample };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'problem', says: error.message, hint: error.hint };
    // Only what both dialects refuse and the parser does not look at: a range such as `[z-a]`, an unknown \p{…}.
    if (error instanceof SyntaxError) return { kind: 'problem', says: 'is not a regular expression' };
    throw error;
  }
}

class Parser {
  private at = 0;

  constructor(private readonly chars: readonly string[]) {}

  whole(): Part {
    const part = this.alternatives();
    if (this.at < this.chars.length) throw new Refusal('has a ")" without "("', 'write \\) for the character itself');
    return part;
  }

  private alternatives(): Part {
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    const [only] = options;
    if (options.length === 1 && only) return only;
    return {
      js: options.map(({ js }) => js).join('|'),
      sample: (variant) => options[variant % options.length]?.sample(Math.floor(variant / options.length)) ?? '',
      weight: Math.max(...options.map(({ weight }) => weight)),
    };
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (this.at < this.chars.length && this.chars[this.at] !== '|' && this.chars[this.at] !== ')')
      parts.push(this.term());
    if (parts.length === 0) return NOTHING;
    return {
      js: parts.map(({ js }) => js).join(''),
      sample: (variant) => parts.map((part) => part.sample(variant)).join(''),
      weight: Math.max(...parts.map(({ weight }) => weight)),
    };
  }

  private term(): Part {
    const char = this.next();
    if (char === '^' || char === '$') return this.fixed(char);
    if (char === '*' || char === '+' || char === '?') throw new Refusal(`has nothing to repeat before "${char}"`);
    if (char === '{' || char === '}' || char === ']') {
      throw new Refusal(`has a bare "${char}"`, `write \\${char} for the character itself`);
    }
    if (char === '\\' && (this.chars[this.at] === 'b' || this.chars[this.at] === 'B'))
      return this.fixed(char + this.next());
    return this.repeated(char === '(' ? this.group() : this.oneOf(char === '[' ? this.class() : this.single(char)));
  }

  /** `^`, `$`, `\b`, `\B`: they match a place, and cannot be repeated. */
  private fixed(js: string): Part {
    if (/^[*+?{]$/.test(this.chars[this.at] ?? '')) throw new Refusal(`repeats "${js}", which matches a place`);
    return { ...NOTHING, js };
  }

  private group(): Part {
    if (this.take('?') && !this.take(':')) {
      const kind = this.chars.slice(this.at, this.at + 2).join('');
      if (/^(?:[=!]|<[=!])/.test(kind)) {
        throw new Refusal(
          'uses lookahead or lookbehind, which Helm does not know',
          'say it with choices or without it',
        );
      }
      throw new Refusal('uses a named group or inline flags', 'write (?:…) for a group, [Aa] for both cases');
    }
    const inner = this.alternatives();
    if (!this.take(')')) throw new Refusal('has a "(" without ")"', 'write \\( for the character itself');
    return { ...inner, js: `(?:${inner.js})` };
  }

  private repeated(part: Part): Part {
    const bounds = this.bounds();
    if (!bounds) return part;
    const { least, most, js } = bounds;
    const lazy = this.take('?') ? '?' : '';
    if (/^[*+?{]$/.test(this.chars[this.at] ?? ''))
      throw new Refusal('repeats a repeat', 'put the inner one into (?:…)');
    const weight = js.startsWith('{') ? part.weight * Math.max(1, Number.isFinite(most) ? most : least) : part.weight;
    if (weight > MAX_REPEAT) throw new Refusal('repeats more than 1,000 times, which Helm does not allow');
    return {
      js: part.js + js + lazy,
      sample: (variant) => {
        const count = Math.min(most, least + (variant % 12));
        return Array.from({ length: count }, (_, index) => part.sample(variant + index)).join('');
      },
      weight,
    };
  }

  private bounds(): { readonly least: number; readonly most: number; readonly js: string } | undefined {
    if (this.take('*')) return { least: 0, most: Number.POSITIVE_INFINITY, js: '*' };
    if (this.take('+')) return { least: 1, most: Number.POSITIVE_INFINITY, js: '+' };
    if (this.take('?')) return { least: 0, most: 1, js: '?' };
    if (this.chars[this.at] !== '{') return undefined;
    const end = this.chars.indexOf('}', this.at);
    const js = this.chars.slice(this.at, end + 1).join('');
    const found = /^\{(\d+)(,(\d*))?\}$/.exec(js);
    if (!found) throw new Refusal('has a bare "{"', 'write \\{ for the character itself');
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (most < least) throw new Refusal(`repeats at least ${least} and at most ${most} times`);
    this.at = end + 1;
    return { least, most, js };
  }

  /** A character outside of a class, as JavaScript says it. */
  private single(char: string): string {
    if (char === '.') return '[^\\n]';
    if (char !== '\\') return char;
    const escaped = this.escape(false);
    if (escaped === '\\s') return `[${GO_SPACE}]`;
    return escaped === '\\S' ? `[^${GO_SPACE}]` : escaped;
  }

  private class(): string {
    let js = this.take('^') ? '[^' : '[';
    if (this.chars[this.at] === ']') throw new Refusal('has an empty class', 'write \\] for the character itself');
    for (let char = this.next('[', ']'); char !== ']'; char = this.next('[', ']')) {
      if (char === '[') throw new Refusal('has a bare "[" inside a class', 'write \\[; [:alpha:] is a-zA-Z');
      const escaped = char === '\\' ? this.escape(true) : char;
      const isSet = /^\\[dDwWsSpP]/.test(escaped);
      const inRange = /[^\\[^]-$/.test(js) || (this.chars[this.at] === '-' && this.chars[this.at + 1] !== ']');
      if (isSet && inRange)
        throw new Refusal(`has ${escaped} as the end of a range`, 'write \\- for the character itself');
      if (escaped === '\\S') throw new Refusal('has \\S inside a class', 'write a class with [^…]');
      js += escaped === '\\s' ? GO_SPACE : escaped;
    }
    return `${js}]`;
  }

  private escape(inClass: boolean): string {
    const char = this.next('\\', 'a character');
    if (/[dDwWsSfnrtv^$\\.*+?()[\]{}|/]/.test(char) || (inClass && char === '-')) return `\\${char}`;
    if (char === 'x') {
      const code = this.chars.slice(this.at, this.at + 2).join('');
      if (!/^[0-9a-fA-F]{2}$/.test(code)) throw new Refusal('has \\x without two hexadecimal digits');
      this.at += 2;
      return `\\x${code}`;
    }
    if (char === 'p' || char === 'P') {
      const found = /^\{(?:L|Lu|Ll|Lt|Lm|Lo|M|N|Nd|Nl|No|P|S|Z|Zs)\}/.exec(
        this.chars.slice(this.at, this.at + 4).join(''),
      );
      if (!found) throw new Refusal(`has \\${char} without a category`, 'write \\p{L}, \\p{Lu}, \\p{Nd} or the like');
      this.at += found[0].length;
      return `\\${char}${found[0]}`;
    }
    if (/[0-9]/.test(char)) throw new Refusal(`has the back reference \\${char}, which Helm does not know`);
    throw new Refusal(
      `has \\${char}, which Go and JavaScript read differently`,
      'write the character itself, or \\x7f',
    );
  }

  private oneOf(js: string): Part {
    const matches = new RegExp(`^${js}$`, 'u');
    let choices: readonly string[] | undefined;
    const sample = (variant: number): string => {
      choices ??= [...ASCII, ...BEYOND_ASCII, ...js].filter((char) => matches.test(char));
      return choices[variant % choices.length] ?? '';
    };
    return { js, sample, weight: 1 };
  }

  private take(char: string): boolean {
    if (this.chars[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private next(open = '', missing = ''): string {
    const char = this.chars[this.at];
    if (char === undefined) throw new Refusal(`has a "${open}" without ${missing === ']' ? '"]"' : missing}`);
    this.at += 1;
    return char;
  }
}
