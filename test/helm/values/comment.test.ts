import { describe, expect, test } from 'vitest';
import { commentLines } from '../../../lib/helm/values/comment';

describe('commentLines', () => {
  test('breaks at blanks, never inside of a word', () => {
    expect(commentLines('one two three four five six', '-- ', 20)).toEqual(['# -- one two three', '# four five six']);
    expect(commentLines(`a ${'b'.repeat(30)} c`, '', 20)).toEqual(['# a', `# ${'b'.repeat(30)}`, '# c']);
  });

  test('keeps the lines of the text and its empty ones', () => {
    expect(commentLines('one\n\ntwo\r\nthree\n', '', 50)).toEqual(['# one', '#', '# two', '# three']);
  });

  test('lets no line start with what helm-docs takes for an order', () => {
    expect(commentLines('aaaa bbbb cccc dddd @ignore', '', 22)).toEqual(['# aaaa bbbb cccc', '# dddd @ignore']);
    expect(commentLines('aaaa bbbb cccc dddd -- e', '', 22)).toEqual(['# aaaa bbbb cccc', '# dddd -- e']);
  });

  test.each(['a\u0085b', 'a\u2028b', 'a\u2029b', 'a\u0000b', 'a\u007fb', 'a\ufeffb', 'a\tb', 'a\ud800b'])(
    'takes out what would end the comment: %j',
    (text) => {
      expect(commentLines(text, '', 50)).toEqual(['# a b']);
    },
  );
});
