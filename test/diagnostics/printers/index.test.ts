import { describe, expect, it } from 'vitest';
import { FORMATS, PRINTERS, print } from '../../../lib/diagnostics/printers';
import { ALL, OPTIONS } from './inputs';

describe('printers', () => {
  it('are a table keyed by format', () => {
    expect(FORMATS).toEqual(['terminal', 'json', 'code-quality', 'sarif', 'junit']);
  });

  it.each(FORMATS)('%s keeps nothing from one run to the next and ends with a newline', (format) => {
    const first = print(format, ALL, OPTIONS);
    expect(first.endsWith('\n')).toBe(true);
    expect(print(format, ALL, OPTIONS)).toBe(first);
  });

  it.each(FORMATS)('%s prints the same piece by piece', (format) => {
    const printer = PRINTERS[format](OPTIONS);
    const pieces = ALL.map((input) => printer.input(input));
    expect(pieces.join('') + printer.end()).toBe(print(format, ALL, OPTIONS));
  });
});
