import { codeQuality } from './code-quality';
import type { Format } from './formats';
import { json } from './json';
import { junit } from './junit';
import type { CheckedInput, PrinterFactory, PrinterOptions } from './printer';
import { sarif } from './sarif';
import { terminal } from './terminal';

export { FORMATS, type Format } from './formats';
export type { CheckedInput, Printer, PrinterFactory, PrinterOptions, Tool } from './printer';

/** All printers by the name of their format. A new format is one file, one name in `FORMATS` and one row. */
export const PRINTERS: Readonly<Record<Format, PrinterFactory>> = {
  terminal,
  json,
  'code-quality': codeQuality,
  sarif,
  junit,
};

/** The whole report at once. */
export function print(format: Format, inputs: readonly CheckedInput[], options: PrinterOptions): string {
  const printer = PRINTERS[format](options);
  return [...inputs.map((input) => printer.input(input)), printer.end()].join('');
}
