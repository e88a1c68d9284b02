import type { Construct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { formatDiagnostic } from '../diagnostics/format';
import { HelmChart } from './chart/chart';
import { holdsToken } from './token/tokens';

/**
 * Tells problems when synth asks for them: a policy is whole only then. In a HelmChart they are told with all others; a plain
 * cdk8s chart hears of the errors.
 *
 * @param problems is called again for every synth.
 */
export function tellAtSynth(construct: Construct, problems: () => readonly Diagnostic[]): void {
  let told: readonly Diagnostic[] = [];
  const chart = construct.node.scopes.find((scope) => HelmChart.isHelmChart(scope)) as HelmChart | undefined;
  construct.node.addValidation({
    validate: () => {
      const found = problems();
      if (chart === undefined)
        return found.filter(({ severity }) => severity === 'error').map((problem) => formatDiagnostic(problem));
      for (const old of told) chart._problems.splice(chart._problems.indexOf(old), 1);
      chart._problems.push(...found);
      told = found;
      return [];
    },
  });
}

/** What is known when a chart is installed: expressions and their tokens. */
export function isOpen(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'number') return holdsToken(value);
  return typeof value === 'object' && value !== null && '_node' in value;
}
