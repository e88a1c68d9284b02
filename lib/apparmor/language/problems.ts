import type { Diagnostic, Severity } from '../../diagnostics/diagnostic';
import type { Scanner } from './scanner';

/** Codes of what can be wrong with a profile text. They never change their meaning. */
export const CODES = {
  noProfile: 'APPARMOR1001',
  braces: 'APPARMOR1002',
  nameMissing: 'APPARMOR1003',
  nameTwice: 'APPARMOR1004',
  variableUnknown: 'APPARMOR1005',
  keywordMissing: 'APPARMOR1006',
  profileExpected: 'APPARMOR1007',
  quoteOpen: 'APPARMOR1008',
  childTooDeep: 'APPARMOR1009',
  abiMissing: 'APPARMOR1010',
  strayBytes: 'APPARMOR1011',
  byteOrderMark: 'APPARMOR1012',
  flagUnknown: 'APPARMOR1013',
  flagTooNew: 'APPARMOR1014',
  flagsContradict: 'APPARMOR1015',
} as const;

export type Code = keyof typeof CODES;

/** Longer pieces of the text are cut in messages: a line may have millions of characters. */
const LONGEST = 60;

/** A piece of the text as messages show it. */
export function shown(piece: string): string {
  return piece.length > LONGEST ? `${piece.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…` : piece;
}

/** Collects what is wrong with one text. */
export class Problems {
  private readonly found: Diagnostic[] = [];

  public constructor(
    private readonly scanner: Scanner,
    private readonly file: string | undefined,
  ) {}

  public get diagnostics(): readonly Diagnostic[] {
    return this.found;
  }

  /** Reports a problem at an offset of the text. */
  public report(code: Code, offset: number, message: string, hint?: string, severity: Severity = 'error'): void {
    const { line, column } = this.scanner.position(offset);
    const place = { ...(this.file !== undefined && { file: this.file }), line, column };
    this.found.push({ code: CODES[code], severity, message, ...(hint !== undefined && { hint }), place });
  }
}
