import { describe, expect, it } from 'vitest';
import { layeredValues, unsharedValues } from '../../lib/helm/upstream-values';

describe('values for a chart of somebody else', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['maps key by key', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
    ['lists as a whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['null, which Helm understands', { a: { b: 1 } }, { a: null }, { a: null }],
    ['nothing that is undefined', { a: 1 }, { a: undefined }, { a: 1 }],
    ['names that every object knows', {}, { constructor: { a: 1 } }, { constructor: { a: 1 } }],
  ])('are laid over others: %s', (_name, base, over, expected) => {
    expect(layeredValues(base, over)).toEqual(expected);
  });

  it('keep a key that would be the prototype of what they are laid over', () => {
    const layered = layeredValues({}, JSON.parse('{"__proto__": {"a": 1}}')) as object;
    expect(Object.keys(layered)).toEqual(['__proto__']);
  });

  it('hold nothing twice, so that YAML writes no alias', () => {
    const shared = { a: 1 };
    const copy = unsharedValues({ one: shared, two: [shared] }) as { one: object; two: object[] };
    expect(copy).toEqual({ one: shared, two: [shared] });
    expect(copy.one).not.toBe(copy.two[0]);
  });
});
