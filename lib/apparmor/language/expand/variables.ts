import { alternation } from '../alternation';
import type { ParserVersion } from '../versions';
import { isProblem, type SetVariable, type Symbols, type VariableProblem } from './symbols';

/** Values of values multiply. The parser has no limit but memory; nobody means more than these. */
const MOST_VALUES = 20_000;
/** All values of a variable, or a text with its variables put in: `@{A}=@{B}@{B}` doubles in each line. */
const MOST_CHARACTERS = 1_000_000;
/** Variables that lead to variables, one inside of the other. */
const DEEPEST = 400;

/** A reference in a text. */
interface Reference {
  readonly before: string;
  readonly name: string;
  readonly after: string;
  readonly bad?: boolean;
}

/** How versions differ in what they take for a reference and in what they make of its values. */
interface Dialect {
  readonly find: (text: string) => Reference | undefined;
  /** Values are a set: sorted, each once, and slashes are trimmed even where there is only one. */
  readonly sets: boolean;
}

/** Up to 4.1: what is no name between the braces is left as it stands. */
function findLoose(text: string): Reference | undefined {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith('@{', at)) {
      const name = /^(?:[A-Za-z][A-Za-z0-9_]*)?(?=\})/.exec(text.slice(at + 2))?.[0];
      if (name === undefined) continue;
      return { before: text.slice(0, at), name, after: text.slice(at + 3 + name.length), bad: name === '' };
    }
  }
  return undefined;
}

/** From 5.0 on: what stands between the braces must be a name; only a comma in it makes an alternation of it. */
function findStrict(text: string): Reference | undefined {
  let start = -1;
  let escaped = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') {
      escaped = !escaped;
      continue;
    }
    if (!escaped && character === '@' && text[at + 1] === '{') {
      start = at;
      at += 2;
    } else if (!escaped && character === '}' && start >= 0) {
      const name = text.slice(start + 2, at);
      if (!/^(?:[A-Za-z][A-Za-z0-9_]*)?$/.test(name) && /^[A-Za-z]\w*,/.test(name)) return undefined;
      const bad = !/^[A-Za-z][A-Za-z0-9_]*$/.test(name);
      return { before: text.slice(0, start), name, after: text.slice(at + 1), bad };
    }
    escaped = false;
  }
  return undefined;
}

const LOOSE: Dialect = { find: findLoose, sets: false };
const STRICT: Dialect = { find: findStrict, sets: true };

const DIALECTS: Readonly<Record<ParserVersion, Dialect>> = { '2.13': LOOSE, '3.0': LOOSE, '4.1': LOOSE, '5.0': STRICT };

/**
 * Puts the values of variables into a text as the parser does: one value as it is, several as an alternation, without
 * the slashes that would be doubled at its edges.
 */
export function expandText(text: string, symbols: Symbols, version: ParserVersion): string | VariableProblem {
  const dialect = DIALECTS[version];
  let done = '';
  let put = '';
  let rest = text;
  for (let found = dialect.find(rest); found; found = dialect.find(rest)) {
    const values = found.bad ? nameProblem(found.name) : valuesOf(found.name, symbols, version);
    if (isProblem(values)) return values;
    done += found.before;
    if (done.length > MOST_CHARACTERS) return { fault: 'tooLarge', name: found.name };
    // 5.0 goes on with what it put in last, and what follows.
    const before = dialect.sets ? put + found.before : done;
    const [only] = values;
    put =
      only !== undefined && values.length === 1 && !dialect.sets
        ? only
        : alternation(values, leads(before, dialect), found.after.startsWith('/'));
    done += put;
    rest = found.after;
  }
  return done + rest;
}

const nameProblem = (name: string): VariableProblem => ({ fault: 'name', name });

/** Whether slashes at the beginning of values are dropped. 5.0 keeps them where nothing but slashes stands before. */
const leads = (before: string, { sets }: Dialect): boolean => before.endsWith('/') && (!sets || /[^/]/.test(before));

/** All values of a variable with variables in them put in. */
export function valuesOf(name: string, symbols: Symbols, version: ParserVersion): readonly string[] | VariableProblem {
  const variable = symbols.get(name);
  if (variable === undefined) return { fault: 'unknown', name };
  if (variable.kind === 'boolean') return { fault: 'boolean', name };
  variable.expanded ??= expandVariable(variable, symbols, DIALECTS[version], [name]);
  return variable.expanded;
}

function expandVariable(
  variable: SetVariable,
  symbols: Symbols,
  dialect: Dialect,
  inside: readonly string[],
): readonly string[] | VariableProblem {
  const done: string[] = [];
  let characters = 0;
  const work = dialect.sets ? [...new Set(variable.values)].sort() : [...variable.values];
  for (const value of work) {
    const found = dialect.find(value);
    if (!found) {
      done.push(value);
      continue;
    }
    const problem = problemOf(found, symbols, inside);
    const values = problem ?? innerValues(found.name, symbols, dialect, inside);
    // 5.0 forgets that it failed when it has some values already.
    if (isProblem(values)) return dialect.sets && done.length > 0 ? unique(done) : values;
    const made = values.map((each) => found.before + each + found.after);
    characters += made.reduce((sum, { length }) => sum + length, 0);
    if (work.length + made.length > MOST_VALUES || characters > MOST_CHARACTERS)
      return { fault: 'tooLarge', name: variable.name };
    work.push(...made);
  }
  return dialect.sets ? unique(done) : done;
}

function problemOf({ name, bad }: Reference, symbols: Symbols, inside: readonly string[]): VariableProblem | undefined {
  if (bad) return nameProblem(name);
  const variable = symbols.get(name);
  if (variable === undefined) return { fault: 'unknown', name };
  if (variable.kind === 'boolean') return { fault: 'boolean', name };
  if (inside.includes(name)) return { fault: 'recursive', name };
  return inside.length >= DEEPEST ? { fault: 'tooLarge', name } : undefined;
}

function innerValues(
  name: string,
  symbols: Symbols,
  dialect: Dialect,
  inside: readonly string[],
): readonly string[] | VariableProblem {
  const variable = symbols.get(name);
  if (variable?.kind !== 'set') return { fault: 'unknown', name };
  variable.expanded ??= expandVariable(variable, symbols, dialect, [...inside, name]);
  return variable.expanded;
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
