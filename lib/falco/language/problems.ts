import { quote } from '../../diagnostics/describe';
import type { Diagnostic, Severity } from '../../diagnostics/diagnostic';
import { Lines, type Position } from '../../yaml/lines';
import type { YamlNode } from '../../yaml/node';
import { textOf } from '../../yaml/walk';

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
  private readonly lines: Lines;

  public constructor(
    text: string,
    private readonly file: string | undefined,
  ) {
    this.lines = new Lines(text);
  }

  public get diagnostics(): readonly Diagnostic[] {
    return this.found;
  }

  /** Reports a problem of a node, or of another part of the text. */
  public report(code: Code, at: Pick<YamlNode, 'start' | 'end'>, message: string, options: ProblemOptions = {}): void {
    const { hint, severity = 'error' } = options;
    const place = { ...(this.file !== undefined && { file: this.file }), ...this.lines.place(at.start, at.end) };
    this.found.push({ code: CODES[code], severity, message, ...(hint !== undefined && { hint }), place });
  }

  /** Reports a problem at an offset of the text. */
  public reportAt(code: Code, offset: number, message: string, options: ProblemOptions = {}): void {
    this.report(code, { start: offset, end: offset }, message, options);
  }

  /** Line and column, counted from 1. */
  public position(offset: number): Position {
    return this.lines.position(offset);
  }
}

/** What Falco's reader calls the kinds of values. */
const KINDS = { list: 'a sequence', map: 'a mapping', scalar: 'nothing' } as const;

/** A node in words, for the end of `must be a text, not …`. */
export function describeNode(node: YamlNode): string {
  const text = textOf(node);
  return text === undefined ? KINDS[node.kind] : quote(text);
}
