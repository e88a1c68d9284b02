import { Lines, type Position } from './lines';
import type { YamlScalar } from './node';
import { piecesOf } from './pieces';

/** Says where the characters of a scalar's text stand in the file, in every style of writing. */
export class SourceMap {
  /** Offsets in the scalar's text and in the file, and how far they go on together. */
  private readonly runs: readonly { readonly inner: number; readonly outer: number; readonly width: number }[];
  private readonly lines: Lines;

  public constructor(
    text: string,
    private readonly scalar: YamlScalar,
  ) {
    let inner = 0;
    this.lines = new Lines(scalar.text);
    this.runs = piecesOf(text, scalar).map((piece) => {
      const run = { inner, outer: piece.start, width: piece.width };
      inner += piece.text.length;
      return run;
    });
  }

  /** Offset in the file of an offset in the scalar's text. */
  public offset(inner: number): number {
    let [low, high] = [0, this.runs.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.runs[middle]?.inner ?? 0) <= inner) low = middle;
      else high = middle - 1;
    }
    const run = this.runs[low];
    return run === undefined ? this.scalar.start : run.outer + Math.min(inner - run.inner, run.width);
  }

  /** Offset in the file of a line and column of the scalar's text, both counted from 1. */
  public offsetOf(position: Position): number {
    return this.offset(this.lines.offset(position));
  }
}
