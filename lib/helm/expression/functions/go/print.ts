import { type GoValue, NotEvaluable } from '../../go-value';
import { formatFloat } from './float';
import { compareText } from './utf8';
import { isList, isUnordered } from './values';

/**
 * The value as `%v` prints it: `1e+06`, `[a b]`, `map[a:1 b:<nil>]`, `<nil>`.
 *
 * @throws NotEvaluable for a list whose order is left to chance.
 */
export function printed(value: GoValue): string {
  if (value === null) return '<nil>';
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return formatFloat(value, 'g', -1);
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return printedComposite(value, printed);
  }
}

/** A list in `[]` or a map in `map[]`, with what is in it written by `item`; keys are written by it, too. */
export function printedComposite(value: GoValue & object, item: (value: GoValue) => string): string {
  if (isUnordered(value)) throw byChance();
  if (isList(value)) return `[${value.map(item).join(' ')}]`;
  const keys = Object.keys(value).sort(compareText);
  return `map[${keys.map((key) => `${item(key)}:${item(value[key] ?? null)}`).join(' ')}]`;
}

/** `fmt.Sprint`: a space between two values where neither is a text. */
export function sprint(values: readonly GoValue[]): string {
  let out = '';
  for (const [index, value] of values.entries()) {
    const apart = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string';
    out += (apart ? ' ' : '') + printed(value);
  }
  return out;
}

/** What an action (`{{ … }}`) writes: like `%v`, but nothing for nil, and Helm deletes every `<no value>`. */
export function written(value: GoValue): string {
  return value === null ? '' : printed(value).replaceAll('<no value>', '');
}

export function byChance(): NotEvaluable {
  return new NotEvaluable(
    'Go gives keys and values in an order that changes from run to run; sort them first (sortAlpha)',
  );
}
