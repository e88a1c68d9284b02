import { checkObject } from '../../diagnostics/check';
import { DiagnosticCollector } from '../../diagnostics/collector';
import { callError, DiagnosticError } from '../../diagnostics/diagnostic-error';
import { mustBeArrayOf, mustBeString, type Predicate, type Shape } from '../../diagnostics/predicates';

/** An empty list would mean any, and a list that was computed may be empty by mistake. */
export const mustBeSome: Predicate = (value) =>
  Array.isArray(value) && value.length === 0
    ? { noun: 'a list of at least one', hint: 'leave it out where any is meant' }
    : mustBeArrayOf(mustBeString)(value);

/**
 * Checks what a rule is about, for callers whose language does not tell: a mistyped prop would be left out, and a rule with
 * less in it allows more.
 *
 * @throws DiagnosticError HELM1050
 */
export function checkRuleProps(props: unknown, shape: Shape): void {
  const wrong = new DiagnosticCollector();
  checkObject(props, shape, {}, 'HELM1050', wrong.report);
  if (wrong.diagnostics.length > 0) throw new DiagnosticError(wrong.diagnostics, { inCall: true });
}

/** What the words of the rule look at themselves. */
export const looked: Predicate = () => undefined;

/** Names without which a rule would be about everything. @throws DiagnosticError APPARMOR1023 */
export function mustName(names: readonly unknown[], what: string, all: string): void {
  if (names.length > 0 && names[0] !== undefined) return;
  throw callError('APPARMOR1023', `${what} is missing, and the rule would be about all`, `${all} says that`);
}
