import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import type { Expression } from '../model/conditions';
import type { Word } from '../model/source';
import type { ParserVersion } from '../versions';
import { complainOf } from './context';
import { isProblem, nameOf, type Symbols } from './symbols';
import { valuesOf } from './variables';

type Compare = Extract<Expression, { kind: 'compare' }>;

/** The value of a condition. What it names is looked up in all of its parts, also in those that decide nothing. */
export function decide(expression: Expression, symbols: Symbols, version: ParserVersion, complain: Complain): boolean {
  const inner = (each: Expression): boolean => decide(each, symbols, version, complain);
  switch (expression.kind) {
    case 'not':
      return !inner(expression.of);
    case 'and':
    case 'or': {
      const [left, right] = [inner(expression.left), inner(expression.right)];
      return expression.kind === 'and' ? left && right : left || right;
    }
    case 'defined':
      return isDefined(expression.variable, symbols, version, complain);
    case 'compare':
      return compare(expression, symbols, version, complain);
    case 'boolean':
      return booleanOf(expression.word, symbols, complain);
    default:
      return literal(expression.word, complain);
  }
}

function booleanOf(word: Word, symbols: Symbols, complain: Complain): boolean {
  const name = nameOf(word.value);
  const variable = symbols.get(name);
  if (variable?.kind === 'boolean') return variable.value;
  if (variable === undefined) {
    const booleans = [...symbols.values()].filter(({ kind }) => kind === 'boolean').map((each) => each.name);
    complain(
      'variableUndeclared',
      word,
      `the boolean variable ${word.raw} is not declared`,
      nearestHint(name, booleans) ?? `declare it above: \${${name}} = true`,
    );
  } else {
    complain('variableKind', word, `@{${name}} holds texts: it is neither true nor false`, `write: defined @{${name}}`);
  }
  return false;
}

function literal(word: Word, complain: Complain): boolean {
  if (!/^(?:true|false)$/i.test(word.value)) {
    complain('booleanValue', word, `"${word.value}" is neither true nor false`, 'write true, false, or a condition');
  }
  return word.value.toLowerCase() === 'true';
}

/**
 * `defined`, as each version understands it for boolean variables: up to 3.0 every declared variable counts, 4.1 takes
 * the value of the variable and refuses one that is not declared, 5.0 finds none defined.
 */
function isDefined(word: Word, symbols: Symbols, version: ParserVersion, complain: Complain): boolean {
  const name = nameOf(word.value);
  const variable = symbols.get(name);
  if (word.value.startsWith('$')) {
    if (version === '4.1') return booleanOf(word, symbols, complain);
    return version !== '5.0' && variable !== undefined;
  }
  if (variable?.kind !== 'set') return false;
  const values = version === '5.0' ? [] : valuesOf(name, symbols, version);
  if (isProblem(values))
    complain('variableUndeclared', word, `the values of @{${name}} name @{${values.name}}, which has none`);
  return true;
}

function compare(
  { left, operator, right }: Compare,
  symbols: Symbols,
  version: ParserVersion,
  complain: Complain,
): boolean {
  const [one, other] = [left, right].map((word) => setOf(word, symbols, version, complain)) as [string[], string[]];
  if (operator === 'in') return one.every((each) => other.includes(each));
  if (operator === '==' || operator === '!=') return (order(one, other) === 0) === (operator === '==');
  const numbers = [one, other].map(numberOf);
  const known = numbers.filter((each) => each !== undefined);
  if (known.length === 1) {
    complain('comparison', numbers[0] === undefined ? left : right, 'a number can only be compared with a number');
    return false;
  }
  const [a, b] = known;
  return holds(operator, a !== undefined && b !== undefined ? a - b : order(one, other));
}

function holds(operator: Compare['operator'], difference: number): boolean {
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

/** A word is a set of one. */
function setOf(word: Word, symbols: Symbols, version: ParserVersion, complain: Complain): readonly string[] {
  const name = /^[@$](?:\{([A-Za-z]\w*)\}|([A-Za-z]\w*))$/.exec(word.value);
  if (name === null) return [word.value];
  const values = valuesOf(name[1] ?? name[2] ?? '', symbols, version);
  if (!isProblem(values)) return [...values].sort();
  if (values.fault === 'boolean')
    complain('variableKind', word, `${word.raw} is true or false: it has no texts to compare`);
  else complainOf(values, word, { symbols, complain });
  return [];
}

/** Sets compare as sorted lists. */
function order(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [one = '', other = ''] = [a[at], b[at]];
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.length - b.length;
}

/** A whole number, decimal, octal or hexadecimal; undefined for any other text and for sets of several. */
function numberOf(set: readonly string[]): number | undefined {
  const match = set.length === 1 ? /^\s*([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i.exec(set[0] ?? '') : null;
  if (match === null) return undefined;
  const [, sign, digits = ''] = match;
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -value : value;
}
