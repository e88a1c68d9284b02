import { escapedCharacter, InvalidPattern, literal, perlClass, type Reader, unicodeClass } from './re2-reader';

const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\u{0}-\\u{7f}',
  blank: '\\t\\u{20}',
  cntrl: '\\u{0}-\\u{1f}\\u{7f}',
  digit: '0-9',
  graph: '\\u{21}-\\u{7e}',
  lower: 'a-z',
  print: '\\u{20}-\\u{7e}',
  punct: '\\u{21}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{60}\\u{7b}-\\u{7e}',
  space: '\\t\\n\\v\\f\\r\\u{20}',
  upper: 'A-Z',
  word: '0-9A-Za-z\\u{5f}',
  xdigit: '0-9A-Fa-f',
};

/** A character class after its `[`, as a class of JavaScript's `v` mode. */
export function characterClass(reader: Reader): string {
  const negated = reader.accept('^');
  const items: string[] = [];
  // A bracket that comes first stands for itself.
  for (let first = true; first || reader.peek() !== ']'; first = false) {
    if (reader.done) throw new InvalidPattern(`missing closing ]: ${reader.pattern}`);
    items.push(posixClass(reader) ?? escapedClass(reader) ?? range(reader));
  }
  reader.next();
  return `[${negated ? '^' : ''}${items.join('')}]`;
}

function posixClass(reader: Reader): string | undefined {
  if (reader.peek() !== '[' || reader.peek(1) !== ':') return undefined;
  if (!hasEnd(reader)) return undefined;
  reader.accept('[:');
  const name = reader.until(':]') ?? '';
  const ranges = POSIX[name.replace(/^\^/, '')];
  if (ranges === undefined) throw new InvalidPattern(`invalid character class range: [:${name}:]`);
  return name.startsWith('^') ? `[^${ranges}]` : ranges;
}

/** Whether `:]` comes after a `[:`; if not, the bracket is a character as any other. */
function hasEnd(reader: Reader): boolean {
  for (let ahead = 2; reader.peek(ahead) !== ''; ahead += 1) {
    if (reader.peek(ahead) === ':' && reader.peek(ahead + 1) === ']') return true;
  }
  return false;
}

function escapedClass(reader: Reader): string | undefined {
  if (reader.peek() !== '\\') return undefined;
  const letter = reader.peek(1);
  if (letter === 'p' || letter === 'P') {
    reader.accept(`\\${letter}`);
    return unicodeClass(reader, letter === 'P');
  }
  const ranges = perlClass(letter);
  if (ranges !== undefined) reader.accept(`\\${letter}`);
  return ranges;
}

function range(reader: Reader): string {
  const low = classCharacter(reader);
  if (reader.peek() !== '-' || reader.peek(1) === ']' || reader.peek(1) === '') return literal(low);
  reader.next();
  const high = classCharacter(reader);
  if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) {
    throw new InvalidPattern(`invalid character class range: ${low}-${high}`);
  }
  return `${literal(low)}-${literal(high)}`;
}

function classCharacter(reader: Reader): string {
  return reader.accept('\\') ? escapedCharacter(reader) : reader.next();
}
