import { either, flawsOf, mustBeString, mustBeText, type Predicate } from '../../diagnostics/predicates';
import type { HelmChart } from '../chart/chart';
import { isMap } from '../document/plain-map';
import { mustBeExpression } from '../sound-props';
import { holdsToken } from '../token/tokens';

/** A token of an expression is one too. */
const mustBeCondition: Predicate = (value) =>
  typeof value === 'string' && holdsToken(value) ? undefined : mustBeExpression(value);

const mustBeLine = either(mustBeString, mustBeExpression);

const mustBePairs: Predicate = (value) =>
  isMap(value) || mustBeExpression(value) === undefined ? undefined : 'a map, or an expression of one';

/** What the methods of a chart take, for callers whose language does not tell. */
const ARGUMENTS = {
  'addCheck.failWhen': mustBeCondition,
  'addCheck.message': mustBeLine,
  'addNotes.lines': mustBeLine,
  'addNotesWhen.condition': mustBeCondition,
  'addNotesWhen.lines': mustBeLine,
  'addReadme.markdown': mustBeText,
  'addLabels.labels': mustBePairs,
  'addAnnotations.annotations': mustBePairs,
} as const;

/** Whether an argument is right. One that is wrong is reported under the name of the method. */
export function isSound(chart: HelmChart, argument: keyof typeof ARGUMENTS, value: unknown): boolean {
  const flaws = flawsOf(ARGUMENTS[argument], value, '');
  const [method, name] = argument.split('.');
  for (const { says, hint } of flaws) {
    chart._problems.push({
      code: 'HELM1050',
      severity: 'error',
      message: `"${name}" of ${method}() ${says}`,
      ...(hint === undefined ? {} : { hint }),
      place: { path: chart.node.path, key: argument },
    });
  }
  return flaws.length === 0;
}
