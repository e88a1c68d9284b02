import { NotEvaluable } from '../../go-value';
import { isConnector } from './letters';
import { isLetter, isNumber, isPunct, isUpper, mapCharacters, toLower } from './unicode';

type WordType = 'connector' | 'punct' | 'upper' | 'alphabet' | 'number' | 'other' | 'end';

interface Word {
  readonly type: WordType;
  readonly text: string;
}

const END: Word = { type: 'end', text: '' };

/**
 * `snakecase` and `kebabcase` (xstrings): `HTTPServer` becomes `http_server`, `Duration2m3s` becomes `duration_2m3s`,
 * `Bld4Floor3rd` becomes `bld4_floor_3rd`. Only upper-case words change their letters.
 */
export function joinWords(text: string, connector: '_' | '-'): string {
  if (text.includes('\ufffd')) throw new NotEvaluable('words of a text with U+FFFD');
  const words = splitWords(text);
  let out = '';
  let at = 0;
  const emit = (word: Word) => {
    out += word.type === 'upper' || word.type === 'connector' ? lowered(word.text, connector) : word.text;
  };
  const next = () => words[at++] ?? END;
  const separate = (before: Word, ...unless: readonly WordType[]) => {
    if (!unless.includes(before.type)) out += connector;
  };
  let current = next();
  /** Words and numbers that belong together once a number has begun. */
  const emitRun = () => {
    while (current.type === 'alphabet' || current.type === 'number') {
      emit(current);
      current = next();
    }
    separate(current, 'end', 'punct', 'connector');
  };
  while (at < words.length) {
    if (current.type !== 'connector') emit(current);
    const before = current;
    current = next();
    if (before.type === 'number') emitRun();
    else if (before.type === 'connector') emit(before);
    else if (before.type === 'punct') continue;
    else if (current.type !== 'number') separate(current, 'connector', 'punct');
    else if (at < words.length) {
      const number = current;
      current = next();
      // A number with small letters behind it starts a word; otherwise it ends the one before.
      if (current.type === 'alphabet') out += connector;
      emit(number);
      if (current.type === 'alphabet') emitRun();
      else separate(current, 'connector', 'punct');
    }
  }
  emit(current);
  return out;
}

function lowered(text: string, connector: string): string {
  return mapCharacters(text, (character) => {
    if (isConnector(character)) return connector;
    return isUpper(character) ? toLower(character) : character;
  });
}

/** A letter, but not one of the common Chinese characters. */
function isAlphabet(character: string): boolean {
  return isLetter(character) && !/^[\u4e00-\u9fcc\u3400-\u4d85\u{20000}-\u{2b81d}]$/u.test(character);
}

function splitWords(text: string): readonly Word[] {
  const characters = Array.from(text);
  const words: Word[] = [];
  let at = 0;
  while (at < characters.length) {
    const word = readWord(characters, at);
    words.push({ type: word.type, text: characters.slice(at, word.end).join('') });
    at = word.end;
  }
  return words;
}

function readWord(characters: readonly string[], start: number): { readonly type: WordType; readonly end: number } {
  const first = characters[start] ?? '';
  const run = (from: number, belongs: (character: string) => boolean) => {
    let end = from;
    while (end < characters.length && belongs(characters[end] ?? '')) end += 1;
    return end;
  };
  const isSmall = (character: string) => isAlphabet(character) && !isUpper(character);
  if (isConnector(first)) return { type: 'connector', end: run(start + 1, isConnector) };
  if (isPunct(first)) return { type: 'punct', end: run(start + 1, isPunct) };
  if (isUpper(first)) {
    const second = characters[start + 1] ?? '';
    if (!isUpper(second)) return { type: 'upper', end: isAlphabet(second) ? run(start + 1, isSmall) : start + 1 };
    const end = run(start + 1, isUpper);
    // The last capital letter of HTTPStatus belongs to Status.
    return { type: 'upper', end: end < characters.length && isAlphabet(characters[end] ?? '') ? end - 1 : end };
  }
  if (isAlphabet(first)) return { type: 'alphabet', end: run(start + 1, isSmall) };
  if (isNumber(first)) return { type: 'number', end: run(start + 1, isNumber) };
  const stops = (c: string) => isConnector(c) || isAlphabet(c) || isNumber(c) || isPunct(c);
  return { type: 'other', end: run(start + 1, (character) => !stops(character)) };
}
