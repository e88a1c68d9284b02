import type { Place } from '../diagnostics/diagnostic';

/** A place in a text, both counted from 1. Columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Says in which line and column an offset of a text is. A line ends with `\n`; the mark of a byte order has no column. */
export class Lines {
  private readonly starts: readonly number[];

  public constructor(private readonly text: string) {
    const starts = [text.startsWith('\ufeff') ? 1 : 0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  public position(offset: number): Position {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(offset - this.startOf(low), 0) + 1 };
  }

  /** The place from one offset to another. What goes over several lines has only a begin: an excerpt shows one line. */
  public place(start: number, end: number): Place & Position {
    const from = this.position(start);
    const to = this.position(end);
    const oneLine = to.line === from.line && to.column > from.column;
    return { ...from, ...(oneLine && { endLine: to.line, endColumn: to.column }) };
  }

  /** Offset of a line and column; the end of the text where there is no such line. */
  public offset({ line, column }: Position): number {
    return Math.min((this.starts[line - 1] ?? this.text.length) + column - 1, this.text.length);
  }

  private startOf(index: number): number {
    return this.starts[index] ?? 0;
  }
}
