import { quote } from '../../diagnostics/describe';
import type { Diagnostic, Place, Severity } from '../../diagnostics/diagnostic';
import type { YamlNode } from './yaml';

/** Codes of what can be wrong with a file of rules. They never change their meaning. */
export const CODES = {
  noYaml: 'FALCO1001',
  noItems: 'FALCO1002',
  itemUnknown: 'FALCO1003',
  keyUnknown: 'FALCO1004',
  keyMissing: 'FALCO1005',
  valueWrong: 'FALCO1006',
  priorityUnknown: 'FALCO1007',
  priorityLowerCase: 'FALCO1008',
  override: 'FALCO1009',
  exception: 'FALCO1010',
  version: 'FALCO1011',
  deprecated: 'FALCO1012',
  nameUnusable: 'FALCO1013',
  keyTwice: 'FALCO1014',
  empty: 'FALCO1015',
  foreignLineEnd: 'FALCO1022',
} as const;

export type Code = keyof typeof CODES;

/** A hint, and how bad it is when it is no error. */
export interface ProblemOptions {
  readonly hint?: string | undefined;
  readonly severity?: Severity;
}

/** Collects what is wrong with one text. */
export class Problems {
  private readonly found: Diagnostic[] = [];
  private readonly lineStarts: readonly number[];

  public constructor(
    private readonly text: string,
    private readonly file: string | undefined,
  ) {
    this.lineStarts = lineStartsOf(text);
  }

  public get diagnostics(): readonly Diagnostic[] {
    return this.found;
  }

  /** Reports a problem of a node. */
  public report(code: Code, at: YamlNode, message: string, options: ProblemOptions = {}): void {
    this.push(code, this.placeOf(at), message, options);
  }

  /** Reports a problem at an offset of the text. */
  public reportAt(code: Code, offset: number, message: string, options: ProblemOptions = {}): void {
    this.push(code, this.point(offset), message, options);
  }

  /** Line and column, counted from 1. */
  public position(offset: number): { readonly line: number; readonly column: number } {
    let [low, high] = [0, this.lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }

  private push(code: Code, place: Place, message: string, { hint, severity = 'error' }: ProblemOptions): void {
    this.found.push({ code: CODES[code], severity, message, ...(hint !== undefined && { hint }), place });
  }

  private point(offset: number): Place {
    return { ...(this.file !== undefined && { file: this.file }), ...this.position(offset) };
  }

  /** What goes over several lines has only a begin: an excerpt shows one line. */
  private placeOf({ start, end }: YamlNode): Place {
    const place = this.point(start);
    if (end <= start || this.text.slice(start, end).includes('\n')) return place;
    return { ...place, endLine: place.line as number, endColumn: (place.column as number) + end - start };
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A node in words, for the end of `must be a text, not …`. */
export function describeNode({ kind, text }: YamlNode): string {
  if (kind === 'scalar') return quote(text);
  return kind === 'null' ? 'nothing' : `a ${kind}`;
}
