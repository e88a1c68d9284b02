import {
  isObject,
  type Missing,
  mustBeArrayOf,
  mustBeMapOf,
  mustBeString,
  type Predicate,
} from '../diagnostics/predicates';
import { decodeText, holdsToken } from '../helm/token/tokens';

// What calls and props of this area take, where a value of the chart may stand for a part of it.

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The name of a namespace or of a Service: a selector would take any text, and mean nobody. */
export const mustBeName: Predicate = (value) =>
  typeof value === 'string' && (holdsToken(value) || DNS_LABEL.test(value))
    ? undefined
    : 'a name of up to 63 small letters, digits and "-"';

/** Labels, of which all may be a value of the chart. */
export const mustBeLabelTexts: Predicate = (value) => mapWanted(value) ?? mustBeMapOf(mustBeString)(value);

/** Texts, at least one: each becomes an object of its own, so none can be a whole list of the chart. */
export const mustBeSingleTexts: Predicate = (value) => {
  const wrong = mustBeArrayOf(mustBeSingleText)(value);
  return wrong ?? (Array.isArray(value) && value.length === 0 ? 'at least one text' : undefined);
};

const mustBeSingleText: Predicate = (value) => {
  if (typeof value !== 'string') return 'a string';
  return decodeText(value).pieces.some(({ kind }) => kind === 'l' || kind === 'm')
    ? [{ at: '', says: 'cannot be a list of the chart: how many texts it holds is not known yet', hint: 'one by one' }]
    : undefined;
};

/** An expression where its map is wanted. */
function mapWanted(value: unknown): Missing | undefined {
  return isObject(value) && '_node' in value ? { noun: 'an object of texts', hint: 'value.asMap()' } : undefined;
}
