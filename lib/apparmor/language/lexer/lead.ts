import type { Lead } from './tokens';

/** Keeps comments and empty lines for the token that comes next. */
export class LeadKeeper {
  private above: string[] = [];
  private behind: string | undefined;
  /** Something stands on this line already. */
  private written: boolean;

  /** @param fresh nothing stands before on the first line */
  public constructor(fresh: boolean) {
    this.written = !fresh;
  }

  public newline(): void {
    if (!this.written) this.above.push('');
    this.written = false;
  }

  /** A comment with the end of its line. */
  public comment(text: string): void {
    if (this.written) this.behind = text;
    else this.above.push(text);
    this.written = false;
  }

  /** What was kept; from now on something stands on this line. */
  public take(): Lead | undefined {
    this.written = true;
    if (this.behind === undefined && this.above.length === 0) return undefined;
    const lead = { ...(this.behind !== undefined && { behind: this.behind }), above: this.above };
    this.behind = undefined;
    this.above = [];
    return lead;
  }
}
