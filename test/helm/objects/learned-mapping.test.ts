import { describe, expect, test, vi } from 'vitest';
import { learnedMapping, type Mapping } from '../../../lib/helm/objects/learned-mapping';

/** As `cdk8s import` writes it: names, unions, records, lists, what is unknown goes. */
const generated: Mapping = (props) => ({
  kind: 'Thing',
  aName: (props as { name?: unknown }).name,
  port: (props as { port?: { value: unknown } }).port?.value,
  list: (props as { list?: readonly unknown[] }).list?.map((item) => item),
  map: Object.fromEntries(Object.entries((props as { map?: object }).map ?? {})),
});

describe('a mapping', () => {
  test('is asked for the first data of a shape only, and gives the same for all', () => {
    const asked = vi.fn(generated);
    const learned = learnedMapping(asked);
    const data = [
      { name: 'a', port: { value: 1 }, list: ['x', true], map: { k: 'v' }, unknown: 1 },
      { name: 'b', port: { value: '2' }, list: [0, ''], map: { k: false }, unknown: 2 },
      { name: 'c', port: { value: 3 }, list: [new Date(0), 5], map: { k: 'w' }, unknown: 3 },
    ];
    expect(data.map((one) => JSON.stringify(learned(one)))).toEqual(data.map((one) => JSON.stringify(generated(one))));
    // Once for the result, once to see where each leaf goes.
    expect(asked).toHaveBeenCalledTimes(2);
  });

  test.each<[string, object, object]>([
    ['another key', { name: 'a' }, { name: 'a', map: {} }],
    ['another order', { map: { a: 1, b: 2 } }, { map: { b: 2, a: 1 } }],
    ['another number of items', { list: [1] }, { list: [1, 2] }],
    ['a list for a map', { name: ['x'] }, { name: { x: 'x' } }],
    ['a value that is missing', { name: 'a', port: { value: 1 } }, { name: undefined, port: { value: 1 } }],
    ['an empty map for a text', { map: { a: {} } }, { map: { a: 'x' } }],
  ])('is asked again for data of another shape: %s', (_, first, second) => {
    const asked = vi.fn(generated);
    const learned = learnedMapping(asked);
    learned({ ...first });
    expect(learned({ ...second })).toEqual(generated({ ...second }));
    expect(asked).toHaveBeenCalledTimes(4);
  });

  test('that looks at a value is asked each time', () => {
    const learned = learnedMapping((props) => ({ name: String((props as { name: string }).name).toUpperCase() }));
    expect(['a', 'b', 'c'].map((name) => learned({ name }))).toEqual([{ name: 'A' }, { name: 'B' }, { name: 'C' }]);
  });

  test('that fails on what is no text is asked each time', () => {
    const learned = learnedMapping((props) => ({ name: (props as { name: string }).name.trim() }));
    expect(['a ', 'b '].map((name) => learned({ name }))).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  test('gives objects of their own', () => {
    const learned = learnedMapping(generated);
    const [one, two] = [1, 2].map(() => learned({ list: [1], map: { a: 'x' } }) as { list: unknown[]; map: object });
    one?.list.push(2);
    expect(two?.list).toEqual([1]);
    expect(two?.map).not.toBe(one?.map);
  });

  test('is only asked when there are too many shapes to remember', () => {
    const learned = learnedMapping(generated);
    const data = Array.from({ length: 600 }, (_, i) => ({ map: { [`key${i}`]: i } }));
    expect(data.map((one) => learned(one))).toEqual(data.map((one) => generated(one)));
    expect(data.map((one) => learned(one))).toEqual(data.map((one) => generated(one)));
  });
});
