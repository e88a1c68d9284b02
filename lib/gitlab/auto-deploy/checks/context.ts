import type { Report } from '../../../diagnostics/collector';
import type { Severity } from '../../../diagnostics/diagnostic';

/** Values of the chart as data: what a values file holds. */
export type Values = Readonly<Record<string, unknown>>;

/** What a check is given. */
export interface Context {
  /** Tag of auto-deploy-image. */
  readonly target: string;
  readonly report: Report;
  /** For what constructs say of themselves: it is told of them once, however often they are used. */
  readonly tell: Report;
}

/** A problem at a key. */
export function say(
  { report }: Context,
  severity: Severity,
  code: string,
  key: string,
  message: string,
  hint: string,
): void {
  report({ code, severity, message: `"${key}" ${message}`, hint, place: { key } });
}
