import { NotEvaluable, RenderError } from '../go-value';
import { commonType } from './comparison';
import { go, type Table } from './function';
import { isTrue } from './go/kinds';

/** What to take when something is missing, and when to stop. */
export const FLOW: Table = {
  default: {
    ...go(
      ['any', 'any...'],
      'any',
      'The second argument, or the first where the second is empty.',
      ([fallback, ...given]) => (given.length > 0 && isTrue(given[0] ?? null) ? (given[0] ?? null) : fallback),
    ),
    returns: commonType,
    orderFree: true,
  },
  coalesce: {
    ...go(['any...'], 'any', 'The first argument that is not empty, or nil.', (values) => values.find(isTrue) ?? null),
    returns: commonType,
    orderFree: true,
  },
  ternary: {
    ...go(
      ['any', 'any', 'bool'],
      'any',
      'The first argument where the third is true, the second otherwise.',
      ([yes, no, test]) => (test ? yes : no),
    ),
    returns: ([yes = 'any', no = 'any']) => commonType([yes, no]),
    orderFree: true,
  },
  empty: {
    ...go(['any'], 'bool', 'True for nil, false, zero and everything empty.', ([value]) => !isTrue(value)),
    orderFree: true,
  },
  all: {
    ...go(['any...'], 'bool', 'Whether no argument is empty.', (values) => values.every(isTrue)),
    orderFree: true,
  },
  any: {
    ...go(['any...'], 'bool', 'Whether some argument is not empty.', (values) => values.some(isTrue)),
    orderFree: true,
  },
  required: {
    ...go(
      ['string', 'any'],
      'any',
      'The value; an error with the message where it is nil or an empty text.',
      ([message, value]) => {
        if (value === null || value === '') throw new RenderError(message);
        return value;
      },
    ),
    returns: ([, value = 'any']) => value,
    orderFree: true,
  },
  fail: go(['string'], 'string', 'Ends with an error.', ([message]) => {
    throw new RenderError(message);
  }),
  tpl: go(
    ['string', 'any'],
    'string',
    'The text, rendered as a template. Evaluated only where it holds no action.',
    ([text]) => {
      if (text.includes('{{')) throw new NotEvaluable('a template inside of a value');
      return text.replaceAll('<no value>', '');
    },
  ),
  call: go(['any', 'any...'], 'any', 'Calls a function that is a value. Charts have none.'),
  lookup: go(
    ['string', 'string', 'string', 'string'],
    'map[string]interface {}',
    'Reads an object from the cluster; empty in helm template.',
  ),
  getHostByName: go(['string'], 'string', 'An address of a host; empty unless Helm runs with --enable-dns.'),
  hello: go([], 'string', 'Says Hello!', () => 'Hello!'),
};
