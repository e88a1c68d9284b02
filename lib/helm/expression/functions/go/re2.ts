import { NotEvaluable } from '../../go-value';
import { characterClass } from './re2-class';
import { escapedCharacter, InvalidPattern, literal, perlClass, Reader, unicodeClass } from './re2-reader';

/** A pattern of Go's `regexp` as a JavaScript one. */
export interface Translated {
  readonly expression: RegExp;
  /** Name to the numbers of the groups that have it. */
  readonly names: ReadonlyMap<string, readonly number[]>;
  /** A group stands in a loop. Go keeps what it matched in the last round that it took part in, JavaScript forgets it. */
  readonly groupInLoop: boolean;
}

interface Flags {
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

/** A part that can be followed by `*`. */
interface Part {
  readonly source: string;
  /** Can match nothing. */
  readonly nullable: boolean;
  readonly hasGroup: boolean;
  /** How often counted repetitions multiply what is inside. Go allows 1,000. */
  readonly weight: number;
}

const MOST_REPEATS = 1000;
const EMPTY: Part = { source: '', nullable: true, hasGroup: false, weight: 1 };
const LEADING_IGNORE_CASE = /^\(\?([msU]*i[imsU]*)\)/;

/**
 * Translates a pattern.
 *
 * @throws InvalidPattern where Go refuses it: look-around, back references, stacked repetitions …
 * @throws NotEvaluable where the two engines may match differently: a loop over what can be empty, `(?i)` not at the start.
 */
export function translate(pattern: string): Translated {
  const ignoreCase = LEADING_IGNORE_CASE.test(pattern);
  const translator = new Translator(
    pattern.replace(LEADING_IGNORE_CASE, (_, flags: string) => `(?${flags.replaceAll('i', '')})`),
  );
  const source = translator.translate();
  if (ignoreCase && /\\[pP]\{/.test(source)) throw new NotEvaluable('(?i) with \\p in a pattern');
  return {
    expression: new RegExp(source, ignoreCase ? 'iyv' : 'yv'),
    names: translator.names,
    groupInLoop: translator.groupInLoop,
  };
}

class Translator {
  readonly names = new Map<string, readonly number[]>();
  groupInLoop = false;
  private groups = 0;
  private readonly reader: Reader;

  constructor(pattern: string) {
    this.reader = new Reader(pattern);
  }

  translate(): string {
    const whole = this.alternation({ multiline: false, dotAll: false, ungreedy: false });
    if (!this.reader.done) throw new InvalidPattern(`unexpected ): ${this.reader.pattern}`);
    return whole.source;
  }

  private alternation(outer: Flags): Part {
    const branches: Part[] = [];
    let flags = outer;
    do {
      const [branch, after] = this.concatenation(flags);
      branches.push(branch);
      flags = after;
    } while (this.reader.accept('|'));
    return {
      source: branches.map(({ source }) => source).join('|'),
      nullable: branches.some(({ nullable }) => nullable),
      hasGroup: branches.some(({ hasGroup }) => hasGroup),
      weight: Math.max(...branches.map(({ weight }) => weight)),
    };
  }

  private concatenation(outer: Flags): [part: Part, flags: Flags] {
    const parts: Part[] = [];
    let flags = outer;
    let repeated = false;
    while (!this.reader.done && this.reader.peek() !== '|' && this.reader.peek() !== ')') {
      const counts = this.repetition();
      if (counts) {
        const last = parts.pop();
        if (repeated || !last)
          throw new InvalidPattern(`missing argument to repetition operator: ${this.reader.pattern}`);
        parts.push(this.repeat(last, counts, flags));
      } else {
        const item = this.item(flags);
        if ('multiline' in item) flags = item;
        else parts.push(item);
      }
      repeated = counts !== undefined;
    }
    const part = {
      source: parts.map(({ source }) => source).join(''),
      nullable: parts.every(({ nullable }) => nullable),
      hasGroup: parts.some(({ hasGroup }) => hasGroup),
      weight: Math.max(1, ...parts.map(({ weight }) => weight)),
    };
    return [part, flags];
  }

  /** A repetition operator, if one comes next. A brace that counts nothing is a character as any other. */
  private repetition(): [least: number, most: number] | undefined {
    const { reader } = this;
    if (reader.accept('*')) return [0, Number.POSITIVE_INFINITY];
    if (reader.accept('+')) return [1, Number.POSITIVE_INFINITY];
    if (reader.accept('?')) return [0, 1];
    let text = '';
    while (/^[{0-9,]$/.test(reader.peek(text.length))) text += reader.peek(text.length);
    const [whole, least = '', comma, most] = /^\{(\d+)(,(\d*))?\}$/.exec(text + reader.peek(text.length)) ?? [];
    if (whole === undefined || /\{0\d|,0\d/.test(whole)) return undefined;
    reader.accept(whole);
    const upper = comma === undefined ? Number(least) : most ? Number(most) : Number.POSITIVE_INFINITY;
    if (Number(least) > MOST_REPEATS || (upper > MOST_REPEATS && most !== '') || Number(least) > upper) {
      throw new InvalidPattern(`invalid repeat count: ${whole}`);
    }
    return [Number(least), upper];
  }

  private repeat(part: Part, [least, most]: [number, number], { ungreedy }: Flags): Part {
    const lazy = this.reader.accept('?') !== ungreedy;
    if (part.nullable && least !== most) throw new NotEvaluable('a loop over a part that can match nothing');
    const finite = most === Number.POSITIVE_INFINITY ? least : most;
    const weight = part.weight * Math.max(finite, 1);
    if (weight > MOST_REPEATS && finite > 1) throw new NotEvaluable('nested repetitions');
    if (part.hasGroup && most > 1) this.groupInLoop = true;
    const counts = `{${least},${most === Number.POSITIVE_INFINITY ? '' : most}}`;
    return {
      ...part,
      source: `(?:${part.source})${counts}${lazy ? '?' : ''}`,
      nullable: part.nullable || least === 0,
      weight,
    };
  }

  private item(flags: Flags): Part | Flags {
    const { reader } = this;
    const character = reader.next();
    switch (character) {
      case '(':
        return reader.peek() === '?' ? this.special(flags) : this.group(flags);
      case '[':
        return one(characterClass(reader));
      case '.':
        return one(flags.dotAll ? '[\\s\\S]' : '[^\\n]');
      case '^':
        return assertion(flags.multiline ? '(?<![^\\n])' : '^');
      case '$':
        return assertion(flags.multiline ? '(?![^\\n])' : '$');
      case '\\':
        return this.escape();
      default:
        return one(literal(character));
    }
  }

  private escape(): Part {
    const { reader } = this;
    const letter = reader.peek();
    if (/^[AzbBQpPdDsSwW]$/.test(letter)) reader.next();
    if (letter === 'A') return assertion('^');
    if (letter === 'z') return assertion('$');
    if (letter === 'b' || letter === 'B') return assertion(`\\${letter}`);
    if (letter === 'Q') return this.quotation();
    if (letter === 'p' || letter === 'P') return one(unicodeClass(reader, letter === 'P'));
    return one(perlClass(letter) ?? literal(escapedCharacter(reader)));
  }

  /** `\Q…\E`: text. A repetition behind it would concern its last character. */
  private quotation(): Part {
    const text = this.reader.until('\\E') ?? this.reader.rest();
    if (text === '' || /^[*+?{]$/.test(this.reader.peek())) throw new NotEvaluable('\\Q…\\E in a pattern');
    return { ...one(Array.from(text, literal).join('')) };
  }

  private group(flags: Flags, name?: string): Part {
    this.groups += 1;
    if (name !== undefined) this.names.set(name, [...(this.names.get(name) ?? []), this.groups]);
    return { ...this.enclosed(flags, '('), hasGroup: true };
  }

  private enclosed(flags: Flags, open: string): Part {
    const inner = this.alternation(flags);
    if (!this.reader.accept(')')) throw new InvalidPattern(`missing closing ): ${this.reader.pattern}`);
    return { ...inner, source: `${open}${inner.source})` };
  }

  /** What begins with `(?`: a named group, a group without a number, flags. */
  private special(flags: Flags): Part | Flags {
    const { reader } = this;
    if (reader.accept('?P<') || reader.accept('?<')) {
      const name = reader.until('>') ?? '';
      if (!/^[0-9A-Za-z_]+$/.test(name)) throw new InvalidPattern(`invalid named capture: ${name}`);
      return this.group(flags, name);
    }
    let letters = '';
    reader.next();
    while (/^[imsU-]$/.test(reader.peek())) letters += reader.next();
    if (!/^[imsU]*(-[imsU]+)?$/.test(letters))
      throw new InvalidPattern(`invalid or unsupported Perl syntax: (?${letters}`);
    const [on = '', off = ''] = letters.split('-');
    const end = reader.next();
    if (end !== ':' && end !== ')') throw new InvalidPattern(`invalid or unsupported Perl syntax: (?${letters}${end}`);
    if (letters.includes('i')) throw new NotEvaluable('(?i) that is not at the start of the pattern');
    const set = (flag: string, before: boolean) => (off.includes(flag) ? false : on.includes(flag) || before);
    const inner = {
      multiline: set('m', flags.multiline),
      dotAll: set('s', flags.dotAll),
      ungreedy: set('U', flags.ungreedy),
    };
    return end === ':' ? this.enclosed(inner, '(?:') : inner;
  }
}

function one(source: string): Part {
  return { ...EMPTY, source, nullable: false };
}

function assertion(source: string): Part {
  return { ...EMPTY, source };
}
