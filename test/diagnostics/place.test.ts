import { describe, expect, it } from 'vitest';
import type { Diagnostic, Place } from '../../lib/diagnostics/diagnostic';
import { countLine, formatPlace, hasErrors, plural, sortDiagnostics } from '../../lib/diagnostics/place';

const at = (place: Place, rest: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'X1',
  severity: 'error',
  message: 'm',
  place,
  ...rest,
});

describe('formatPlace', () => {
  const rows: readonly (readonly [Place, string])[] = [
    [{}, ''],
    [{ file: 'a.yaml' }, 'a.yaml'],
    [{ file: 'a.yaml', line: 3 }, 'a.yaml:3'],
    [{ file: 'a.yaml', line: 3, column: 14 }, 'a.yaml:3:14'],
    [{ file: 'a.yaml', column: 14 }, 'a.yaml'],
    [{ file: '-', line: 1, column: 2 }, '<stdin>:1:2'],
    [{ path: 'shop/web' }, 'shop/web'],
    [{ key: 'spec.replicas' }, 'spec.replicas'],
    [{ path: 'shop/web', key: 'replicas' }, 'shop/web#replicas'],
    [{ path: 'shop/web', key: 'text', line: 2, column: 3 }, 'shop/web#text:2:3'],
    [{ file: 'a.aa', path: 'shop/web', line: 2 }, 'a.aa:2 (shop/web)'],
    [{ line: 2 }, 'line 2'],
    [{ line: 2, column: 7 }, 'line 2, column 7'],
  ];
  it.each(rows)('writes %j as "%s"', (place, text) => {
    expect(formatPlace(place)).toBe(text);
  });
});

describe('sortDiagnostics', () => {
  it('orders by document, line, column, then errors first, and leaves the input alone', () => {
    const sorted = [
      at({}),
      at({ path: 'a', line: 9 }),
      at({ path: 'b', line: 2 }),
      at({ file: 'B' }),
      at({ file: 'a', path: 'z' }),
      at({ file: 'a', line: 2, column: 1 }),
      at({ file: 'a', line: 2, column: 9 }, { severity: 'error' }),
      at({ file: 'a', line: 2, column: 9 }, { severity: 'warning' }),
      at({ file: 'a', line: 10, path: 'b' }),
      at({ file: 'a', line: 11, path: 'a' }),
    ];
    const shuffled = [...sorted].reverse();
    const before = [...shuffled];
    expect(sortDiagnostics(shuffled)).toEqual(sorted);
    expect(shuffled).toEqual(before);
  });
});

describe('counts', () => {
  it('names only the severities that occur, in the singular and the plural', () => {
    expect(countLine([at({}), at({}), at({}, { severity: 'warning' })])).toBe('2 errors, 1 warning');
    expect(countLine([at({}, { severity: 'note' }), at({}, { severity: 'note' })])).toBe('2 notes');
    expect(countLine([])).toBe('no problems');
    expect(plural(1, 'file')).toBe('1 file');
    expect(plural(0, 'file')).toBe('0 files');
  });

  it('takes only errors for errors', () => {
    expect(hasErrors([at({}, { severity: 'warning' }), at({}, { severity: 'note' })])).toBe(false);
    expect(hasErrors([at({}, { severity: 'warning' }), at({})])).toBe(true);
  });
});
