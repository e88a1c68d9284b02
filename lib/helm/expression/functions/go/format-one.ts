import { type GoValue, NotEvaluable } from '../../go-value';
import { formatFloat } from './float';
import { typeOf } from './kinds';
import { printedComposite } from './print';
import { canBackquote, hex, quote, quoteCharacter } from './quote';
import { isPrint } from './unicode';
import { bytesOf, runeCount } from './utf8';

/** Flags, width and precision of one `%` directive. No width is 0. */
export interface Directive {
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly minus: boolean;
  readonly width: number;
  readonly precision?: number;
}

/** Prints a value with a verb, as `fmt` does, with its complaint where the verb does not fit (`%!d(string=x)`). */
export function formatOne(value: GoValue, verb: string, directive: Directive): string {
  if (verb === 'w' || (verb === 'v' && directive.sharp))
    throw new NotEvaluable(`%${directive.sharp ? '#' : ''}${verb}`);
  if (value === null) return verb === 'T' || verb === 'v' ? pad('<nil>', directive) : `%!${verb}(<nil>)`;
  if (verb === 'T') return pad(cut(typeOf(value), directive), directive);
  if (verb === 'p' && typeof value === 'object') throw new NotEvaluable('%p prints an address');
  return format(value, verb, verb === 'v' ? { ...directive, plus: false } : directive);
}

function format(value: Exclude<GoValue, null>, verb: string, directive: Directive): string {
  switch (typeof value) {
    case 'boolean':
      return verb === 't' || verb === 'v' ? pad(String(value), directive) : badVerb(value, verb, directive);
    case 'number':
      return formatNumber(value, verb, directive);
    case 'bigint':
      return formatInteger(value, verb, directive);
    case 'string':
      return formatText(value, verb, directive);
    default:
      // Go writes nil inside of a list as <nil>, whatever the verb.
      return printedComposite(value, (item) => (item === null ? '<nil>' : format(item, verb, directive)));
  }
}

function badVerb(value: Exclude<GoValue, null>, verb: string, directive: Directive): string {
  return `%!${verb}(${typeOf(value)}=${format(value, 'v', directive)})`;
}

/** Fills up to the width, counted in characters. Zeros only on the left. */
function pad(text: string, { width, minus, zero }: Directive): string {
  const missing = width - runeCount(text);
  if (missing <= 0) return text;
  return minus ? text + ' '.repeat(missing) : (zero ? '0' : ' ').repeat(missing) + text;
}

function cut(text: string, { precision }: Directive): string {
  return precision === undefined ? text : Array.from(text).slice(0, precision).join('');
}

function formatText(value: string, verb: string, directive: Directive): string {
  switch (verb) {
    case 'v':
    case 's':
      return pad(cut(value, directive), directive);
    case 'q': {
      const text = cut(value, directive);
      const raw = directive.sharp && canBackquote(text);
      return pad(raw ? `\`${text}\`` : quote(text, directive.plus), directive);
    }
    case 'x':
    case 'X':
      return pad(hexadecimal(value, verb, directive), directive);
    default:
      return badVerb(value, verb, directive);
  }
}

function hexadecimal(value: string, verb: string, { precision, space, sharp }: Directive): string {
  const bytes = [...bytesOf(value).subarray(0, precision)];
  const pairs = bytes.map((byte) => hex(byte, 2));
  const prefix = sharp ? '0x' : '';
  const text = space ? pairs.map((pair) => prefix + pair).join(' ') : (bytes.length > 0 ? prefix : '') + pairs.join('');
  return verb === 'X' ? text.toUpperCase() : text;
}

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

function formatInteger(value: bigint, verb: string, directive: Directive): string {
  const base = BASES[verb];
  if (base !== undefined) return pad(digitsOf(value, verb, base, directive), { ...directive, zero: false });
  const code = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value <= 0xdfffn) ? Number(value) : 0xfffd;
  const character = String.fromCodePoint(code);
  if (verb === 'c') return pad(character, directive);
  if (verb === 'q') return pad(quoteCharacter(character, directive.plus), directive);
  if (verb !== 'U') return badVerb(value, verb, directive);
  const name = `U+${BigInt.asUintN(64, value)
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(directive.precision ?? 4, 4), '0')}`;
  const shown = directive.sharp && code === Number(value) && isPrint(character) ? `${name} '${character}'` : name;
  return pad(shown, { ...directive, zero: false });
}

function digitsOf(value: bigint, verb: string, base: number, directive: Directive): string {
  const { precision, zero, width, plus, space, sharp } = directive;
  if (precision === 0 && value === 0n) return '';
  const sign = value < 0n ? '-' : plus ? '+' : space ? ' ' : '';
  const least = precision ?? (zero ? width - sign.length : 0);
  let digits = (value < 0n ? -value : value).toString(base).padStart(least, '0');
  if (sharp && base === 2) digits = `0b${digits}`;
  if (sharp && base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
  if (sharp && base === 16) digits = `0x${digits}`;
  if (verb === 'O') digits = `0o${digits}`;
  return sign + (verb === 'X' ? digits.toUpperCase() : digits);
}

function formatNumber(value: number, verb: string, directive: Directive): string {
  const style = { v: 'g', g: 'g', G: 'g', e: 'e', E: 'e', f: 'f', F: 'f' }[verb] as 'e' | 'f' | 'g' | undefined;
  if (/[bxX]/.test(verb) || (style && directive.sharp)) throw new NotEvaluable(`%${verb} of a floating point number`);
  if (!style) return badVerb(value, verb, directive);
  const text = formatFloat(value, style, directive.precision ?? (style === 'g' ? -1 : 6));
  const finite = Number.isFinite(value);
  const unsigned = text.replace(/^[+-]/, '');
  const digits = verb === 'E' || verb === 'G' ? unsigned.replace('e', 'E') : unsigned;
  const { plus, space, zero, width } = directive;
  const given = text.startsWith('-') ? '-' : plus ? '+' : space ? ' ' : '';
  if (!finite) return pad((given || (digits === 'Inf' ? '+' : '')) + digits, { ...directive, zero: false });
  return zero ? given + digits.padStart(width - given.length, '0') : pad(given + digits, directive);
}
