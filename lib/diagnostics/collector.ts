import type { Diagnostic } from './diagnostic';
import { DiagnosticError, type DiagnosticErrorOptions } from './diagnostic-error';
import { hasErrors } from './place';

/** Takes one problem. What a check is given, so that it can go on after a problem. */
export type Report = (diagnostic: Diagnostic) => void;

/** Gathers problems, so that all mistakes show in one run. */
export class DiagnosticCollector {
  readonly #diagnostics: Diagnostic[] = [];

  /** Adds one problem. Bound: it can be handed on as a {@link Report}. */
  public readonly report: Report = (diagnostic) => {
    this.#diagnostics.push(diagnostic);
  };

  /** What was reported, in the order of the reports. */
  public get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** Was an error reported? Warnings and notes do not count. */
  public get hasErrors(): boolean {
    return hasErrors(this.#diagnostics);
  }

  /** Throws one {@link DiagnosticError} with everything reported, warnings included, when there is an error among it. */
  public throwIfErrors(options: DiagnosticErrorOptions = {}): void {
    if (this.hasErrors) throw new DiagnosticError(this.#diagnostics, options);
  }
}
