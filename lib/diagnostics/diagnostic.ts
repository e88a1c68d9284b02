/** How bad a problem is: an error stops synth, a warning is shown, a note only informs. */
export type Severity = 'error' | 'warning' | 'note';

/**
 * Where a problem is: in a text (file, line, column) or in a construct tree (path, key).
 * Lines and columns count from 1. Columns count UTF-16 code units, as strings do in JavaScript and in editors.
 */
export interface Place {
  /** File as the user named it; `-` is standard input. */
  readonly file?: string;
  /** First line of the problem. */
  readonly line?: number;
  /** First column of the problem. */
  readonly column?: number;
  /** Last line of the problem. Default: the first line. */
  readonly endLine?: number;
  /** Column after the last character of the problem. Default: one after the first column. */
  readonly endColumn?: number;
  /** Construct path, such as `shop/web/loader`. */
  readonly path?: string;
  /** Key inside the object, the values or the props, such as `spec.replicas`. */
  readonly key?: string;
}

/** One problem. Plain data: printers decide how it looks. */
export interface Diagnostic {
  /** Stable code, such as `HELM1003`: upper-case area, then a number. */
  readonly code: string;
  /** How bad it is: `error`, `warning` or `note`. */
  readonly severity: Severity;
  /** What is wrong, in the words of the field, without a full stop. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  /** Where it is. Left out when the problem has no place, such as a missing tool. */
  readonly place?: Place;
}
