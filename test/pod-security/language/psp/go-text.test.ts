import { describe, expect, it } from 'vitest';
import { goQuoted } from '../../../../lib/pod-security/language/go-quoted';
import { capabilityList, groupList, portList, rangeList } from '../../../../lib/pod-security/language/psp/go-text';

describe('values as Go prints them', () => {
  it.each([
    ['a b', '"a b"'],
    ['"\\', '"\\"\\\\"'],
    ['\u0007\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['\u0001\u007f', '"\\x01\\x7f"'],
    ['é → 語 😀', '"é → 語 😀"'],
    ['\u00a0\u200b\ufeff', '"\\u00a0\\u200b\\ufeff"'],
    ['\u{e0001}', '"\\U000e0001"'],
  ])('%j in quotes is %s', (text, printed) => {
    expect(goQuoted(text)).toBe(printed);
  });

  it('lists', () => {
    expect([undefined, [], [1, 2]].map(groupList)).toEqual(['[]int64(nil)', '[]int64{}', '[]int64{1, 2}']);
    expect([undefined, ['A', 'B']].map(capabilityList)).toEqual([
      '[]core.Capability(nil)',
      '[]core.Capability{"A", "B"}',
    ]);
    expect(rangeList([{ min: 1, max: 2 }])).toBe('[{1 2}]');
    expect(portList(undefined)).toBe('');
  });
});
