import { describe, expect, it } from 'vitest';
import { selects } from '../../lib/kubernetes/selects';

const labels = { app: 'web', tier: 'front' };
const one = (key: string, operator: string, ...values: string[]) => ({ matchExpressions: [{ key, operator, values }] });

describe('selects', () => {
  it.each([
    ['nothing is asked', {}, true],
    ['a label is as asked', { matchLabels: { app: 'web' } }, true],
    ['one of two labels is not', { matchLabels: { app: 'web', tier: 'back' } }, false],
    ['a label that all objects inherit is asked for', { matchLabels: { constructor: 'web' } }, false],
    ['the value is in the list', one('app', 'In', 'db', 'web'), true],
    ['the value is not in the list', one('app', 'In', 'db'), false],
    ['there is no label to be in the list', one('team', 'In', 'a'), false],
    ['the value is none of the list', one('app', 'NotIn', 'db'), true],
    ['the value is one of the list', one('app', 'NotIn', 'web'), false],
    ['there is no label to be none of the list', one('team', 'NotIn', 'a'), true],
    ['the label must be there, and is', one('app', 'Exists'), true],
    ['the label must be there, and is not', one('team', 'Exists'), false],
    ['the label must not be there, and is', one('app', 'DoesNotExist'), false],
    ['nobody knows the operator', one('app', 'Equals', 'web'), false],
    ['labels fit, and expressions do not', { matchLabels: { app: 'web' }, ...one('tier', 'NotIn', 'front') }, false],
  ])('answers where %s', (_, selector, expected) => {
    expect(selects(selector, labels)).toBe(expected);
  });
});
