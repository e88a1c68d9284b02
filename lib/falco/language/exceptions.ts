import { quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import type { YamlNode } from '../../yaml/node';
import { isNothing, itemsOf, textOf } from '../../yaml/walk';
import { EXCEPTION_KEYS, MODIFIERS, OPERATORS } from './items';
import { describeNode, type Problems } from './problems';
import { checkKeys, checkRequired, isText, mustBe, valueAt } from './values';

/**
 * Checks the exceptions of a rule. They have one of two shapes: one field, one operator, a list of values; or a list of
 * fields, as many operators, a list of tuples.
 *
 * @param changes whether an earlier rule is changed: then an exception may bring values alone.
 */
export function checkExceptions(exceptions: YamlNode, changes: boolean, problems: Problems): void {
  if (isNothing(exceptions)) return;
  if (!mustBe(exceptions, 'exceptions', 'a list', exceptions.kind === 'list', problems)) return;
  const names = new Set<string>();
  for (const exception of itemsOf(exceptions)) {
    if (exception.kind !== 'map') {
      problems.report('exception', exception, `an exception must be a mapping, not ${describeNode(exception)}`);
      continue;
    }
    checkException(exception, changes, problems);
    const name = valueAt(exception, 'name');
    if (name === undefined) continue;
    const text = textOf(name) ?? '';
    if (names.has(text)) {
      const message = `a second exception of the rule has the name ${quote(text)}`;
      problems.report('exception', name, message, { severity: 'warning', hint: 'give each its own name' });
    }
    names.add(text);
  }
}

function checkException(exception: YamlNode, changes: boolean, problems: Problems): void {
  checkKeys(exception, EXCEPTION_KEYS, problems, 'an exception');
  checkRequired(exception, changes ? ['name'] : ['name', 'fields'], problems, 'the exception');
  const name = valueAt(exception, 'name');
  if (name !== undefined) mustBe(name, 'name', 'a text that is not empty', isText(name), problems);
  const fields = textOrTexts(exception, 'fields', problems);
  const comps = textOrTexts(exception, 'comps', problems);
  for (const comp of comps === undefined ? [] : [comps, ...itemsOf(comps)]) checkOperator(comp, problems);
  if (fields !== undefined && comps !== undefined) sameShape(fields, comps, problems);
  const values = valueAt(exception, 'values');
  if (values === undefined || !mustBe(values, 'values', 'a list', values.kind === 'list', problems)) return;
  if (fields !== undefined) for (const value of itemsOf(values)) checkTuple(value, fields, problems);
}

/** The value of a key that must be a text, or a list of texts; nothing when it is neither. */
function textOrTexts(exception: YamlNode, key: string, problems: Problems): YamlNode | undefined {
  const value = valueAt(exception, key);
  if (value === undefined) return undefined;
  const right = isText(value) || (value.kind === 'list' && value.items.every(isText));
  return mustBe(value, key, 'a text, or a list of texts', right, problems) ? value : undefined;
}

function checkOperator(comp: YamlNode, problems: Problems): void {
  const text = textOf(comp);
  if (text === undefined) return;
  const [operator = '', modifier, ...more] = text.trim().split(/\s+/);
  const known = (OPERATORS as readonly string[]).includes(operator);
  const modified = modifier === undefined || (MODIFIERS as readonly string[]).includes(modifier);
  if (known && modified && more.length === 0) return;
  const hint = known ? undefined : (nearestHint(operator, OPERATORS) ?? `known: ${OPERATORS.join(' ')}`);
  problems.report('exception', comp, `${quote(text)} is no operator`, { hint });
}

function sameShape(fields: YamlNode, comps: YamlNode, problems: Problems): void {
  if (fields.kind !== comps.kind) {
    const message = '"fields" and "comps" must both be a text, or both be lists';
    problems.report('exception', comps, message);
    return;
  }
  const [wanted, given] = [itemsOf(fields).length, itemsOf(comps).length];
  if (wanted !== given) {
    const message = `"comps" must have as many items as "fields": ${wanted}, not ${given}`;
    problems.report('exception', comps, message);
  }
}

function checkTuple(value: YamlNode, fields: YamlNode, problems: Problems): void {
  const wanted = itemsOf(fields).length;
  if (fields.kind === 'scalar') {
    if (textOf(value) !== undefined) return;
    const message = `each of "values" must be a text, as "fields" is one, not ${describeNode(value)}`;
    problems.report('exception', value, message);
  } else if (value.kind !== 'list' || value.items.length !== wanted) {
    const given = value.kind === 'list' ? `a list of ${value.items.length}` : describeNode(value);
    const message = `each of "values" must be a list of ${wanted}, one for each field, not ${given}`;
    problems.report('exception', value, message);
  }
}
