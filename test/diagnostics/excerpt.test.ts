import { describe, expect, it } from 'vitest';
import type { Place } from '../../lib/diagnostics/diagnostic';
import { excerpt, splitLines } from '../../lib/diagnostics/excerpt';
import { plainPainter } from '../../lib/diagnostics/painter';
import { visible } from '../../lib/diagnostics/visible';

const show = (text: string, place: Place): readonly string[] => excerpt(splitLines(text), place, plainPainter);

describe('excerpt', () => {
  const profile = 'profile nginx {\n  capability sys_admn,\n}\n';

  it('shows the line and marks the whole range', () => {
    expect(show(profile, { line: 2, column: 14, endColumn: 22 })).toEqual([
      '     2 |   capability sys_admn,',
      '       |              ^^^^^^^^',
    ]);
  });

  it('marks one column when the end is not known', () => {
    expect(show(profile, { line: 2, column: 14 })[1]).toBe('       |              ^');
  });

  it('shows the line alone when the column is not known, and nothing when the line is not', () => {
    expect(show(profile, { line: 2 })).toEqual(['     2 |   capability sys_admn,']);
    expect(show(profile, { column: 2 })).toEqual([]);
    expect(show(profile, { line: 99 })).toEqual([]);
    expect(show('', { line: 1, column: 1 })).toEqual(['     1 |', '       | ^']);
  });

  it('marks up to the end of the line when the range goes on below', () => {
    expect(show(profile, { line: 1, column: 9, endLine: 3, endColumn: 2 })[1]).toBe('       |         ^^^^^^^');
  });

  it('puts the caret behind the line when the column is past its end', () => {
    expect(show('abc', { line: 1, column: 4 })[1]).toBe('       |    ^');
    expect(show('abc', { line: 1, column: 400, endColumn: 500 })[1]).toBe('       |    ^');
  });

  it('lines up below tabs, wide and combining characters', () => {
    expect(show('\tdeny x', { line: 1, column: 2, endColumn: 6 })[1]).toBe('       | \t^^^^');
    expect(show('漢字 x', { line: 1, column: 4 })[1]).toBe('       |      ^');
    expect(show('e\u0301 x', { line: 1, column: 4 })[1]).toBe('       |   ^');
    expect(show('🔒 x', { line: 1, column: 4 })[1]).toBe('       |    ^');
  });

  it('does not count the carriage return of a Windows line', () => {
    expect(show('a\r\nbc\r\n', { line: 2, column: 1, endLine: 3, endColumn: 1 })).toEqual([
      '     2 | bc',
      '       | ^^',
    ]);
  });

  it('cuts long lines around the problem and keeps the caret below it', () => {
    const line = `${'a'.repeat(500)}WRONG${'b'.repeat(500)}`;
    const [source = '', caret = ''] = show(line, { line: 1, column: 501, endColumn: 506 });
    expect(source.length).toBeLessThan(130);
    expect(source).toMatch(/… *a+WRONGb+…$|\| …a+WRONGb+…$/);
    expect(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('WRONG');
  });

  it('keeps the caret right at both ends of a long line', () => {
    const line = `HEAD${'-'.repeat(500)}TAIL`;
    for (const [word, column] of [
      ['HEAD', 1],
      ['TAIL', 505],
    ] as const) {
      const [source = '', caret = ''] = show(line, { line: 1, column, endColumn: column + 4 });
      expect(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe(word);
    }
  });
});

describe('visible', () => {
  it('lets no escape sequence and no turned text reach the terminal, one character for one', () => {
    const hostile = '\u001b[31mred\u0007\u007f\u0085\u202eabc';
    expect(visible(hostile)).toBe('␛[31mred␇␡\ufffd\ufffdabc');
    expect(visible(hostile)).toHaveLength(hostile.length);
  });

  it('leaves tabs, newlines and letters of every script alone', () => {
    expect(visible('a\tb\nпрофиль 漢字 🔒')).toBe('a\tb\nпрофиль 漢字 🔒');
  });
});
