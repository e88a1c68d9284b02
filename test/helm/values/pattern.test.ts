import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePattern } from '../../../lib/helm/values/pattern';
import { anyPattern } from './arbitrary';

function matches(pattern: string, text: string): boolean {
  const parsed = parsePattern(pattern);
  if (parsed.kind === 'problem') throw new Error(parsed.says);
  return parsed.regexp.test(text);
}

describe('parsePattern', () => {
  test.each([
    ['^[a-z]+$', 'abc', true],
    ['^[a-z]+$', 'abc\n', false],
    ['b', 'abc', true],
    ['^.$', '\r', true],
    ['^.$', '\n', false],
    ['^.$', '👍', true],
    ['^\\s$', '\u00a0', false],
    ['^[\\s]$', '\u00a0', false],
    ['^\\S$', '\u00a0', true],
    ['^\\s$', '\v', false],
    ['^\\w$', 'é', false],
    ['^(a|b)?c$', 'bc', true],
    ['^\\p{Lu}$', 'É', true],
    ['^a{2,3}?$', 'aaaa', false],
    ['^[\\]\\-^]+$', ']-^', true],
  ])('%s on %j is %s, as Go says', (pattern, text, verdict) => {
    expect(matches(pattern, text)).toBe(verdict);
  });

  test.each([
    ['(?=a)', 'uses lookahead or lookbehind, which Helm does not know'],
    ['(?<!a)', 'uses lookahead or lookbehind, which Helm does not know'],
    ['(?<name>a)', 'uses a named group or inline flags'],
    ['(?P<name>a)', 'uses a named group or inline flags'],
    ['(?i)a', 'uses a named group or inline flags'],
    ['(a)\\1', 'has the back reference \\1, which Helm does not know'],
    ['\\u0041', 'has \\u, which Go and JavaScript read differently'],
    ['\\Aa\\z', 'has \\A, which Go and JavaScript read differently'],
    ['a\\-b', 'has \\-, which Go and JavaScript read differently'],
    ['\\p{Greek}', 'has \\p without a category'],
    ['\\x4', 'has \\x without two hexadecimal digits'],
    ['[[:alpha:]]', 'has a bare "[" inside a class'],
    ['[\\S]', 'has \\S inside a class'],
    ['[\\w-z]', 'has \\w as the end of a range'],
    ['[a-\\s]', 'has \\s as the end of a range'],
    ['[]', 'has an empty class'],
    ['[^]', 'has an empty class'],
    ['[a', 'has a "[" without "]"'],
    ['a{', 'has a bare "{"'],
    ['a{,2}', 'has a bare "{"'],
    ['a}', 'has a bare "}"'],
    ['a]', 'has a bare "]"'],
    ['(a', 'has a "(" without ")"'],
    ['a)', 'has a ")" without "("'],
    ['*a', 'has nothing to repeat before "*"'],
    ['^*', 'repeats "^", which matches a place'],
    ['\\b+', 'repeats "\\b", which matches a place'],
    ['a**', 'repeats a repeat'],
    ['a++', 'repeats a repeat'],
    ['a{1001}', 'repeats more than 1,000 times, which Helm does not allow'],
    ['(a{40}){40}', 'repeats more than 1,000 times, which Helm does not allow'],
    ['a{3,2}', 'repeats at least 3 and at most 2 times'],
    ['a\\', 'has a "\\" without a character'],
    ['[z-a]', 'is not a regular expression'],
  ])('refuses %s: it %s', (pattern, says) => {
    expect(parsePattern(pattern)).toMatchObject({ kind: 'problem', says });
  });

  test('makes up texts that match, unless the pattern looks at places inside', () => {
    for (const pattern of [
      '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      '^\\d{1,3}%$',
      '^(debug|info)$',
      '\\.ya?ml$',
      '^v?\\d+(\\.\\d+){2}$',
      '[^\\x00-\\x7f]{2}é',
    ]) {
      const parsed = parsePattern(pattern);
      const samples =
        parsed.kind === 'pattern' ? Array.from({ length: 30 }, (_, variant) => parsed.sample(variant)) : [];
      expect([pattern, samples.filter((sample) => !matches(pattern, sample))]).toEqual([pattern, []]);
      expect([pattern, new Set(samples).size > 1]).toEqual([pattern, true]);
    }
  });

  test('takes what it takes as a JavaScript regular expression too, with the same verdict but for blanks and line ends', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'Z', '0', '-', '/', '.', ' ', 'é', '日', ']', '^'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(anyPattern, text, (pattern, tried) => {
        expect(matches(pattern, tried)).toBe(new RegExp(pattern, 'u').test(tried));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
