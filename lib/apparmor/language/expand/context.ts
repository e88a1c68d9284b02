import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import type { Word } from '../model/source';
import type { ParserVersion } from '../versions';
import type { Symbols, VariableProblem } from './symbols';
import { expandText } from './variables';

/** What the rules of one profile are expanded with. */
export interface Context {
  readonly version: ParserVersion;
  readonly symbols: Symbols;
  readonly complain: Complain;
}

/** The text of a word with its variables put in; with their names where they cannot be. */
export function expanded(word: Word, context: Context): string {
  // Most words have none.
  if (!word.value.includes('@{')) return word.value;
  const found = expandText(word.value, context.symbols, context.version);
  if (typeof found === 'string') return found;
  complainOf(found, word, context);
  // Braces that are left would be taken for a glob's.
  return word.value.replace(/@\{([^}]*)\}/g, '$1');
}

/** Says why a variable in a word has no values. */
export function complainOf(
  { fault, name }: VariableProblem,
  word: Word,
  { symbols, complain }: Pick<Context, 'symbols' | 'complain'>,
): void {
  const [code, message, hint] = PROBLEMS[fault](name, symbols);
  const at = word.raw.indexOf(`@{${name}}`);
  const start = word.span.start + at;
  complain(code, at < 0 ? word.span : { ...word.span, start, end: start + name.length + 3 }, message, hint);
}

type Told = readonly [code: Parameters<Complain>[0], message: string, hint?: string];

const PROBLEMS: Readonly<Record<VariableProblem['fault'], (name: string, symbols: Symbols) => Told>> = {
  unknown: (name, symbols) => [
    'variableUndeclared',
    `the variable @{${name}} is not declared`,
    nearestHint(name, symbols.keys()) ??
      'declare it above the profile, or include the tunables that do: include <tunables/global>',
  ],
  boolean: (name) => [
    'variableKind',
    `${name} is true or false: there is no text to put in`,
    `declare it as @{${name}}`,
  ],
  recursive: (name) => [
    'variableRecursive',
    `the values of @{${name}} lead back to itself`,
    'take the reference out of its values',
  ],
  tooLarge: (name) => [
    'variableTooLarge',
    `the values of @{${name}} multiply, or lead through other variables, until there are too many to read`,
    'name fewer values, or write an alternation such as {a,b} where they are used',
  ],
  name: (name) =>
    name === ''
      ? ['variableName', 'a variable without a name', 'write @{NAME}, or \\@ for the sign itself']
      : [
          'variableName',
          `@{${name}} is no name of a variable`,
          'letters, digits and _, a letter first; write \\@ for the sign itself',
        ],
};
