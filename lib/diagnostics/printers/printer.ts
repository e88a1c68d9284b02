import type { Diagnostic } from '../diagnostic';
import type { Painter } from '../painter';

/** One input and what was found in it: a file, standard input, a construct tree. */
export interface CheckedInput {
  /** As the user named it; `-` is standard input. */
  readonly file: string;
  /** The verdict. Warnings do not refuse an input. */
  readonly accepted: boolean;
  /** In any order; printers sort them by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when there is no verdict because the input could not be read. Default: false. */
  readonly unreadable?: boolean;
  /** The text that was checked, for excerpts. */
  readonly text?: string;
  /** What was found in an input, in a few words, such as `profiles nginx, redis`. */
  readonly summary?: string;
}

/** What printers must know of the run. Each printer takes what it needs. */
export interface PrinterOptions {
  /** The program that made the report. */
  readonly tool: Tool;
  /** Colours for the terminal. Default: none. */
  readonly painter?: Painter;
  /** Lists accepted inputs too (terminal). Default: false. */
  readonly verbose?: boolean;
  /** Warnings fail an input (JUnit) and the last line says so (terminal). Default: false. */
  readonly strict?: boolean;
  /** What was checked, as the name of the test suite (JUnit). Default: the tool's name. */
  readonly suite?: string;
  /** Turns a file as the user named it into a path that starts at the repository. Default: only a leading `./` goes. */
  readonly locate?: (file: string) => string;
  /** One line for each code, for the rules of SARIF. Default: the code itself. */
  readonly rules?: Readonly<Record<string, string>>;
}

/** Name, version and home page of a program. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
}

/**
 * Turns checked inputs into text, one after the other, so that thousands of files need not be held in memory.
 * Texts end with a newline or are empty.
 */
export interface Printer {
  /** What can be said as soon as an input is checked. */
  readonly input: (input: CheckedInput) => string;
  /** What can be said after the last input. */
  readonly end: () => string;
}

/** Makes a printer for one run. */
export type PrinterFactory = (options: PrinterOptions) => Printer;
