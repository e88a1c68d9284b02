import { describe } from '../../diagnostics/describe';
import { callError } from '../../diagnostics/diagnostic-error';
import { nearestHint } from '../../diagnostics/nearest';
import type { ValueShape } from '../values/declaration';
import type { ExpressionNode, Type } from './node';

// What an expression is asked for that it cannot give. Helm would end with an error, or write nothing without a word.

/** Types that hold nothing under a key, and over which nothing can loop. */
const PLAIN: Partial<Record<Type, string>> = {
  string: 'a text',
  integer: 'a number',
  number: 'a number',
  boolean: 'a boolean',
};

/** What something is in which there is no key. */
const WITHOUT_KEYS: Partial<Record<Type, string>> = { ...PLAIN, list: 'a list' };

/** @throws DiagnosticError when an expression of this type and shape can hold nothing under a key. */
export function refuseKey(type: Type, shape: ValueShape | undefined, key: string): void {
  const without = WITHOUT_KEYS[type] ?? (shape?.type === 'integerOrString' ? 'a number or a text' : undefined);
  if (without) {
    const hint =
      type === 'list' ? 'Loop.over() gives its items; one of them is Expression.call("index", list, 0)' : undefined;
    throw callError('HELM1062', `field(${JSON.stringify(key)}) of ${without}: there are no keys in it`, hint);
  }
  if (shape?.type !== 'object') return;
  const keys = shape.properties.map(({ path }) => String(path.at(-1)));
  if (keys.includes(key)) return;
  const hint =
    nearestHint(key, keys) ?? (keys.length > 0 ? `what is declared: ${keys.join(', ')}` : 'nothing is declared');
  throw callError('HELM1062', `the record has no key ${JSON.stringify(key)}`, hint);
}

/** @throws DiagnosticError when nothing can loop over an expression of this type. */
export function refuseLoop({ type }: ExpressionNode): void {
  const plain = PLAIN[type];
  if (plain) throw callError('HELM1062', `Loop.over() must be given a list or a map, not ${plain}`);
}

/** Words with which a template does something instead of giving a value. */
const CONTROL = /^\s*-?\s*(if|else|end|range|with|define|block|template|break|continue)\b/;
/** Text of Go in which braces and words mean nothing. */
const QUOTED = /"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'/g;

/** @throws DiagnosticError when a text cannot stand alone between braces. */
export function refuseRaw(template: unknown): void {
  const fault = faultOfRaw(template);
  if (fault) throw callError('HELM1063', `Expression.raw() ${fault[0]}`, fault[1]);
}

function faultOfRaw(template: unknown): readonly [message: string, hint: string] | undefined {
  if (typeof template !== 'string') return [`must be given a text, not ${describe(template)}`, 'such as ".Values.x"'];
  const code = template.replace(QUOTED, '""');
  if (code.includes('{{') || code.includes('}}')) return ['takes template text without braces', 'leave them out'];
  const [, word] = CONTROL.exec(code) ?? [];
  if (word) return [`must give a value, and "${word}" does not`, 'conditions and loops are If, Range, Block and Loop'];
  if (/^\s*\$\w*\s*:?=/.test(code)) return ['must give a value, and an assignment does not', 'leave the variable out'];
  if (code.trim() === '') return ['was given an empty text', 'such as ".Values.x"'];
  if (/["`]/.test(code.replaceAll('""', ''))) return ['was given a text with a quote that is never closed', 'close it'];
  return depthOf(code) === 0 ? undefined : ['was given a text whose parentheses do not match', 'close what is open'];
}

/** How many parentheses stay open; NaN when one is closed that was not open. */
function depthOf(code: string): number {
  let depth = 0;
  for (const char of code) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0) return Number.NaN;
  }
  return depth;
}

const NO_TEXT = 'Helm knows the value, the program does not';

/**
 * What JavaScript does with any object and cannot do with an expression is told in its terms. Defined beside the class:
 * these names are none of the public API.
 */
export function refuseReading(prototype: object): void {
  const refuse = (name: PropertyKey, message: string, hint: string): void => {
    const value = (): never => {
      throw callError('HELM1064', message, hint);
    };
    Object.defineProperty(prototype, name, { value, configurable: true });
  };
  refuse(
    'toJSON',
    `JSON.stringify() was given an expression: ${NO_TEXT}`,
    'value.pipe("toJson").asString() is its JSON; a whole document is Block.yamlText({ … })',
  );
  refuse(
    Symbol.iterator,
    `an expression was spread or looped over: ${NO_TEXT}`,
    'for a list [...value.asList()], for a map { ...value.asMap() }, for a text value.asString(); loops are Loop.over(value)',
  );
}
